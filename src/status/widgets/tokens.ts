import { shortCount } from '../../text/quantities.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The tokens in the context window now: what went in, what came out. */
export const tokens: Widget = ({ facts: { input } }) => {
  const [going, coming] = [input.context.inputTokens ?? 0, input.context.outputTokens ?? 0];
  if (going + coming <= 0) return null;
  return segment(
    27,
    [
      span('figure', shortCount(going)),
      span('muted', ' in '),
      span('figure', shortCount(coming)),
      span('muted', ' out'),
    ],
    [span('figure', shortCount(going + coming)), span('muted', ' tok')],
  );
};
