import { describe, expect, test } from 'vitest';
import { fitsInVector, mayStartServer, needsNoStart, scriptOf, vectorOf } from '../../src/tmux/argv.ts';
import { readFailure } from '../../src/tmux/failure.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';

test('commands become one vector with semicolons of their own between them', () => {
  expect(vectorOf([['a', 'x'], ['b'], ['c', 'y;', ';', '\\;', 'z\\']])).toEqual([
    'a',
    'x',
    ';',
    'b',
    ';',
    'c',
    'y\\;',
    '\\;',
    '\\\\;',
    'z\\',
  ]);
});

test.each([
  ['plain', '"plain"'],
  ['', '""'],
  ['a "b" $c \\d', '"a \\"b\\" \\$c \\\\d"'],
  ['line\nbreak', '"line\\012break"'],
  ['\u001b\u007f', '"\\033\\177"'],
  ['# ~ ; {x} 漢 \u0085', '"# ~ ; {x} 漢 \u0085"'],
  ['~/x ~', '"\\176/x ~"'],
])('the word %j is written %s in a script', (word, written) => {
  expect(scriptOf([['x', word]])).toBe(`"x" ${written}\n`);
});

test('a script is one line', () => {
  expect(scriptOf([['a', '1\n2'], ['b']])).toBe('"a" "1\\0122" ; "b"\n');
});

test('a vector fits up to what tmux takes in one message', () => {
  expect(fitsInVector(['x'.repeat(14_000)])).toBe(true);
  expect(fitsInVector(['漢'.repeat(6_000)])).toBe(false);
});

describe('starting a server', () => {
  test.each<[TmuxCommand, boolean, boolean]>([
    [['new-session', '-d'], true, false],
    [['new', '-d'], true, false],
    [['start-server'], true, false],
    [['list-sessions'], false, false],
    [['new-window'], false, false],
    [['attach-session'], false, true],
    [['list-keys'], false, true],
    [['list-commands'], false, true],
  ])('%j: may start %s, must be held back %s', (command, mayStart, isHeld) => {
    expect(mayStartServer([['list-sessions'], command])).toBe(mayStart);
    expect(needsNoStart([['list-sessions'], command])).toBe(isHeld);
  });
});

test.each([
  ['no server running on /tmp/s', 'no-server'],
  ['error connecting to /tmp/s (No such file or directory)', 'no-server'],
  ['error connecting to /tmp/s (Connection refused)', 'no-server'],
  ['server exited unexpectedly', 'no-server'],
  ['lost server', 'no-server'],
  ['error connecting to /tmp/s (Permission denied)', 'refused'],
  ["can't find session: no server running on /x", 'refused'],
  ['', 'refused'],
])('%j means %s', (printed, kind) => {
  expect(readFailure('/tmp/s', `${printed}\n`)).toMatchObject({ kind, socketPath: '/tmp/s' });
});
