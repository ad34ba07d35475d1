import { harmlessPiece } from '../text/harmless.ts';
import { assertNever } from '../text/result.ts';
import { ansiCode, nearest16, nearest256 } from './colour.ts';
import type { Form, Span } from './segment.ts';
import type { ColourLevel } from './terminal.ts';

/** What another program may print: this much is read, the rest is not. */
const maxRows = 8;
const maxCharsARow = 4_096;

/* oxlint-disable-next-line no-control-regex -- the two kinds of sequence that may stay, taken apart */
const sequence = /\u001b\[([\d;:]*)m|\u001b\]8;[^;\u0007\u001b]*;([^\u0007\u001b]*)(?:\u0007|\u001b\\)/g;

/**
 * The rows that another program printed, with their colours and links as data and everything else made
 * harmless. Empty rows are left out. Colours are brought down to what the terminal takes.
 */
export function styledLines(text: string, level: ColourLevel): readonly Form[] {
  return text
    .slice(0, maxRows * maxCharsARow)
    .split(/\r\n|\r|\n/)
    .map((line) => trimmed(readLine(line.slice(0, maxCharsARow), level)))
    .filter((form) => form.length > 0)
    .slice(0, maxRows);
}

function readLine(line: string, level: ColourLevel): Form {
  const spans: Span[] = [];
  let style: Style = noStyle;
  let link = '';
  let from = 0;
  const push = (until: number): void => {
    const text = harmlessPiece(line.slice(from, until));
    if (text === '') return;
    const codes = level === 'none' ? '' : codesOf(style);
    spans.push({ text, role: 'plain', codes, ...(link === '' ? {} : { link }) });
  };
  for (const found of line.matchAll(sequence)) {
    push(found.index);
    from = found.index + found[0].length;
    if (found[1] === undefined) link = found[2] ?? '';
    else style = restyled(style, found[1], level);
  }
  push(line.length);
  return spans;
}

/** Without spaces at its two ends. */
function trimmed(form: Form): Form {
  const first = form.findIndex((span) => span.text.trim() !== '');
  if (first < 0) return [];
  const last = form.findLastIndex((span) => span.text.trim() !== '');
  return form.slice(first, last + 1).map((span, index, all) => {
    const start = index === 0 ? span.text.trimStart() : span.text;
    return { ...span, text: index === all.length - 1 ? start.trimEnd() : start };
  });
}

/** What a run of SGR codes has come to. Blinking and concealing are left out on purpose. */
interface Style {
  readonly attributes: readonly number[];
  readonly text: string;
  readonly background: string;
}

const noStyle: Style = { attributes: [], text: '', background: '' };

function codesOf(style: Style): string {
  return [...style.attributes, style.text, style.background].filter((code) => code !== '').join(';');
}

function restyled(before: Style, parameters: string, level: ColourLevel): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  let style = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { parts, colour } = extendedColour(codes.slice(at + 1), level);
      const written = colour === null ? '' : writtenColour(colour, code === 48);
      style = code === 38 ? { ...style, text: written } : { ...style, background: written };
      at += parts;
    } else style = withCode(style, code);
  }
  return style;
}

const attributes: readonly number[] = [1, 2, 3, 4, 7, 9];
const endings: Readonly<Record<number, readonly number[]>> = {
  22: [1, 2],
  23: [3],
  24: [4],
  27: [7],
  29: [9],
};

function withCode(style: Style, code: number): Style {
  if (code === 0) return noStyle;
  if (attributes.includes(code)) {
    return { ...style, attributes: [...style.attributes.filter((other) => other !== code), code] };
  }
  const ended = endings[code];
  if (ended !== undefined) {
    return { ...style, attributes: style.attributes.filter((other) => !ended.includes(other)) };
  }
  if (isBetween(code, 30, 37) || isBetween(code, 90, 97)) return { ...style, text: String(code) };
  if (isBetween(code, 40, 47) || isBetween(code, 100, 107)) return { ...style, background: String(code) };
  if (code === 39) return { ...style, text: '' };
  return code === 49 ? { ...style, background: '' } : style;
}

function isBetween(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}

/** An extended colour: of the 256, or any, already brought down to the level; or one of the sixteen. */
type ForeignColour =
  | { readonly kind: 'indexed'; readonly index: number }
  | { readonly kind: 'rgb'; readonly rgb: number }
  | { readonly kind: 'ansi'; readonly ansi: number };

/** What follows 38 or 48, and how many parameters it took. */
function extendedColour(
  rest: readonly number[],
  level: ColourLevel,
): { readonly parts: number; readonly colour: ForeignColour | null } {
  if (rest[0] === 5) {
    const index = rest[1] ?? -1;
    const isKnown = isBetween(index, 0, 255);
    return { parts: 2, colour: isKnown ? broughtDown({ kind: 'indexed', index }, level) : null };
  }
  if (rest[0] !== 2) return { parts: 0, colour: null };
  const [red = -1, green = -1, blue = -1] = rest.slice(1, 4);
  const isKnown = [red, green, blue].every((channel) => isBetween(channel, 0, 255));
  const rgb = (red << 16) | (green << 8) | blue;
  return { parts: 4, colour: isKnown ? broughtDown({ kind: 'rgb', rgb }, level) : null };
}

function broughtDown(colour: ForeignColour, level: ColourLevel): ForeignColour | null {
  if (colour.kind === 'rgb' && level === '256') return { kind: 'indexed', index: nearest256(colour.rgb) };
  if (level !== '16') return colour;
  if (colour.kind === 'rgb') return { kind: 'ansi', ansi: nearest16(colour.rgb) };
  // The first sixteen are the terminal's own; what the others would be there is not worth a table.
  return colour.kind === 'indexed' && colour.index < 16 ? { kind: 'ansi', ansi: colour.index } : null;
}

function writtenColour(colour: ForeignColour, isBackground: boolean): string {
  const base = isBackground ? 48 : 38;
  switch (colour.kind) {
    case 'indexed':
      return `${base};5;${colour.index}`;
    case 'rgb':
      return `${base};2;${colour.rgb >> 16};${(colour.rgb >> 8) & 255};${colour.rgb & 255}`;
    case 'ansi':
      return ansiCode(colour.ansi, isBackground);
    default:
      return assertNever(colour);
  }
}
