import type { ConfigObject } from '../../status/config-edit.ts';
import type { LineOptions, RowSpec } from '../../status/options.ts';
import { plainRow, withWidgets } from '../../status/row-edit.ts';
import { moved, takenOut, type WidgetMove, widgetMoves, type WidgetSpot } from '../../status/widget-move.ts';
import { type WidgetName, widgetNames } from '../../status/widget-names.ts';
import type { Asker, Choice } from './asker.ts';

/** What the row editor needs: whom to ask, the line's options, and how the line would look with others. */
export interface RowEditing {
  readonly ask: Asker;
  readonly options: LineOptions;
  readonly drawn: (options: LineOptions) => string;
}

type RowChoice = 'choose' | 'back' | `${WidgetSpot['side']} ${number}`;

/**
 * Changes one row until the user goes back: which widgets are in it, and where each stands. Gives the fields of the
 * configuration that changed; a row without widgets is taken out.
 */
export async function editRow(editing: RowEditing, index: number): Promise<ConfigObject> {
  let { rows } = editing.options;
  let last: RowChoice | undefined;
  for (;;) {
    const row = rows[index];
    if (row === undefined) break;
    const chosen: RowChoice | null = await editing.ask.choose(`Row ${index + 1}`, rowMenu(row), last);
    if (chosen === null || chosen === 'back') break;
    last = chosen;
    rows = await (chosen === 'choose'
      ? chooseWidgets(editing, rows, index)
      : moveWidget(editing, rows, spotOf(index, chosen)));
  }
  return changesOf(editing.options.rows, rows);
}

/** Adds a row with the widgets that the user chooses. */
export async function addRow(editing: RowEditing): Promise<ConfigObject> {
  const { rows } = editing.options;
  return changesOf(rows, await chooseWidgets(editing, rows, rows.length));
}

function changesOf(before: readonly RowSpec[], rows: readonly RowSpec[]): ConfigObject {
  if (rows === before) return {};
  return { rows: rows.map(plainRow), maxRows: Math.max(2, rows.length) };
}

function rowMenu({ left, right }: RowSpec): readonly Choice<RowChoice>[] {
  return [
    { value: 'choose', label: 'Choose its widgets' },
    ...sideMenu('left', left),
    ...sideMenu('right', right),
    { value: 'back', label: 'Back' },
  ];
}

function sideMenu(side: WidgetSpot['side'], specs: RowSpec['left']): readonly Choice<RowChoice>[] {
  return specs.map(({ widget, value }, index) => ({
    value: `${side} ${index}`,
    label: `${side === 'left' ? '←' : '→'} ${widget}${value === undefined ? '' : ` (${value})`}`,
    hint: 'move it, or take it out',
  }));
}

function spotOf(row: number, chosen: Exclude<RowChoice, 'choose' | 'back'>): WidgetSpot {
  const [side, index] = chosen.split(' ');
  return { row, side: side === 'right' ? 'right' : 'left', index: Number(index) };
}

async function chooseWidgets(
  { ask }: RowEditing,
  rows: readonly RowSpec[],
  index: number,
): Promise<readonly RowSpec[]> {
  const row = rows[index] ?? { left: [], right: [] };
  const present = [...row.left, ...row.right].map(({ widget }): WidgetName => widget);
  const choices = widgetNames.map((name) => ({ value: name, label: name }));
  const names = await ask.chooseSome(`Which widgets in row ${index + 1}?`, choices, present);
  if (names === null) return rows;
  const changed = [...rows.slice(0, index), withWidgets(row, names), ...rows.slice(index + 1)];
  return changed.filter(({ left, right }) => left.length + right.length > 0);
}

type MoveChoice = WidgetMove | 'out' | 'back';

/** Moves one widget step by step, with the line as it would be after each. */
async function moveWidget(
  { ask, options, drawn }: RowEditing,
  rows: readonly RowSpec[],
  spot: WidgetSpot,
): Promise<readonly RowSpec[]> {
  let now = { rows, spot };
  // Who goes two steps goes them with the same key.
  let last: MoveChoice | undefined;
  for (;;) {
    const widget = now.rows[now.spot.row]?.[now.spot.side][now.spot.index]?.widget;
    if (widget === undefined) return now.rows;
    const chosen: MoveChoice | null = await ask.choose(`Move ${widget}`, moveMenu(now.rows, now.spot), last);
    if (chosen === null || chosen === 'back') return now.rows;
    if (chosen === 'out') return takenOut(now.rows, now.spot);
    last = chosen;
    now = moved(now.rows, now.spot, chosen) ?? now;
    ask.show(drawn({ ...options, rows: now.rows, maxRows: Math.max(2, now.rows.length) }));
  }
}

const moveWords: Readonly<Record<WidgetMove, string>> = {
  earlier: 'Earlier',
  later: 'Later',
  side: 'To the other side',
  up: 'To the row above',
  down: 'To the row below',
};

function moveMenu(rows: readonly RowSpec[], spot: WidgetSpot): readonly Choice<MoveChoice>[] {
  const steps = widgetMoves.filter((move) => moved(rows, spot, move) !== null);
  return [
    ...steps.map((move): Choice<MoveChoice> => ({ value: move, label: moveWords[move] })),
    { value: 'out', label: 'Take it out' },
    { value: 'back', label: 'Back' },
  ];
}
