import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { array, assert, constant, oneof, property, string } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { quoteForShell, shellLine } from '../../src/recovery/shell-line.ts';
import { harmless } from '../../src/text/harmless.ts';
import { run } from '../rig/run.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'shell-line-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A client that says where it was started, with what, and what it finds in its environment. */
const program = join(root, 'bin', 'claude');
mkdirSync(join(root, 'bin'));
writeFileSync(
  program,
  `#!/bin/sh
for word in "$PWD" "\${CLAUDE_CONFIG_DIR-unset}" "$@"; do printf '%s\\0' "$word"; done
`,
);
chmodSync(program, 0o755);

/** Each with what it takes to run a line as its user's own shell, and nothing of its user's in it. */
const shells: readonly (readonly [name: string, ...words: readonly string[]])[] = [
  ['sh', 'sh', '-c'],
  ['dash', 'dash', '-c'],
  ['bash', 'bash', '--norc', '-c'],
  ['bash that asks', 'bash', '--norc', '-i', '-c'],
  ['busybox', 'busybox', 'sh', '-c'],
  ['ksh', 'ksh', '-c'],
  ['zsh', 'zsh', '-f', '-c'],
  [
    'zsh with every expansion',
    'zsh',
    '-f',
    '-o',
    'extendedglob',
    '-o',
    'rcquotes',
    '-o',
    'banghist',
    '-i',
    '-c',
  ],
  ['fish', 'fish', '--no-config', '-c'],
];

function isThere([, name = '']: readonly string[]): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => existsSync(join(directory, name)));
}

const hostile = [
  'a b',
  '$(touch PWNED)',
  '`touch PWNED`',
  "it's",
  "'",
  "''",
  'x"y',
  '\\',
  '\\\\',
  "\\'",
  "'\\''; touch PWNED; '",
  '#{pane_id} #(touch PWNED)',
  ';',
  'tail;',
  '',
  '*',
  '?',
  '~',
  '~root',
  '=ls',
  '@x',
  '%1',
  'A=b',
  '\\n\\t\\101',
  'é😀 漢字',
  'e\u0301 in pieces',
  'no\u00a0break',
  'right\u202eleft',
  'new\nline; touch PWNED',
  '\n',
  'ends in one\n',
  'tab\there',
  'carriage\rtouch PWNED',
  '\u001b]52;c;cHduZWQ=\u0007\u001b[31m',
  '-l',
  '--',
  '!!',
  '!$',
  '$HOME',
  '&& touch PWNED',
  '| touch PWNED',
  '{a,b}',
  '(x)',
  '[x]',
  '<',
  '%s%n%d',
  '\\045s',
  '^x^y',
  'x'.repeat(5000),
];

const home = join(root, 'home');
mkdirSync(home);

/** What the client says after a shell has run the line: its directory, its configuration, its arguments. */
async function runBy(shell: readonly string[], line: string): Promise<readonly string[]> {
  const [, name = '', ...words] = shell;
  const env = {
    PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    LANG: 'C.UTF-8',
    CLAUDE_CONFIG_DIR: '/of/whoever/runs/it',
  };
  const { stdout, stderr } = await run(name, [...words, line], { env, cwd: home });
  if (!stdout.endsWith('\0')) throw new Error(`${name} says: ${stdout}${stderr}\n${line}`);
  return stdout.slice(0, -1).split('\0');
}

describe.each(shells.filter(isThere).map((shell) => [shell[0], shell] as const))('%s', (_name, shell) => {
  test.each(hostile.map((word) => [JSON.stringify(word).slice(0, 40), word] as const))(
    'hands %s on as data',
    async (_what, word) => {
      const directory = join(root, `of ${word.replaceAll('/', ':').slice(0, 100)}.`);
      mkdirSync(directory, { recursive: true });
      const line = shellLine({
        directory,
        environment: { CLAUDE_CONFIG_DIR: word },
        argv: ['claude', word, '--resume', word],
      });
      expect(await runBy(shell, line)).toEqual([directory, word, word, '--resume', word]);
      expect(existsSync(join(directory, 'PWNED')) || existsSync(join(home, 'PWNED'))).toBe(false);
    },
  );

  test('takes away what the client must not see, also in a line of numbers', async () => {
    const parts = { directory: home, environment: {}, unset: ['CLAUDE_CONFIG_DIR'] };
    expect(await runBy(shell, shellLine({ ...parts, argv: ['claude', 'x'] }))).toEqual([home, 'unset', 'x']);
    expect(await runBy(shell, shellLine({ ...parts, argv: ['claude', '\n'] }))).toEqual([
      home,
      'unset',
      '\n',
    ]);
  });

  test('starts a program whose path could be taken for a variable', async () => {
    const odd = join(root, 'A=b');
    mkdirSync(odd, { recursive: true });
    writeFileSync(join(odd, 'claude'), readFileSync(program));
    chmodSync(join(odd, 'claude'), 0o755);
    const environment = { CLAUDE_CONFIG_DIR: '/w' };
    const line = shellLine({ directory: home, environment, argv: [join(odd, 'claude'), 'x'] });
    expect(await runBy(shell, line)).toEqual([home, '/w', 'x']);
  });
});

test('what is plain is read as easily as it was typed', () => {
  const parts = { environment: {}, argv: ['claude', '--resume', 'an-id', '--model', 'opus'] };
  expect(shellLine({ ...parts, directory: '/home/dev/proj' })).toBe(
    'cd /home/dev/proj && claude --resume an-id --model opus',
  );
  expect(shellLine({ ...parts, directory: "/a b/it's", environment: { CLAUDE_CONFIG_DIR: '/w x' } })).toBe(
    `cd '/a b/it'"'"'s' && env 'CLAUDE_CONFIG_DIR=/w x' claude --resume an-id --model opus`,
  );
  expect(quoteForShell('a\\b')).toBe(String.raw`'a'"\\"'b'`);
});

test('a line is one line, and nothing in it moves a cursor or hides', () => {
  const word = oneof(string({ unit: 'binary' }), string(), constant('a\u001b]0;x\u0007b'));
  assert(
    property(array(word), word, (argv, directory) => {
      const line = shellLine({ directory: `/${directory}`, environment: {}, argv: ['claude', ...argv] });
      // As long as it is, and to the last blank.
      expect(harmless(`.${line}.`, Number.MAX_SAFE_INTEGER).replaceAll(' ', '')).toBe(
        `.${line}.`.replaceAll(' ', ''),
      );
    }),
  );
});
