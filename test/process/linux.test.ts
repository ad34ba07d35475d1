import { describe, expect, test } from 'vitest';
import {
  bootText,
  compareBoots,
  parseChildren,
  parseCmdline,
  parseEnviron,
  parseStat,
} from '../../src/process/linux.ts';

/** Recorded from a living system; only the command and the state are filled in. */
function stat(command: string, state = 'S'): string {
  return `7367 (${command}) ${state} 7342 7342 2882 34817 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 118366 3133440 388 18446744073709551615 94236389318656 94236389338537 140727704647168 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 94236389354544 94236389356160 94236683968512 140727704648217 140727704648237 140727704648237 140727704649707 0\n`;
}

describe('a stat line', () => {
  test.each([['claude'], ['tmux: server'], ['a) S 1 (b'], ['((('], [')))'], [''], ['two\nlines'], ['漢字']])(
    'with the command %j is read whole',
    (command) => {
      expect(parseStat(stat(command))).toEqual({
        pid: 7367,
        ppid: 7342,
        started: '118366',
        command,
        isZombie: false,
        ttyNumber: 34817,
      });
    },
  );

  test.each([
    ['Z', true],
    ['X', true],
    ['x', true],
    ['R', false],
    ['D', false],
    ['T', false],
    ['t', false],
    ['I', false],
  ])('in state %s: a zombie is %s', (state, isZombie) => {
    expect(parseStat(stat('sh', state))?.isZombie).toBe(isZombie);
  });

  test.each(['', '7367', '7367 (sh', '7367 (sh) S', '(sh) S 1', 'x (sh) S 1 1 1 1', stat('sh').slice(0, 60)])(
    'that is not one, %j, is nothing',
    (text) => {
      expect(parseStat(text)).toBeNull();
    },
  );
});

test.each([
  ['a\0b c\0', ['a', 'b c']],
  ['a\0\0b\0', ['a', '', 'b']],
  ['a\0\0', ['a', '']],
  ['title without an end', ['title without an end']],
  ['', null],
])('the argument vector in %j', (text, argv) => {
  expect(parseCmdline(text)).toEqual(argv);
});

test.each([
  ['the first of two equal names', 'A=1\0A=2\0', { A: '1' }],
  ['a value with an equals sign', 'A=x=y\0', { A: 'x=y' }],
  ['an empty value', 'A=\0', { A: '' }],
  ['only what was asked for', 'B=1\0A=2\0PRIVATE=3\0', { A: '2' }],
  ['no name that every object has', 'toString=1\0', {}],
  ['nothing of an entry without a name', '=x\0A\0', {}],
])('the environment gives %s', (_what, text, found) => {
  expect(parseEnviron(text, ['A', 'C'])).toEqual(found);
});

test('children are numbers with spaces between and behind', () => {
  expect(parseChildren('12 345 6 ')).toEqual([12, 345, 6]);
  expect(parseChildren('')).toEqual([]);
});

describe('a boot', () => {
  const boot = 'c48218ed-9794-4346-9167-f0c2b4a603ce';
  const first = 'pid:[4026531836]';

  test('is told by its id, in a container also by the pid namespace', () => {
    expect(bootText(`${boot}\n`, first)).toBe(boot);
    expect(bootText(`${boot}\n`, null)).toBe(boot);
    expect(bootText(`${boot}\n`, 'pid:[4026532201]')).toBe(`${boot}@pid:[4026532201]`);
  });

  test.each([
    [boot, boot, 'same'],
    [boot, 'another', 'other'],
    [boot, `${boot}@pid:[4026532201]`, 'sibling'],
    [`${boot}@pid:[1]`, `${boot}@pid:[2]`, 'sibling'],
    [`${boot}@pid:[1]`, `another@pid:[1]`, 'other'],
  ] as const)('%s and %s: %s', (ours, theirs, relation) => {
    expect(compareBoots(ours, theirs)).toBe(relation);
  });
});
