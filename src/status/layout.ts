import { catalogue } from './catalogue.ts';
import { composeRow, type Drawing, drawingFor, geometryOf } from './compose.ts';
import type { LineFacts } from './facts.ts';
import { fitRow, type Placed } from './fit.ts';
import type { LineOptions, RowSpec, WidgetSpec } from './options.ts';
import { type Form, labelled, type Segment, truncateForm, widthOfForm } from './segment.ts';
import { styledLines } from './styled.ts';
import type { TerminalFacts } from './terminal.ts';
import type { Theme } from './theme.ts';
import { themes } from './themes.ts';

/** Taken when nobody says how wide the terminal is. */
const defaultColumns = 80;
const minDrawnColumns = 12;

/** A widget of a row, and what became of it. */
export interface LaidWidget {
  readonly spec: WidgetSpec;
  readonly side: 'left' | 'right';
  /** Null when it had nothing to show. */
  readonly placed: Placed | null;
}

/** A row before it is painted. */
export interface LaidRow {
  readonly widgets: readonly LaidWidget[];
  /** Never wider than the terminal; empty when no widget had anything to show. */
  readonly form: Form;
}

/** The theme with the user's own colours over it. */
export function themeFor(options: LineOptions): Theme {
  const theme: Theme = themes[options.theme];
  const own = Object.entries(options.colours);
  if (own.length === 0) return theme;
  const looks = own.map(
    ([role, text]) => [role, { ...theme.looks[role as keyof Theme['looks']], text }] as const,
  );
  return { ...theme, looks: { ...theme.looks, ...Object.fromEntries(looks) } };
}

/** The cells that a row may take: at least one. */
export function columnsFor(terminal: TerminalFacts, options: LineOptions): number {
  return Math.max(1, (terminal.columns ?? defaultColumns) - options.marginCells);
}

/** Every row of the configuration with what its widgets have to show, fitted to the terminal's width. */
export function layRows(facts: LineFacts, options: LineOptions): readonly LaidRow[] {
  const { terminal } = facts;
  const columns = columnsFor(terminal, options);
  // Where hardly anything fits, what is drawn round it must not take its place.
  const style = columns < minDrawnColumns ? 'plain' : options.style;
  const drawing = drawingFor({ ...options, style }, themeFor(options), terminal.colours);
  return options.rows.flatMap((row) =>
    isAllOfAnother(row)
      ? rowsOfAnother(row, facts, columns)
      : [layRow(row, { facts, options, columns, drawing })],
  );
}

interface Room {
  readonly facts: LineFacts;
  readonly options: LineOptions;
  readonly columns: number;
  readonly drawing: Drawing;
}

function layRow(row: RowSpec, room: Room): LaidRow {
  const left = row.left.map((spec) => ({ spec, segment: renderWidget(spec, room) }));
  const right = row.right.map((spec) => ({ spec, segment: renderWidget(spec, room) }));
  const shown = (side: typeof left): readonly Segment[] =>
    side.map(({ segment }) => segment).filter((segment) => segment !== null);
  const fitted = fitRow({ left: shown(left), right: shown(right) }, room.columns, geometryOf(room.drawing));
  return {
    widgets: [...matched(left, fitted.left, 'left'), ...matched(right, fitted.right, 'right')],
    // Nothing is left to chance: whatever a measure missed, the row ends where the terminal does.
    form: truncateForm(composeRow(fitted, room.columns, room.drawing), room.columns),
  };
}

function matched(
  side: readonly { readonly spec: WidgetSpec; readonly segment: Segment | null }[],
  placed: readonly Placed[],
  name: LaidWidget['side'],
): readonly LaidWidget[] {
  let next = 0;
  return side.map(({ spec, segment }) => {
    if (segment === null) return { spec, side: name, placed: null };
    next += 1;
    return { spec, side: name, placed: placed[next - 1] ?? null };
  });
}

function renderWidget(spec: WidgetSpec, { facts, options }: Room): Segment | null {
  const shown = catalogue[spec.widget]({ facts, spec, options, icons: options.icons });
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

/** A row with nothing but another tool's line shows all of that tool's rows. */
function isAllOfAnother(row: RowSpec): boolean {
  return row.right.length === 0 && row.left.length === 1 && row.left[0]?.widget === 'wrapped';
}

function rowsOfAnother(row: RowSpec, facts: LineFacts, columns: number): readonly LaidRow[] {
  const forms = styledLines(facts.wrapped ?? '', facts.terminal.colours);
  const rows = forms.map((whole): LaidRow => {
    const form = truncateForm(whole, columns);
    const fate = widthOfForm(whole) > columns ? 'cut' : 'whole';
    return {
      form,
      widgets: row.left.map((spec) => ({ spec, side: 'left', placed: { form, fate, isGlued: false } })),
    };
  });
  if (rows.length > 0) return rows;
  return [{ form: [], widgets: row.left.map((spec) => ({ spec, side: 'left', placed: null })) }];
}
