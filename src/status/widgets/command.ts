import { ago } from '../../text/quantities.ts';
import { prose, span } from '../segment.ts';
import { styledLines } from '../styled.ts';
import type { Widget } from '../widget.ts';

/** An output as many periods old as this is marked with its age. */
const oldAfterPeriods = 5;

/** What one of the user's own commands printed last: its first line. */
export const command: Widget = ({ facts, spec, options }) => {
  const name = spec.value ?? '';
  const output = Object.hasOwn(facts.commands, name) ? facts.commands[name] : undefined;
  const form = styledLines(output?.text ?? '', facts.terminal.colours)[0];
  if (output === undefined || form === undefined) return null;
  const everyMs = Object.hasOwn(options.commands, name) ? options.commands[name]?.everyMs : undefined;
  const isOld = everyMs !== undefined && facts.nowMs - output.atMs > everyMs * oldAfterPeriods;
  return prose(38, 8, isOld ? [...form, span('muted', ` (${ago(output.atMs, facts.nowMs)})`)] : form);
};
