import { narrow, truncate } from './width.ts';

// Escape sequences go whole, so that their payload is not left behind as text: strings (OSC, DCS, SOS, PM,
// APC) to their end, control sequences (CSI), and the rest. Each kind is known by its seven-bit introducer
// (ESC and a character) or by its eight-bit one (C1). A string that never ends takes the rest of the text
// with it, as on a terminal. One pass for all, or taking one kind away would make up another.
/* oxlint-disable no-control-regex -- control characters are what this file is about */
const sequences =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[\s\S]*?(?:\u0007|\u001b\\|\u009c|$)|(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]?|\u001b[\u0020-\u002f]*[\u0030-\u007e]?/g;
// Breaks, and every blank that is not a space though it looks like one.
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+|[\p{Zs}\u2800]/gu;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
const needsTidying = /^ | $| {2}/;
/* oxlint-enable no-control-regex */

// What cannot be seen but changes what is seen: direction, joiners, fillers, selectors, tags, non-characters.
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu;
const loneSurrogates = /\p{Surrogate}/gu;
// More marks than any script stacks on one letter: they would climb into the rows above.
const towers = /(\p{M}{4})\p{M}+/gu;

/** Enough for any name, path or branch that a person reads; what is longer was not meant for reading. */
const defaultMaxCells = 512;
/** Work is bounded before it begins: nobody reads the rest, and it may be a megabyte. */
const maxCharsRead = 16_384;

/**
 * A text from outside, fit for one line of a terminal: no control character, no escape sequence, nothing
 * invisible, no lone surrogate, breaks as single spaces, at most so many cells (whole characters, `…` at the cut).
 * Doing it twice changes nothing.
 */
export function harmless(text: string, maxCells: number = defaultMaxCells): string {
  const head = text.slice(0, maxCharsRead);
  if (narrow.test(head) && !needsTidying.test(head)) return truncate(head, maxCells);
  return truncate(harmlessPiece(head).replace(/ {2,}/g, ' ').trim(), maxCells);
}

/** The same for a piece of a text: its spaces stay as they are, and it is not cut. */
export function harmlessPiece(text: string): string {
  // Nearly all text is such, and what is such has nothing to be taken from it.
  if (narrow.test(text)) return text;
  return (
    text
      // First: taking something away could join two halves into a character.
      .replace(loneSurrogates, '\ufffd')
      .replace(sequences, '')
      .replace(breaks, ' ')
      .replace(controls, '')
      .replace(invisible, '')
      // Letters taken apart into their marks, as some file systems store names, are put together again.
      .normalize()
      .replace(towers, '$1')
  );
}
