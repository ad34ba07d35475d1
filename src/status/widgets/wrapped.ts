import { prose } from '../segment.ts';
import { styledLines } from '../styled.ts';
import type { Widget } from '../widget.ts';

/** The status line of another tool: its first row. A row that holds nothing else shows all of its rows. */
export const wrapped: Widget = ({ facts }) => {
  const form = styledLines(facts.wrapped ?? '', facts.terminal.colours)[0];
  return form === undefined ? null : prose(79, 20, form);
};
