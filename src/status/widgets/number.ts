import { fileAddress } from '../links.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The session's number, C1, C2, …: what commands take as a reference. Leads to the transcript. */
export const number: Widget = ({ facts: { input, session } }) => {
  if (session === null) return null;
  const transcript = input.transcriptPath ?? session.transcriptPath;
  const shown = segment(92, [
    span('number', `C${session.number}`, transcript === null ? null : fileAddress(transcript)),
  ]);
  return shown === null ? null : { ...shown, isGlued: true };
};
