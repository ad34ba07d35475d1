import { fields } from '../claude/fields.ts';
import { assertNever } from '../text/result.ts';
import { catalogue } from './catalogue.ts';
import { widgetSources } from './explain-texts.ts';
import type { LineFacts } from './facts.ts';
import { type LaidRow, type LaidWidget, layRows } from './layout.ts';
import { rowLimit } from './line.ts';
import type { LineOptions, WidgetSpec } from './options.ts';
import { widthOfForm } from './segment.ts';
import type { WidgetName } from './widget-names.ts';

/** What became of a widget. */
export type WidgetFate = 'whole' | 'shortened' | 'cut' | 'dropped' | 'hidden' | 'row left out';

/** One widget of the line, explained. */
export interface WidgetExplanation {
  readonly widget: WidgetName;
  /** From 1, as configured. */
  readonly row: number;
  readonly side: 'left' | 'right';
  readonly fate: WidgetFate;
  /** What is shown of it, without colours; empty when nothing is. */
  readonly text: string;
  /** Where its value comes from. */
  readonly from: string;
  /** Why it is not shown whole; null when it is. */
  readonly because: string | null;
  /** What drawing it took, with its fractions. What was gathered for it is not in that. */
  readonly drawnMs: number;
}

/** What is explained: a line's facts and options, what the client said, and a clock to measure by. */
export interface Explained {
  readonly facts: LineFacts;
  readonly options: LineOptions;
  readonly json: unknown;
  readonly elapsedMs: () => number;
}

/** Every widget of the configured rows: where its value comes from, what is shown of it, why not more, and what it took. */
export function explainLine({ facts, options, json, elapsedMs }: Explained): readonly WidgetExplanation[] {
  const drawnMs = (spec: WidgetSpec): number => {
    const sinceMs = elapsedMs();
    catalogue[spec.widget]({ facts, spec, options, icons: options.icons });
    return elapsedMs() - sinceMs;
  };
  const limit = rowLimit(facts, options);
  let shownRows = 0;
  return layRows(facts, options).flatMap((row, index) => {
    const isLeftOut = shownRows >= limit;
    if (widthOfForm(row.form) > 0) shownRows += 1;
    const place = { number: index + 1, isLeftOut, columns: facts.terminal.columns };
    return explainRow(row, place, json).map((told, at) => ({
      ...told,
      drawnMs: drawnMs(row.widgets[at]?.spec ?? { widget: told.widget }),
    }));
  });
}

interface RowPlace {
  readonly number: number;
  readonly isLeftOut: boolean;
  readonly columns: number | null;
}

function explainRow(
  row: LaidRow,
  place: RowPlace,
  json: unknown,
): readonly Omit<WidgetExplanation, 'drawnMs'>[] {
  return row.widgets.map((laid) => {
    const fate = fateOf(laid, place);
    const isShown = fate === 'whole' || fate === 'shortened' || fate === 'cut';
    return {
      widget: laid.spec.widget,
      row: place.number,
      side: laid.side,
      fate,
      text: isShown ? (laid.placed?.form ?? []).map((piece) => piece.text).join('') : '',
      from: widgetSources[laid.spec.widget].from,
      because: reasonFor(fate, laid.spec.widget, place, json),
    };
  });
}

function fateOf(laid: LaidWidget, place: RowPlace): WidgetFate {
  if (laid.placed === null) return 'hidden';
  return place.isLeftOut ? 'row left out' : laid.placed.fate;
}

function reasonFor(fate: WidgetFate, widget: WidgetName, place: RowPlace, json: unknown): string | null {
  switch (fate) {
    case 'whole':
      return null;
    case 'shortened':
    case 'cut':
    case 'dropped':
      return `no room for more in ${place.columns ?? 'the default 80'} columns`;
    case 'row left out':
      return 'no more rows are written (maxRows, or a low terminal)';
    case 'hidden':
      return hiddenReason(widget, json);
    default:
      return assertNever(fate);
  }
}

function hiddenReason(widget: WidgetName, json: unknown): string {
  const { reads, hiddenWhen } = widgetSources[widget];
  const found = reads.map((path) => `${path} ${stateOf(memberAt(json, path))}`);
  return found.length === 0 ? hiddenWhen : `${hiddenWhen} (${found.join(', ')})`;
}

function memberAt(json: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, name) => fields(value)[name], json);
}

function stateOf(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  return `is ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}`;
}
