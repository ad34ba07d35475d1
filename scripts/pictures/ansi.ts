// Reads terminal output into cells. Pure.
import { graphemes, widthCells } from '../../src/text/width.ts';

/** How a cell looks. A colour is #rrggbb; null is the terminal's own. */
export interface CellLook {
  readonly text: string | null;
  readonly ground: string | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isReversed: boolean;
}

/** One character where it stands. */
export interface Cell {
  readonly character: string;
  readonly column: number;
  readonly widthCells: number;
  readonly look: CellLook;
}

const plain: CellLook = {
  text: null,
  ground: null,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isReversed: false,
};

/** The sixteen of a terminal, as drawn on dark and on light ground alike. */
const sixteen = `#2e3440 #c0564b #5f9e6e #c4a24a #5b86c4 #a97bc0 #58a5a8 #c9ced6
  #6b7280 #e0766b #7fbf8c #e0c06a #7fa6e0 #c79bdc #7cc4c7 #f3f4f6`.split(/\s+/);

/** A control sequence: colours (1 holds their numbers), or any other, which draws nothing. */
// Escape sequences are what is read here, control characters and all.
// oxlint-disable no-control-regex
const sequence =
  /\u001b\[([\d;]*)m|\u001b\[[\d;?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[()][A-Z0-9]|[\u000e\u000f\r]/g;
// oxlint-enable no-control-regex

/** The cells of each line. The look goes on over line ends, as a terminal's does. */
export function readAnsi(output: string): readonly (readonly Cell[])[] {
  let look = plain;
  return output.split('\n').map((line) => {
    const cells: Cell[] = [];
    let column = 0;
    let at = 0;
    const write = (text: string): void => {
      for (const character of graphemes(text)) {
        const width = widthCells(character);
        if (width > 0) cells.push({ character, column, widthCells: width, look });
        column += width;
      }
    };
    for (const found of line.matchAll(sequence)) {
      write(line.slice(at, found.index));
      at = found.index + found[0].length;
      if (found[1] !== undefined) look = withNumbers(look, found[1].split(';').map(Number));
    }
    write(line.slice(at));
    return cells;
  });
}

/** A line as plain text. */
export function lineText(cells: readonly Cell[]): string {
  return cells
    .map(({ character }) => character)
    .join('')
    .trimEnd();
}

const switches: Readonly<Record<number, Partial<CellLook>>> = {
  0: plain,
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isReversed: true },
  22: { isBold: false, isDim: false },
  23: { isItalic: false },
  24: { isUnderlined: false },
  27: { isReversed: false },
  39: { text: null },
  49: { ground: null },
};

function withNumbers(before: CellLook, numbers: readonly number[]): CellLook {
  const [first = 0, ...rest] = numbers;
  if (first === 38 || first === 48) {
    const { colour, left } = extended(rest);
    const look = first === 38 ? { ...before, text: colour } : { ...before, ground: colour };
    return left.length === 0 ? look : withNumbers(look, left);
  }
  const look = { ...before, ...(switches[first] ?? simple(first)) };
  return rest.length === 0 ? look : withNumbers(look, rest);
}

function simple(number: number): Partial<CellLook> {
  const within = (from: number): boolean => number >= from && number < from + 8;
  if (within(30)) return { text: sixteen[number - 30] ?? null };
  if (within(90)) return { text: sixteen[number - 82] ?? null };
  if (within(40)) return { ground: sixteen[number - 40] ?? null };
  if (within(100)) return { ground: sixteen[number - 92] ?? null };
  return {};
}

function extended([kind, ...rest]: readonly number[]): {
  readonly colour: string | null;
  readonly left: readonly number[];
} {
  if (kind === 5) return { colour: indexed(rest[0] ?? 0), left: rest.slice(1) };
  const [red = 0, green = 0, blue = 0] = rest;
  return { colour: hex([red, green, blue]), left: rest.slice(3) };
}

/** One of the 256: the sixteen, a cube of six by six by six, a ramp of greys. */
function indexed(index: number): string {
  if (index < 16) return sixteen[index] ?? '#000000';
  if (index >= 232) return hex([0, 0, 0].map(() => 8 + (index - 232) * 10));
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(levelOf));
}

function levelOf(step: number): number {
  return step === 0 ? 0 : 55 + step * 40;
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
