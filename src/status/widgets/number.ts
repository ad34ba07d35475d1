import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The session's number, C1, C2, …: what commands take as a reference. */
export const number: Widget = ({ facts }) => {
  if (facts.session === null) return null;
  const shown = segment(92, [span('number', `C${facts.session.number}`)]);
  return shown === null ? null : { ...shown, isGlued: true };
};
