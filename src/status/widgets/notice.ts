import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** That sessions were lost a short while ago, and how they come back. Gone again when that is no news any more. */
export const notice: Widget = ({ facts }) => {
  const { freshLosses: count } = facts;
  if (count === 0) return null;
  const many = `${count} lost ${count === 1 ? 'session' : 'sessions'} can come back`;
  return segment(
    90,
    [span('warn', many), span('muted', ': statusline recover')],
    [span('warn', `${count} lost`), span('muted', ': statusline recover')],
    [span('warn', `${count} lost`)],
  );
};
