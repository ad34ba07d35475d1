// Draws cells as SVG on a monospace grid. Pure: the same cells give the same file.
import type { Cell, CellLook } from './ansi.ts';

/** What a terminal is painted with. */
export interface Ground {
  readonly background: string;
  readonly text: string;
}

/** Part of a picture: a terminal's lines, with a word above them. */
export interface Panel {
  readonly title: string | null;
  readonly ground: Ground;
  readonly lines: readonly (readonly Cell[])[];
}

const fontSize = 14;
const cellWidth = 8.43;
const lineHeight = 18;
const padding = 14;
const titleHeight = 22;
const gap = 10;
const fonts = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** The picture: panels below one another, so many cells wide. `label` says it to those who do not see it. */
export function drawSvg(panels: readonly Panel[], widthCells: number, label: string): string {
  const width = widthCells * cellWidth + 2 * padding;
  let top = 0;
  const drawn = panels.map((panel) => {
    const { svg, height } = drawPanel(panel, width);
    const placed = `<g transform="translate(0 ${round(top)})">${svg}</g>`;
    top += height + gap;
    return placed;
  });
  const size = `${round(width)} ${round(Math.max(0, top - gap))}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${round(width)}" role="img" aria-label="${escaped(label)}">`,
    `<g font-family="${fonts}" font-size="${fontSize}" xml:space="preserve">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel(
  { title, ground, lines }: Panel,
  width: number,
): { readonly svg: string; readonly height: number } {
  const head = title === null ? 0 : titleHeight;
  const height = head + lines.length * lineHeight + 2 * padding;
  const parts = [
    `<rect width="${round(width)}" height="${round(height)}" rx="7" fill="${ground.background}"/>`,
    ...(title === null
      ? []
      : [
          `<text x="${padding}" y="${padding + 9}" fill="${ground.text}" fill-opacity="0.55" font-size="11">${escaped(title)}</text>`,
        ]),
    ...lines.flatMap((cells, row) => drawLine(cells, padding + head + row * lineHeight, ground)),
  ];
  return { svg: parts.join('\n'), height };
}

function drawLine(cells: readonly Cell[], top: number, ground: Ground): readonly string[] {
  const grounds = runs(cells, (a, b) => colours(a, ground).back === colours(b, ground).back);
  const words = cells.filter((cell) => boxLines(cell.character) === null);
  return [
    ...grounds.flatMap((run) => drawGround(run, top, ground)),
    ...drawBoxes(cells, top, ground),
    ...runs(words, belongTogether).flatMap((run) => drawRun(run, top, ground)),
  ];
}

function drawGround(run: readonly Cell[], top: number, ground: Ground): readonly string[] {
  const [first] = run;
  const back = first === undefined ? null : colours(first, ground).back;
  if (first === undefined || back === null) return [];
  const width = round(cellsIn(run) * cellWidth + 0.4);
  return [`<rect x="${x(first)}" y="${top}" width="${width}" height="${lineHeight}" fill="${back}"/>`];
}

/** Letters of one look are one text; what a font may draw at another width stands for itself. */
function belongTogether(a: Cell, b: Cell): boolean {
  return a.look === b.look && [a, b].every((cell) => /^[!-~]$/.test(cell.character));
}

function drawRun(run: readonly Cell[], top: number, ground: Ground): readonly string[] {
  const [first] = run;
  if (first === undefined || first.character.trim() === '') return [];
  const { front } = colours(first, ground);
  const opacity = first.look.isDim ? ' fill-opacity="0.65"' : '';
  if (first.character === '⛨') return [drawShield({ left: x(first), top }, front)];
  const length = round(cellsIn(run) * cellWidth);
  const text = escaped(run.map(({ character }) => character).join(''));
  // The length keeps the grid in whatever font the reader has; a sign alone keeps its own shape.
  const grid = run.length > 1 ? ` textLength="${length}" lengthAdjust="spacingAndGlyphs"` : '';
  return [
    `<text x="${x(first)}" y="${top + 13.5}" fill="${front}"${opacity}${style(first.look)}${grid}>${text}</text>`,
  ];
}

function style({ isBold, isItalic, isUnderlined }: CellLook): string {
  return [
    isBold ? ' font-weight="700"' : '',
    isItalic ? ' font-style="italic"' : '',
    isUnderlined ? ' text-decoration="underline"' : '',
  ].join('');
}

function colours({ look }: Cell, ground: Ground): { readonly front: string; readonly back: string | null } {
  const front = look.text ?? ground.text;
  return look.isReversed
    ? { front: look.ground ?? ground.background, back: front }
    : { front, back: look.ground };
}

/** Up, right, down, left. */
interface BoxLines {
  readonly arms: readonly [boolean, boolean, boolean, boolean];
  readonly isHeavy: boolean;
}

const light = ' ╵╶└╷│┌├╴┘─┴┐┤┬┼';
const heavy = ' ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋';

/** Fonts draw frames with gaps at any but their own line height, so frames are drawn as lines. */
function boxLines(character: string): BoxLines | null {
  const rounded = { '╭': 6, '╮': 12, '╰': 3, '╯': 9 }[character] ?? -1;
  const bits = Math.max(light.indexOf(character), heavy.indexOf(character), rounded);
  if (bits <= 0) return null;
  const arms = [1, 2, 4, 8].map((bit) => (bits & bit) !== 0);
  const [up = false, right = false, down = false, left = false] = arms;
  return { arms: [up, right, down, left], isHeavy: heavy.includes(character) };
}

/** The frames of a line: one path for each colour and weight. */
function drawBoxes(cells: readonly Cell[], top: number, ground: Ground): readonly string[] {
  const paths = new Map<string, string>();
  for (const cell of cells) {
    const box = boxLines(cell.character);
    if (box === null) continue;
    const opacity = cell.look.isDim ? ' stroke-opacity="0.5"' : '';
    const kind = `stroke="${colours(cell, ground).front}" stroke-width="${box.isHeavy ? 2.4 : 1.2}"${opacity}`;
    paths.set(kind, (paths.get(kind) ?? '') + boxPath(box, { left: x(cell), top }));
  }
  return [...paths].map(([kind, path]) => `<path ${kind} d="${joined(path)}" fill="none"/>`);
}

function boxPath(
  { arms: [up, right, down, left] }: BoxLines,
  at: { readonly left: number; readonly top: number },
): string {
  const middle = { x: round(at.left + cellWidth / 2), y: at.top + lineHeight / 2 };
  const [from, to] = [left ? at.left : middle.x, right ? round(at.left + cellWidth) : middle.x];
  const [above, below] = [up ? at.top : middle.y, down ? at.top + lineHeight : middle.y];
  const across = left || right ? `M${from} ${middle.y}H${to}` : '';
  return across + (up || down ? `M${middle.x} ${above}V${below}` : '');
}

/** Strokes that go on where the one before ended become one. */
function joined(path: string): string {
  const strokes: { from: number; y: number; to: number }[] = [];
  const rest = path.replaceAll(/M([\d.]+) ([\d.]+)H([\d.]+)/g, (_, from: string, y: string, to: string) => {
    const last = strokes.at(-1);
    if (last !== undefined && last.y === Number(y) && Math.abs(last.to - Number(from)) < 0.1)
      last.to = Number(to);
    else strokes.push({ from: Number(from), y: Number(y), to: Number(to) });
    return '';
  });
  return strokes.map(({ from, y, to }) => `M${from} ${y}H${to}`).join('') + rest;
}

/** Few fonts have this sign, so it is drawn. */
function drawShield(at: { readonly left: number; readonly top: number }, colour: string): string {
  const outline = 'M0.6 2.2L4.2 1L7.8 2.2V6.2C7.8 8.9 6.2 10.6 4.2 11.6C2.2 10.6 0.6 8.9 0.6 6.2Z';
  return `<path transform="translate(${at.left} ${at.top + 2.6})" d="${outline}M4.2 3.2V9M2.2 5.4H6.2" stroke="${colour}" stroke-width="1.1" fill="none"/>`;
}

function runs(cells: readonly Cell[], isOne: (a: Cell, b: Cell) => boolean): readonly (readonly Cell[])[] {
  const found: Cell[][] = [];
  for (const cell of cells) {
    const run = found.at(-1);
    const last = run?.at(-1);
    const follows = last !== undefined && last.column + last.widthCells === cell.column;
    if (run !== undefined && last !== undefined && follows && isOne(last, cell)) run.push(cell);
    else found.push([cell]);
  }
  return found;
}

function cellsIn(run: readonly Cell[]): number {
  return run.reduce((sum, { widthCells }) => sum + widthCells, 0);
}

function x({ column }: Cell): number {
  return round(padding + column * cellWidth);
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
