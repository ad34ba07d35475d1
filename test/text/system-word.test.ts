import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isAbsence, systemWord } from '../../src/text/system-word.ts';

function errorOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test.each([
  ['nothing there', '/nonexistent/x', 'ENOENT', true],
  ['a file where a folder should be', `${import.meta.filename}/x`, 'ENOTDIR', true],
  ['a folder where a file should be', import.meta.dirname, 'EISDIR', false],
])('%s', (_what, path, word, isAbsent) => {
  const error = errorOf(() => readFileSync(path));
  expect([systemWord(error), isAbsence(error)]).toEqual([word, isAbsent]);
});

test.each([new Error('ENOENT'), 'ENOENT', { code: 'ENOENT' }, null, undefined])(
  '%j bears no word of the system',
  (error) => {
    expect([systemWord(error), isAbsence(error)]).toEqual([null, false]);
  },
);
