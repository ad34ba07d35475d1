import { assert, array, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { styledLines } from '../../src/status/styled.ts';
import type { ColourLevel } from '../../src/status/terminal.ts';

/** Rows as `[codes]text` pieces, short to write. */
function pieces(text: string, level: ColourLevel = 'truecolour'): readonly string[] {
  return styledLines(text, level).map((form) =>
    form
      .map(
        ({ codes, link, text: words }) => `[${codes ?? ''}]${words}${link === undefined ? '' : `<${link}>`}`,
      )
      .join(''),
  );
}

describe("another tool's output", () => {
  test.each([
    ['plain text stays', 'hello', ['[]hello']],
    ['colours stay', '\u001b[31mred\u001b[0m plain', ['[31]red[] plain']],
    [
      'codes add up until they are put off',
      '\u001b[1m\u001b[4;32mx\u001b[22;24my\u001b[39mz',
      ['[1;4;32]x[32]y[]z'],
    ],
    ['a background stays', '\u001b[30;46m x \u001b[49m', ['[30;46]x']],
    ['256 colours stay', '\u001b[38;5;208mx', ['[38;5;208]x']],
    ['any colour stays', '\u001b[38;2;1;2;3;48;2;4;5;6mx', ['[38;2;1;2;3;48;2;4;5;6]x']],
    ['colours parted by colons are read', '\u001b[38:5:208mx', ['[38;5;208]x']],
    ['blinking and concealing go', '\u001b[5;8;31mx', ['[31]x']],
    ['colours that are none go', '\u001b[38;5;999mx\u001b[38;7mx', ['[]x[7]x']],
    [
      'a link stays as a link',
      '\u001b]8;;https://a.example/\u0007text\u001b]8;;\u0007!',
      ['[]text<https://a.example/>[]!'],
    ],
    ['a clipboard write goes', 'a\u001b]52;c;x\u0007b', ['[]ab']],
    ['a cursor movement goes', '\u001b[2Ja\u001b[5;1Hb', ['[]ab']],
    ['rows are kept apart and empty ones left out', 'a\r\n\n \u001b[0m \nb', ['[]a', '[]b']],
    ['spaces at the ends go, those between stay', '  a  b  ', ['[]a  b']],
    ['nothing gives nothing', '\u001b[0m', []],
  ])('%s', (_what, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  test.each<readonly [string, ColourLevel, string]>([
    ['any colour to 256', '256', '[38;5;208]x'],
    ['any colour to 16', '16', '[33]x'],
    ['everything to nothing', 'none', '[]x'],
  ])('is brought down from %s', (_what, level, expected) => {
    expect(pieces('\u001b[38;2;255;135;0mx', level)).toEqual([expected]);
  });

  test('of the first sixteen by number is one of the sixteen', () => {
    expect(pieces('\u001b[38;5;9mx\u001b[38;5;200my', '16')).toEqual(['[91]x[]y']);
  });

  test('is read to eight rows and no further', () => {
    expect(pieces('x\n'.repeat(500))).toHaveLength(8);
  });

  test('gives codes that are only numbers, and text without controls', () => {
    const part = oneof(
      string({ unit: 'binary' }),
      constantFrom('\u001b[', '\u001b]8;;', '38;5;', '1;31m', '\u0007', 'm', '\n'),
    );
    assert(
      property(array(part), (parts) =>
        styledLines(parts.join(''), 'truecolour')
          .flat()
          .every(({ codes, text }) => /^(\d+(;\d+)*)?$/.test(codes ?? '') && /^[^\p{Cc}]+$/u.test(text)),
      ),
    );
  });
});
