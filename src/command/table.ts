import { truncate, truncateStart, widthCells } from '../text/width.ts';
import { textOf, type Piece, type TonedLine } from './tone.ts';

/** How one column gives way when the terminal is narrow. */
export interface Column {
  readonly title: string;
  /** The fewest cells that it may shrink to; a column without it never shrinks. */
  readonly shrinksToCells?: number;
  /** Which end of a text that is too long goes: a path keeps its end. */
  readonly keeps?: 'start' | 'end';
}

const gapCells = 2;

/**
 * Rows as aligned lines, title line first. Cells must be harmless one-line texts. Where it would be wider
 * than the terminal, the widest column that may shrink gives way first.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Piece[])[],
  terminalCells: number,
): readonly TonedLine[] {
  const titles = columns.map(({ title }): Piece => ({ text: title, tone: 'quiet' }));
  const natural = columns.map((_, index) =>
    Math.max(...[titles, ...rows].map((row) => widthCells(textOf(row[index] ?? '')))),
  );
  const widths = fit(columns, natural, terminalCells - gapCells * (columns.length - 1));
  return [titles, ...rows].map((row) => line(columns, widths, row));
}

function fit(columns: readonly Column[], natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
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
