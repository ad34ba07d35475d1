import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/text/shell-word.ts';
import { run } from '../rig/run.ts';

describe('a word for a shell', () => {
  it.each(['plain', '/a/b-c_d.e', 'A=1:2,3@4%5+6'])('stays as it is where it may: %s', (text) => {
    expect(shellWord(text)).toBe(text);
  });

  it.each([
    '',
    'two words',
    "it's",
    '$HOME',
    '`id`',
    '$(id)',
    '"x"',
    '\\',
    '*',
    '~/x',
    '#c',
    'a;b',
    'two\nlines',
    "''",
    '🦊',
  ])('is one word to it, and the same text: %j', async (text) => {
    const ran = await run('/bin/sh', ['-c', `printf '%s|' ${shellWord(text)} end`], { env: {} });
    expect(ran.stdout).toBe(`${text}|end|`);
  });

  it('has no NUL, which no argument can hold', () => {
    expect(shellWord('a\0b')).toBe('ab');
  });
});
