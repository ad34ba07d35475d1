import { assertNever } from '../text/result.ts';
import type { RowSpec, WidgetSpec } from './options.ts';

/** Where a widget stands: rows and places count from 0. */
export interface WidgetSpot {
  readonly row: number;
  readonly side: 'left' | 'right';
  readonly index: number;
}

/** A step of a widget: within its side, to the other side, to a row beside its own. */
export type WidgetMove = 'earlier' | 'later' | 'side' | 'up' | 'down';

/** Rows after a step, and where the widget stands now. */
export interface Moved {
  readonly rows: readonly RowSpec[];
  readonly spot: WidgetSpot;
}

/** The steps that a widget can take, in the order of the keys that a user would press. */
export const widgetMoves: readonly WidgetMove[] = ['earlier', 'later', 'side', 'up', 'down'];

/** No more rows are read out of a configuration. */
const maxRows = 8;

/**
 * The rows with a widget one step from where it stands; null where there is no such step. Below the last row a new
 * one begins, and a row whose last widget has left is taken out.
 */
export function moved(rows: readonly RowSpec[], spot: WidgetSpot, move: WidgetMove): Moved | null {
  const target = targetOf(rows, spot, move);
  const spec = rows[spot.row]?.[spot.side][spot.index];
  if (target === null || spec === undefined) return null;
  const without = withSide(rows, spot, (side) => side.filter((_, index) => index !== spot.index));
  const wide = target.row < rows.length ? without : [...without, { left: [], right: [] }];
  const put = withSide(wide, target, (side) => [
    ...side.slice(0, target.index),
    spec,
    ...side.slice(target.index),
  ]);
  return withoutEmptyRows(put, target);
}

/** The rows without a widget. */
export function takenOut(rows: readonly RowSpec[], spot: WidgetSpot): readonly RowSpec[] {
  return withSide(rows, spot, (side) => side.filter((_, index) => index !== spot.index)).filter(isFilled);
}

function targetOf(rows: readonly RowSpec[], spot: WidgetSpot, move: WidgetMove): WidgetSpot | null {
  const { row, side, index } = spot;
  const end = (at: number, on: WidgetSpot['side']): number => rows[at]?.[on].length ?? 0;
  switch (move) {
    case 'earlier':
      return index > 0 ? { ...spot, index: index - 1 } : null;
    case 'later':
      return index + 1 < end(row, side) ? { ...spot, index: index + 1 } : null;
    case 'side': {
      // It stays as near as it can: what leaves the left comes first on the right, and back to the end.
      const other = side === 'left' ? 'right' : 'left';
      return { row, side: other, index: other === 'right' ? 0 : end(row, 'left') };
    }
    case 'up':
      return row > 0 ? { row: row - 1, side, index: end(row - 1, side) } : null;
    case 'down':
      return isRowBelow(rows, row) ? { row: row + 1, side, index: end(row + 1, side) } : null;
    default:
      return assertNever(move);
  }
}

/** A widget alone in the last row would only begin the same row again. */
function isRowBelow(rows: readonly RowSpec[], row: number): boolean {
  if (row + 1 < rows.length) return true;
  const last = rows[row];
  return rows.length < maxRows && last !== undefined && last.left.length + last.right.length > 1;
}

function withSide(
  rows: readonly RowSpec[],
  { row, side }: WidgetSpot,
  change: (specs: readonly WidgetSpec[]) => readonly WidgetSpec[],
): readonly RowSpec[] {
  return rows.map((each, index) => (index === row ? { ...each, [side]: change(each[side]) } : each));
}

function withoutEmptyRows(rows: readonly RowSpec[], spot: WidgetSpot): Moved {
  const emptyAbove = rows.slice(0, spot.row).filter((row) => !isFilled(row)).length;
  return { rows: rows.filter(isFilled), spot: { ...spot, row: spot.row - emptyAbove } };
}

function isFilled({ left, right }: RowSpec): boolean {
  return left.length + right.length > 0;
}
