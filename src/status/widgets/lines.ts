import { shortCount } from '../../text/quantities.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** Lines that the session has added and taken away. */
export const lines: Widget = ({ facts: { input } }) => {
  const [added, removed] = [input.cost.linesAdded ?? 0, input.cost.linesRemoved ?? 0];
  if (added + removed <= 0) return null;
  return segment(25, [span('good', `+${shortCount(added)}`), span('bad', ` -${shortCount(removed)}`)]);
};
