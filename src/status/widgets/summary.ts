import { harmless } from '../../text/harmless.ts';
import { prose, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** What was done last: the summary of the turn, else the beginning of the last prompt. */
export const summary: Widget = ({ facts: { input, session } }) => {
  if (session === null) return null;
  const prompt = session.lastPrompt?.excerpt ?? '';
  // Without a model, names and tasks are the prompt's own words: nobody wants to read them twice.
  const said = [session.task, input.sessionName, ...Object.values(session.names)];
  const text = session.summary ?? (said.includes(prompt) ? '' : prompt);
  return prose(60, 24, [span('summary', harmless(text, 160))]);
};
