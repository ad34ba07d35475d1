import { array, assert, constantFrom, oneof, property, string, type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKeptAs, keptName, literal, readRecords, recordFormat, textOfName } from '../../src/tmux/format.ts';
import { expand, type Scope } from '../fakes/tmux/expand.ts';
import type { Server } from '../fakes/tmux/model.ts';

const hostile: Arbitrary<string> = oneof(
  string({ unit: 'binary' }),
  array(
    constantFrom(
      '\\',
      '|',
      '&',
      '$',
      'H',
      '{',
      '#',
      '[',
      '(',
      ')',
      '\n',
      '\t',
      '\u001b',
      '0',
      '3',
      '漢',
      '"',
    ),
    {
      maxLength: 12,
    },
  ).map((parts) => parts.join('')),
).map((text) => text.replaceAll('\0', ''));

/** What `#{q:}` does, in every version. */
function quoted(text: string): string {
  return text.replaceAll(/[|&;<>()$`\\"'*?[# =%]/g, '\\$&');
}

/** How tmux 3.4 and 3.5 print: control characters as escapes, backslashes not doubled. */
function printedBy34(text: string): string {
  const controls = new Map([
    ['\u0007', '\\a'],
    ['\b', '\\b'],
    ['\f', '\\f'],
    ['\r', '\\r'],
    ['\v', '\\v'],
  ]);
  return text.replaceAll(/(?![\t\n\u0080-\u009f])\p{Cc}/gu, (character) => {
    const octal = character.charCodeAt(0).toString(8).padStart(3, '0');
    return controls.get(character) ?? `\\${octal}`;
  });
}

/** 3.4 also put a backslash before a `$` that could begin a variable. */
function withDollars(text: string): string {
  return text.replaceAll(/\$(?=[A-Za-z_{])/g, '\\$');
}

/** The newest versions quote these as well. */
function quotedMore(text: string): string {
  return quoted(text).replaceAll(/[{}\n\t]/g, '\\$&');
}

describe('records come through, whatever the values hold', () => {
  const ways: readonly (readonly [string, (values: readonly string[]) => string])[] = [
    ['as 3.3 prints them', (values) => values.map(quoted).join('|')],
    ['as 3.4 prints them', (values) => withDollars(printedBy34(values.map(quoted).join('|')))],
    ['as 3.5 prints them', (values) => printedBy34(values.map(quoted).join('|'))],
    ['as the newest print them', (values) => values.map(quotedMore).join('|')],
  ];

  test.each(ways)('%s', (_name, print) => {
    assert(
      property(array(array(hostile, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        const printed = rows.map((values) => `tag|${print(values)}&\n`).join('');
        expect(readRecords(printed)).toEqual(rows.map((values) => ({ tag: 'tag', values })));
      }),
    );
  });

  test('without a value, and with empty ones', () => {
    expect(readRecords('a&\nb||&\n')).toEqual([
      { tag: 'a', values: [] },
      { tag: 'b', values: ['', ''] },
    ]);
  });

  // With a cost that grows with the square these would take minutes.
  test.each([
    ['backslashes', '\\'],
    ['dollars', '$'],
    ['letters', 'a'],
  ])('with a title of very many %s', (_name, character) => {
    const title = character.repeat(400_000);
    expect(readRecords(`tag|${quoted(title)}&\n`)).toEqual([{ tag: 'tag', values: [title] }]);
    expect(readRecords(quoted(title))).toEqual([]);
  });

  test('an unfinished record is left out', () => {
    expect(readRecords('a|1&\nb|2')).toEqual([{ tag: 'a', values: ['1'] }]);
    expect(readRecords('')).toEqual([]);
  });

  test('what is asked for is quoted by tmux', () => {
    expect(recordFormat('pane', ['pane_id', 'pane_title'])).toBe('pane|#{q:pane_id}|#{q:pane_title}&');
  });
});

const server: Server = {
  socketPath: '/s',
  pid: 1,
  startedAtS: 1,
  environment: {},
  configFile: null,
  sessions: [],
  options: new Map(),
  windowOptions: new Map(),
  hooks: new Map(),
  next: { session: 0, window: 0, pane: 0 },
};

describe('a literal text', () => {
  test.each([
    ['plain', 'plain'],
    ['#{pid}', '##{pid}'],
    ['#(x)', '##(x)'],
    ['a#', 'a##'],
    ['##', '####'],
    ['#[x]', '#[x]'],
    ['##[x]', '##[x]'],
    ['#H#[x]', '##H#[x]'],
  ])('%s is written %s', (text, written) => {
    expect(literal(text)).toBe(written);
  });

  test('may hold very many hashes', () => {
    const hashes = '#'.repeat(400_000);
    expect(literal(`${hashes}[`)).toBe(`${hashes}[`);
  });

  test('is expanded to itself, and runs nothing', () => {
    assert(
      property(hostile, (text) => {
        const scope: Scope = { server, target: null, executed: [] };
        expect(expand(literal(text), scope)).toBe(text);
        expect(scope.executed).toEqual([]);
      }),
    );
  });
});

describe('a name', () => {
  test.each([
    ['plain', 'plain'],
    ['a\\b', 'a\\\\b'],
    ['tab\there', 'tab\\there'],
    ['line\nbreak', 'line\\nbreak'],
    ['\u001b', '\\033'],
    ['\u0085', '\\302\\205'],
    ['$HOME $_ ${x}', '\\$HOME \\$_ \\${x}'],
    ['$1 $ a$', '$1 $ a$'],
    ['漢字 🎉', '漢字 🎉'],
  ])('%j is kept as %j', (text, kept) => {
    expect(keptName(text)).toBe(kept);
    expect(textOfName(kept)).toBe(text);
    expect(isKeptAs(text, kept)).toBe(true);
  });

  test('that is kept can be given again, and is kept the same', () => {
    assert(
      property(hostile, (text) => {
        expect(textOfName(keptName(text))).toBe(text);
      }),
    );
  });

  test('with a $ is known also as 3.5 keeps it', () => {
    expect(isKeptAs('$HOME\\', '$HOME\\\\')).toBe(true);
    expect(textOfName('$HOME\\\\')).toBe('$HOME\\');
  });

  test.each(['raw\ttab', 'lone\\', 'a\\qb', '\u001b'])('%j cannot be had by renaming', (kept) => {
    expect(textOfName(kept)).toBeNull();
  });

  test('of another is not known as ours', () => {
    expect(isKeptAs('Curie:C7', 'Curie:C8')).toBe(false);
  });
});
