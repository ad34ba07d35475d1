import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Role } from '../theme.ts';
import type { Widget } from '../widget.ts';

const roles: Readonly<Record<string, Role>> = {
  approved: 'good',
  changes_requested: 'bad',
  pending: 'warn',
  draft: 'muted',
};

/** The branch's open pull (or merge) request, and what its reviewers say. */
export const pullRequest: Widget = ({ facts: { input } }) => {
  const request = input.pullRequest;
  if (request === null) return null;
  const [word, sign] = request.kind === 'mr' ? ['MR', '!'] : ['PR', '#'];
  const review = request.reviewState ?? '';
  const role = roles[review] ?? 'accent';
  const number = span(role, `${sign}${Math.trunc(request.number)}`, request.url);
  const words = harmless(review.replaceAll('_', ' '), 20);
  return segment(
    48,
    [span('muted', `${word} `), number, ...(words === '' ? [] : [span('muted', ` ${words}`)])],
    [span('muted', `${word} `), number],
    [number],
  );
};
