import { harmless, harmlessPiece } from '../../src/text/harmless.ts';
import { array, assert, constantFrom, integer, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  graphemes,
  narrow,
  headOfCells,
  tailOfCells,
  truncate,
  truncateStart,
  widthCells,
} from '../../src/text/width.ts';

describe('widthCells', () => {
  test.each([
    ['nothing takes no cell', '', 0],
    ['letters take one', 'abc', 3],
    ['accents take one', 'né', 2],
    ['marks take none', 'e\u0301', 1],
    ['han takes two', '会話', 4],
    ['hangul takes two', '한글', 4],
    ['full width takes two', 'ＡＢ', 4],
    ['half width takes one', 'ｱｲ', 2],
    ['an emoji takes two', '🎉', 2],
    ['an emoji with a skin takes four, as tmux draws it', '👍🏽', 4],
    ['a flag takes two', '🇩🇪', 2],
    ['joiners and selectors take none', 'a\u200d\ufe0fb', 2],
    ['our own signs take one each', '⛨━─·…↑↓↻', 8],
  ])('%s', (_behaviour, text, cells) => {
    expect(widthCells(text)).toBe(cells);
  });
});

describe('narrow', () => {
  const points = Array.from({ length: 0x10000 }, (_, point) => point).filter((point) => point !== 0x20);
  const narrowOnes = points.map((point) => String.fromCharCode(point)).filter((one) => narrow.test(one));

  test('holds only characters that the tables too say take one cell each', () => {
    expect(narrowOnes.length).toBeGreaterThan(500);
    // With a character that only the tables know, so that the short way is not taken.
    expect(narrowOnes.filter((one) => widthCells(`${one}会`) !== 3)).toEqual([]);
  });

  test('holds no character that would be taken for harmful', () => {
    expect(narrowOnes.filter((one) => harmlessPiece(one) !== one)).toEqual([]);
  });
});

describe('truncate', () => {
  test.each([
    ['what fits stays', 'abc', 3, 'abc'],
    ['what does not fit ends with an ellipsis', 'abcdef', 4, 'abc…'],
    ['no space stands before the ellipsis', 'ab cdef', 4, 'ab…'],
    ['a wide character is not halved', '会話会', 4, '会…'],
    ['one cell holds the ellipsis alone', 'abc', 1, '…'],
    ['no cell holds nothing', 'abc', 0, ''],
    ['a character keeps its marks', 'e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('%s', (_behaviour, text, cells, expected) => {
    expect(truncate(text, cells)).toBe(expected);
  });

  test('from the start the end is kept', () => {
    expect(truncateStart('~/work/deep/project', 10)).toBe('…p/project');
    expect(truncateStart('会話会話', 4)).toBe('…話');
    expect(truncateStart('abc', 0)).toBe('');
  });
});

const anyScript = array(
  oneof(
    integer({ min: 0x80, max: 0x2fff }).map((point) => String.fromCodePoint(point)),
    integer({ min: 0x3000, max: 0x3ffff }).map((point) => String.fromCodePoint(point)),
    constantFrom('a', '\u0301', '🇩', '🇪', '🏽', '👍', '\uff9e', '한', 'न', '\u094d'),
  ),
  { maxLength: 12 },
).map((parts) => parts.join(''));

describe('whatever the text and the room', () => {
  const text = string({ unit: 'grapheme', maxLength: 30 });
  const room = integer({ min: 0, max: 40 });

  test('what was cut fits', () => {
    assert(property(text, room, (given, cells) => widthCells(truncate(given, cells)) <= cells));
    assert(property(text, room, (given, cells) => widthCells(truncateStart(given, cells)) <= cells));
  });

  test('a head is a beginning and a tail an end', () => {
    assert(property(text, room, (given, cells) => given.startsWith(headOfCells(given, cells))));
    assert(property(text, room, (given, cells) => given.endsWith(tailOfCells(given, cells))));
  });

  test("whole characters do not change each other's width", () => {
    const clean = text.map((given) => harmless(given));
    assert(
      property(clean, (given) => {
        const sum = graphemes(given).reduce((cells, character) => cells + widthCells(character), 0);
        return sum === widthCells(given);
      }),
    );
  });

  test('whole characters are what the platform says they are', () => {
    const platform = new Intl.Segmenter('en', { granularity: 'grapheme' });
    assert(
      property(anyScript, (given) => {
        const clean = harmless(given);
        const parts = Array.from(platform.segment(clean), (part) => part.segment);
        return JSON.stringify(parts) === JSON.stringify(graphemes(clean));
      }),
      { numRuns: 2000 },
    );
  });

  test('graphemes put together are the text', () => {
    assert(property(text, (given) => graphemes(given).join('') === given));
  });
});
