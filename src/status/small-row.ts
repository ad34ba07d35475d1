import { composeRow, drawingFor, geometryOf } from './compose.ts';
import { fitRow } from './fit.ts';
import { columnsFor, themeFor } from './layout.ts';
import type { LineOptions } from './options.ts';
import { paintRow } from './paint.ts';
import { type Segment, truncateForm } from './segment.ts';
import type { TerminalFacts } from './terminal.ts';

/** One painted row of these segments, in the plain style and the options' theme, no wider than the terminal. */
export function smallRow(
  segments: readonly (Segment | null)[],
  options: LineOptions,
  terminal: TerminalFacts,
): string {
  const columns = columnsFor(terminal, options);
  const theme = themeFor(options);
  const drawing = drawingFor({ ...options, style: 'plain' }, theme, terminal.colours);
  const left = segments.filter((segment) => segment !== null);
  const row = composeRow(fitRow({ left, right: [] }, columns, geometryOf(drawing)), columns, drawing);
  return paintRow(truncateForm(row, columns), theme, terminal);
}
