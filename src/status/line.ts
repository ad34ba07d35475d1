import { catalogue } from './catalogue.ts';
import { composeRow, geometryOf } from './compose.ts';
import type { LineFacts } from './facts.ts';
import { fitRow } from './fit.ts';
import type { LineOptions, RowSpec, WidgetSpec } from './options.ts';
import { paintRow } from './paint.ts';
import { type Form, labelled, type Segment, span, truncateForm, widthOfForm } from './segment.ts';
import { themes } from './themes.ts';

/** Taken when nobody says how wide the terminal is. */
const defaultColumns = 80;

/**
 * The status line: one row to `maxRows` rows joined by line breaks, none wider than the terminal and none empty.
 * Always at least one row, whatever the facts, unless the options ask for no rows at all. Holds no escape
 * sequence but our own colours and links.
 */
export function renderLine(facts: LineFacts, options: LineOptions): string {
  const { terminal } = facts;
  const columns = Math.max(1, (terminal.columns ?? defaultColumns) - options.marginCells);
  const rows = options.rows
    .map((row) => renderRow(row, columns, facts, options))
    .filter((row) => widthOfForm(row) > 0);
  const shown = rows.length > 0 ? rows : [[span('muted', 'statusline')]];
  return shown
    .slice(0, rowLimit(facts, options))
    .map((row) => paintRow(truncateForm(row, columns), themes[options.theme], terminal))
    .join('\n');
}

function rowLimit(facts: LineFacts, options: LineOptions): number {
  const height = facts.terminal.rows;
  const isLow = height !== null && height < options.oneRowBelowRows;
  return isLow ? Math.min(1, options.maxRows) : options.maxRows;
}

function renderRow(row: RowSpec, columns: number, facts: LineFacts, options: LineOptions): Form {
  const side = (specs: readonly WidgetSpec[]): readonly Segment[] =>
    specs.map((spec) => renderWidget(spec, facts, options)).filter((shown) => shown !== null);
  const fitted = fitRow({ left: side(row.left), right: side(row.right) }, columns, geometryOf(options));
  return composeRow(fitted, columns, options);
}

function renderWidget(spec: WidgetSpec, facts: LineFacts, options: LineOptions): Segment | null {
  const shown = catalogue[spec.widget]({ facts, spec, icons: options.icons });
  return shown === null ? null : adjusted(shown, spec);
}

/** The segment as the configuration wants it in this place. */
function adjusted(shown: Segment, spec: WidgetSpec): Segment {
  const [first, ...rest] =
    spec.form === 'short' && shown.forms.length > 1 ? shown.forms.slice(1) : shown.forms;
  const fit = (form: Form): Form => {
    const whole = labelled(spec.label ?? '', form);
    return spec.maxCells === undefined ? whole : truncateForm(whole, spec.maxCells);
  };
  return {
    ...shown,
    forms: [fit(first ?? shown.forms[0]), ...rest.map(fit)],
    priority: spec.priority ?? shown.priority,
  };
}
