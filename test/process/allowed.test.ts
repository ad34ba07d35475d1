import { describe, expect, test } from 'vitest';
import { allowedProgram, readAllowed } from '../../src/process/allowed.ts';

const allowed = readAllowed(['htop', 'npm run dev', 'vim', '/opt/x/tail -f log']);

describe('the programs that may come back by themselves', () => {
  const same: readonly (readonly [readonly string[], string])[] = [
    [['htop'], 'htop'],
    [['/usr/bin/htop'], 'htop'],
    [['npm', 'run', 'dev'], 'npm run dev'],
    [['node', '/usr/bin/npm', 'run', 'dev'], 'npm run dev'],
    [['/usr/bin/python3.12', '/usr/bin/htop'], 'htop'],
    [['npm run dev', '', '', ''], 'npm run dev'],
    [['/opt/x/tail', '-f', 'log'], '/opt/x/tail -f log'],
  ];
  test.for(same)('%j is %s', ([argv, words]) => {
    expect(allowedProgram(argv, allowed)?.join(' ')).toBe(words);
  });

  const others: readonly (readonly string[])[] = [
    [],
    ['vim', 'secret.txt'],
    ['npm', 'run', 'dev', '--token=abc'],
    ['npm', 'run', 'deploy'],
    ['npm run dev; rm -rf x', ''],
    ['npm run dev', 'x'],
    ['bash', '-c', 'htop'],
    ['sh', '-c', '/usr/bin/htop'],
    ['node', 'htop'],
    ['sudo', 'htop'],
    ['/usr/bin/tail', '-f', 'log'],
    ['vimdiff'],
    [''],
  ];
  test.for(others)('%j is none of them', (argv) => {
    expect(allowedProgram(argv, allowed)).toBeNull();
  });

  test('none is allowed where nothing was said', () => {
    for (const value of [undefined, null, 'htop', {}, [1, null, '', '  ']])
      expect(readAllowed(value)).toEqual([]);
  });
});
