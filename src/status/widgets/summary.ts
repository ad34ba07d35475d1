import { harmless } from '../../text/harmless.ts';
import { prose, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** What was done last: the summary of the turn, else the beginning of the last prompt. */
export const summary: Widget = ({ facts: { session } }) =>
  prose(60, 24, [span('summary', harmless(session?.summary ?? session?.lastPrompt?.excerpt ?? '', 160))]);
