import { assert, constantFrom, oneof, property, string, array, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless } from '../../src/text/harmless.ts';
import { widthCells } from '../../src/text/width.ts';

const cases: readonly (readonly [behaviour: string, given: string, expected: string])[] = [
  ['plain text stays as it is', 'Archive Diver', 'Archive Diver'],
  ['a colour goes whole', '\u001b[1;31mred\u001b[0m', 'red'],
  ['a cursor movement goes whole', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
  ['an eight-bit colour goes whole', '\u009b31mred', 'red'],
  ['a clipboard write goes with its payload', 'a\u001b]52;c;ZXZpbA==\u0007b', 'ab'],
  ['an eight-bit OSC goes with its payload', 'a\u009d0;title\u009cb', 'ab'],
  ['a link leaves its text', '\u001b]8;;https://x.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['a DCS goes with its payload', 'a\u001bPq#0;2;0\u001b\\b', 'ab'],
  ['an APC goes with its payload', 'a\u001b_Gf=100;AAAA\u001b\\b', 'ab'],
  ['a PM goes with its payload', 'a\u001b^secret\u001b\\b', 'ab'],
  ['a sequence that never ends takes the rest', 'a\u001b]0;title', 'a'],
  ['a charset switch goes whole', 'a\u001b(0b', 'ab'],
  ['a reset goes whole', 'a\u001bcb', 'ab'],
  ['a lone escape at the end goes', 'a\u001b', 'a'],
  ['a doubled escape does not leave a colour', 'a\u001b\u001b[31mb', 'ab'],
  ['line breaks become spaces', 'a\nb\r\nc\u2028d\u0085e', 'a b c d e'],
  ['blanks of every kind become spaces', 'a\u00a0b\u3000c\u2800d', 'a b c d'],
  ['tabs become spaces', 'a\tb', 'a b'],
  ['spaces are drawn together and trimmed', '  a   b  ', 'a b'],
  ['other controls go', 'a\u0000\u0008\u007fb', 'ab'],
  ['marks of direction go', 'user\u202etxt.exe\u2066x\u2069', 'usertxt.exex'],
  ['zero-width characters go', 'a\u200bb\u2060c\ufeffd\u00ade', 'abcde'],
  ['hidden tags go', 'a\u{e0041}\u{e0042}b', 'ab'],
  ['invisible letters go', 'a\u3164b\u115fc', 'abc'],
  ['lone surrogates are replaced', 'a\ud83db', 'a\ufffdb'],
  ['halves are not joined by what is taken away', '\ud83d\u200b\ude00', '\ufffd\ufffd'],
  ['towers of marks are cut', `q${'\u0301'.repeat(50)}`, `q${'\u0301'.repeat(4)}`],
  ['wide characters stay', '会話 🎉', '会話 🎉'],
  ['letters and their marks are put together', 'Zu\u0308rich \u1112\u1161\u11ab', 'Zürich 한'],
];

describe('harmless', () => {
  test.each(cases)('%s', (_behaviour, given, expected) => {
    expect(harmless(given)).toBe(expected);
  });

  test('cuts between whole characters', () => {
    expect(harmless('会話会話会話', 6)).toBe('会話…');
    expect(harmless('👍🏽👍🏽👍🏽', 5)).toBe('👍🏽…');
  });

  test('reads no more of a megabyte than it has to', () => {
    expect(widthCells(harmless('x\u001b['.repeat(400_000), 40))).toBeLessThanOrEqual(40);
  });
});

const hostile = oneof(
  string({ unit: 'binary', maxLength: 20 }),
  string({ unit: 'grapheme', maxLength: 8 }),
  constantFrom(
    '\u001b',
    '\u001b[',
    '\u001b]',
    '\u0007',
    '\u001b\\',
    '\u009b',
    '\u009d',
    '\u202e',
    '\ud83d',
    '\ude00',
  ),
  constantFrom('\n', '\t', '31m', '52;c;', '\u200d', '\u0301', 'a', '会', '🎉', '🇩', '\ufe0f', ' '),
);

describe('whatever the text', () => {
  const text = array(hostile, { maxLength: 20 }).map((parts) => parts.join(''));

  test('no control character and nothing invisible is left', () => {
    assert(
      property(
        text,
        (given) => !/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u.test(harmless(given)),
      ),
    );
  });

  test('doing it twice changes nothing', () => {
    assert(
      property(text, integer({ min: 0, max: 30 }), (given, cells) => {
        const once = harmless(given, cells);
        return harmless(once, cells) === once;
      }),
    );
  });

  test('it takes no more cells than allowed', () => {
    assert(
      property(
        text,
        integer({ min: 0, max: 30 }),
        (given, cells) => widthCells(harmless(given, cells)) <= cells,
      ),
    );
  });
});
