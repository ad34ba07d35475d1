import { truncate, widthCells } from '../text/width.ts';
import { textOf, type Piece } from './tone.ts';

/** A pane to draw: where it lies in the window's cells, and the lines to write into it. */
export interface DrawnPane {
  readonly leftCols: number;
  readonly topRows: number;
  readonly widthCols: number;
  readonly heightRows: number;
  readonly isActive: boolean;
  /** Harmless one-line texts, the most important first. */
  readonly lines: readonly Piece[];
}

/** One border junction: which of its four arms are there, and whether an arm is drawn heavy. */
const arm = { up: 1, right: 2, down: 4, left: 8 } as const;
const light = ' ╵╶└╷│┌├╴┘─┴┐┤┬┼';
const heavy = ' ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋';

/**
 * A window's panes as boxes, scaled into so many columns and rows. The active pane has a heavy border, the others a quiet one.
 * Every row has the full width. Panes may be as small as one cell: a box then loses its text, never its place.
 */
export function drawBoxes(
  panes: readonly DrawnPane[],
  size: { readonly columns: number; readonly rows: number },
): readonly (readonly Piece[])[] {
  const widthCols = Math.max(1, ...panes.map((pane) => pane.leftCols + pane.widthCols));
  const heightRows = Math.max(1, ...panes.map((pane) => pane.topRows + pane.heightRows));
  const grid = new Grid(size.columns, size.rows);
  const boxes = panes.map((pane) => ({
    pane,
    // A pane's border lies on the line before it, which it shares with its neighbour.
    left: scale(pane.leftCols, widthCols + 1, size.columns - 1),
    right: scale(pane.leftCols + pane.widthCols + 1, widthCols + 1, size.columns - 1),
    top: scale(pane.topRows, heightRows + 1, size.rows - 1),
    bottom: scale(pane.topRows + pane.heightRows + 1, heightRows + 1, size.rows - 1),
  }));
  for (const box of boxes) grid.frame(box, false);
  for (const box of boxes) if (box.pane.isActive && boxes.length > 1) grid.frame(box, true);
  for (const box of boxes) grid.write(box, box.pane.lines);
  return grid.rows();
}

function scale(value: number, from: number, to: number): number {
  return Math.round((value * to) / from);
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Cells of border arms with texts laid over them. Lives only while one window is drawn. */
class Grid {
  readonly #arms: number[][];
  readonly #isHeavy: boolean[][];
  readonly #texts = new Map<number, { readonly at: number; readonly piece: Piece }[]>();

  constructor(columns: number, rows: number) {
    this.#arms = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
    this.#isHeavy = Array.from({ length: rows }, () => Array.from({ length: columns }, () => false));
  }

  frame({ left, right, top, bottom }: Frame, isHeavy: boolean): void {
    for (const row of [top, bottom]) {
      for (let column = left; column <= right; column += 1) {
        const arms = (column > left ? arm.left : 0) | (column < right ? arm.right : 0);
        this.#add(row, column, arms, isHeavy);
      }
    }
    for (const column of [left, right]) {
      for (let row = top; row <= bottom; row += 1) {
        const arms = (row > top ? arm.up : 0) | (row < bottom ? arm.down : 0);
        this.#add(row, column, arms, isHeavy);
      }
    }
  }

  #add(row: number, column: number, arms: number, isHeavy: boolean): void {
    const armsRow = this.#arms[row];
    const heavyRow = this.#isHeavy[row];
    if (armsRow === undefined || heavyRow === undefined) return;
    armsRow[column] = (armsRow[column] ?? 0) | arms;
    if (isHeavy) heavyRow[column] = true;
  }

  /** Writes lines into a frame, centred from top to bottom, one cell of air at each side where there is room. */
  write({ left, right, top, bottom }: Frame, lines: readonly Piece[]): void {
    const room = right - left - 1;
    const height = bottom - top - 1;
    if (room < 1 || height < 1) return;
    const shown = lines.filter((line) => textOf(line) !== '').slice(0, height);
    const first = top + 1 + Math.floor((height - shown.length) / 2);
    for (const [index, line] of shown.entries()) {
      const text = truncate(textOf(line), room);
      const piece = typeof line === 'string' ? text : { ...line, text };
      const at = left + 1 + Math.floor((room - widthCells(text)) / 2);
      const row = first + index;
      this.#texts.set(row, [...(this.#texts.get(row) ?? []), { at, piece }]);
    }
  }

  rows(): readonly (readonly Piece[])[] {
    return this.#arms.map((arms, row) => {
      const texts = [...(this.#texts.get(row) ?? [])].sort((a, b) => a.at - b.at);
      const line: Piece[] = [];
      let column = 0;
      for (const { at, piece } of texts) {
        line.push(...this.#borders(row, column, at), piece);
        column = at + widthCells(textOf(piece));
      }
      return [...line, ...this.#borders(row, column, arms.length)];
    });
  }

  /** The borders between two columns of a row, in pieces of one weight. */
  #borders(row: number, from: number, to: number): readonly Piece[] {
    const pieces: { text: string; isHeavy: boolean }[] = [];
    for (let column = from; column < to; column += 1) {
      const isHeavy = this.#isHeavy[row]?.[column] === true;
      const sign = (isHeavy ? heavy : light).charAt(this.#arms[row]?.[column] ?? 0);
      const last = pieces.at(-1);
      if (last?.isHeavy === isHeavy) last.text += sign;
      else pieces.push({ text: sign, isHeavy });
    }
    return pieces.map(({ text, isHeavy: isPlain }) => (isPlain ? text : { text, tone: 'quiet' }));
  }
}
