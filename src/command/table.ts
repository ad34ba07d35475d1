import { truncate, truncateStart, widthCells } from '../text/width.ts';
import { textOf, type Piece, type TonedLine } from './tone.ts';

/** How one column gives way when the terminal is narrow. */
export interface Column {
  readonly title: string;
  /** The fewest cells that it may shrink to; a column without it never shrinks. */
  readonly shrinksToCells?: number;
  /** Which end of a text that is too long goes: a path keeps its end. */
  readonly keeps?: 'start' | 'end';
  /** Its turn to be left out where even the narrowest columns do not fit, 1 for the first; a column without it stays. */
  readonly leaves?: number;
}

const gapCells = 2;

type Rows = readonly (readonly Piece[])[];

/**
 * Rows as aligned lines, title line first; each row has a cell for every column, a harmless one-line text. Where it
 * would be wider than the terminal, the widest column that may shrink gives way first, and then whole columns.
 */
export function table(columns: readonly Column[], rows: Rows, terminalCells: number): readonly TonedLine[] {
  const shown = shownColumns(columns, rows, terminalCells);
  const titles = shown.map(({ title }): Piece => ({ text: title, tone: 'quiet' }));
  const cells = rows.map((row) => row.filter((_, index) => isAmong(shown, columns[index])));
  const natural = naturalWidths(shown, cells);
  const widths = fit(shown, natural, terminalCells - gapCells * (shown.length - 1));
  return [titles, ...cells].map((row) => line(shown, widths, row));
}

/** The columns that a terminal of so many cells has room for. */
export function shownColumns(
  columns: readonly Column[],
  rows: Rows,
  terminalCells: number,
): readonly Column[] {
  const natural = naturalWidths(columns, rows);
  const least = columns.map(({ shrinksToCells }, index) =>
    Math.min(natural[index] ?? 0, shrinksToCells ?? Infinity),
  );
  let excess = sum(least) + gapCells * (columns.length - 1) - terminalCells;
  const left = new Set<Column>();
  for (const column of columns.filter(({ leaves }) => leaves !== undefined).sort(byTurn)) {
    if (excess <= 0) break;
    left.add(column);
    excess -= (least[columns.indexOf(column)] ?? 0) + gapCells;
  }
  return columns.filter((column) => !left.has(column));
}

function byTurn(a: Column, b: Column): number {
  return (a.leaves ?? 0) - (b.leaves ?? 0);
}

function isAmong(columns: readonly Column[], column: Column | undefined): boolean {
  return column !== undefined && columns.includes(column);
}

function naturalWidths(columns: readonly Column[], rows: Rows): readonly number[] {
  return columns.map(({ title }, index) =>
    Math.max(widthCells(title), ...rows.map((row) => widthCells(textOf(row[index] ?? '')))),
  );
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}

function fit(columns: readonly Column[], natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  let excess = sum(widths) - room;
  while (excess > 0) {
    const slack = columns.map((column, index) => (widths[index] ?? 0) - (column.shrinksToCells ?? Infinity));
    const widest = slack.indexOf(Math.max(...slack));
    if ((slack[widest] ?? 0) <= 0) return widths;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function line(columns: readonly Column[], widths: readonly number[], row: readonly Piece[]): TonedLine {
  const pieces: Piece[] = [];
  let gap = 0;
  for (const [index, column] of columns.entries()) {
    const [width, piece] = [widths[index] ?? 0, row[index] ?? ''];
    const text = (column.keeps === 'end' ? truncateStart : truncate)(textOf(piece), width);
    // What stands between two texts; so none stands behind the last.
    if (text !== '') pieces.push(' '.repeat(gap), typeof piece === 'string' ? text : { ...piece, text });
    gap = (text === '' ? gap : 0) + Math.max(0, width - widthCells(text)) + gapCells;
  }
  return pieces.filter((piece) => piece !== '');
}
