import fastStringWidth from 'fast-string-width';

/**
 * Text of which every unit is a character of one cell: Latin letters, and the signs that we draw ourselves.
 * Nearly all text is such, and is measured by its length; for the rest big tables have to be made first.
 */
export const narrow =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2199\u21bb\u2500-\u257f\u25a3\u25c6\u25cb\u25cf\u26e8\u2717\ue0a0-\ue0d4]*$/;
// Takes no cell of its own, whatever the font: joiners, marks of direction, variation selectors, tags.
const zeroWidth = /\p{Default_Ignorable_Code_Point}/gu;
// Terminals part over an emoji's skin: two cells together or, in tmux, two each. The wider view never overflows.
const skins = /\p{Emoji_Modifier}/gu;
const twoCells = 'xx';

// What is seen as one character, where scripts do not join letters: a flag, or anything with its marks and skin.
const whole = /(?:\p{Regional_Indicator}{2}|[^])[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}]*/gu;
// Scripts that do join them, from Devanagari to the Hangul parts.
/* oxlint-disable-next-line no-misleading-character-class -- ranges by number, none of them a letter with a mark */
const joining = /[\u0600-\u0605\u06dd\u070f\u0890-\u1cff\ua8e0-\uabff\ud7b0-\ud7ff\u{11000}-\u{11fff}]/u;

let segmenter: Intl.Segmenter | null = null;

/**
 * The cells that a text of one line takes on a terminal. Control characters take none, so the text should
 * be made harmless first.
 */
export function widthCells(text: string): number {
  if (narrow.test(text)) return text.length;
  return fastStringWidth(text.replace(zeroWidth, '').replace(skins, twoCells), { tabWidth: 1 });
}

/** The characters as a reader sees them: a letter with its marks, an emoji with its skin. */
export function graphemes(text: string): readonly string[] {
  if (narrow.test(text)) return text.split('');
  if (!joining.test(text)) return text.match(whole) ?? [];
  // Its first use costs more than the whole rest of a line, so only those get it who need it.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** The longest beginning of a text that fits in so many cells, cut between whole characters. */
export function headOfCells(text: string, cells: number): string {
  if (narrow.test(text)) return text.slice(0, Math.max(0, cells));
  return fitting(graphemes(text), cells).join('');
}

/** The longest end of a text that fits in so many cells, cut between whole characters. */
export function tailOfCells(text: string, cells: number): string {
  if (narrow.test(text)) return cells <= 0 ? '' : text.slice(-cells);
  return fitting(graphemes(text).toReversed(), cells).toReversed().join('');
}

/** As many of the characters, from the first on, as fit. One by one: whole characters do not change each other's width. */
function fitting(characters: readonly string[], cells: number): readonly string[] {
  let left = cells;
  const end = characters.findIndex((character) => (left -= widthCells(character)) < 0);
  return end < 0 ? characters : characters.slice(0, end);
}

/** The text in at most so many cells, its end given up for `…` where it does not fit. */
export function truncate(text: string, cells: number): string {
  if (widthCells(text) <= cells) return text;
  return cells < 1 ? '' : `${headOfCells(text, cells - 1).trimEnd()}…`;
}

/** The text in at most so many cells, its beginning given up for `…` where it does not fit. */
export function truncateStart(text: string, cells: number): string {
  if (widthCells(text) <= cells) return text;
  return cells < 1 ? '' : `…${tailOfCells(text, cells - 1)}`;
}
