import { harmless } from '../../text/harmless.ts';
import { icon } from '../icons.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** Where the session sits in tmux: session, window, pane. */
export const place: Widget = ({ facts: { session }, icons }) => {
  const seat = session?.place ?? null;
  if (seat === null) return null;
  const name = harmless(seat.sessionName, 16);
  const index = `${seat.windowIndex}.${seat.paneIndex}`;
  const window = harmless(seat.windowName, 16);
  const short = span('muted', name === '' ? index : `${name}:${index}`);
  const sign = span('muted', icon('pane', icons));
  return segment(
    32,
    window === '' ? null : [sign, short, span('muted', ` ${window}`)],
    [sign, short],
    [short],
  );
};
