import { shortCount } from '../../text/quantities.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** How many prompts the session has had. */
export const prompts: Widget = ({ facts: { session } }) => {
  if (session === null || session.prompts <= 0) return null;
  const count = span('figure', shortCount(session.prompts));
  return segment(
    30,
    [count, span('muted', session.prompts === 1 ? ' prompt' : ' prompts')],
    [count, span('muted', 'p')],
  );
};
