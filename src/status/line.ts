import type { LineFacts } from './facts.ts';
import { columnsFor, layRows, themeFor } from './layout.ts';
import type { LineOptions } from './options.ts';
import { paintRow } from './paint.ts';
import { span, truncateForm, widthOfForm } from './segment.ts';

/**
 * The status line: one row to `maxRows` rows joined by line breaks, none wider than the terminal and none empty.
 * Always at least one row, whatever the facts, unless the options ask for no rows at all. Holds no escape
 * sequence but our own colours and links.
 */
export function renderLine(facts: LineFacts, options: LineOptions): string {
  const theme = themeFor(options);
  const forms = layRows(facts, options)
    .map(({ form }) => form)
    .filter((form) => widthOfForm(form) > 0);
  const nameless = truncateForm([span('muted', 'statusline')], columnsFor(facts.terminal, options));
  return (forms.length > 0 ? forms : [nameless])
    .slice(0, rowLimit(facts, options))
    .map((form) => paintRow(form, theme, facts.terminal))
    .join('\n');
}

/** How many rows may be written: one in a low pane, where every row is taken from the conversation. */
export function rowLimit(facts: LineFacts, options: LineOptions): number {
  const height = facts.terminal.rows;
  const isLow = height !== null && height < options.oneRowBelowRows;
  return isLow ? Math.min(1, options.maxRows) : options.maxRows;
}
