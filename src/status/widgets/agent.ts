import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The agent that the session runs as. */
export const agent: Widget = ({ facts: { input } }) => {
  const text = harmless(input.agent?.name ?? '', 28);
  return text === ''
    ? null
    : segment(57, [span('muted', 'agent '), span('accent', text)], [span('accent', text)]);
};
