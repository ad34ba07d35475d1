import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGitFile, parseHead } from '../../src/git/head.ts';
import { parsePorcelain } from '../../src/git/porcelain.ts';

const commit = '1f0a3c9d4e5b6a7988776655443322110099aabb';
const clean = { staged: 0, unstaged: 0, untracked: 0, conflicts: 0, ahead: 0, behind: 0 };

describe('parseHead', () => {
  test.each([
    ['a branch', 'ref: refs/heads/main\n', { branch: 'main', commit: null }],
    ['a branch with slashes', 'ref: refs/heads/feature/log-in\n', { branch: 'feature/log-in', commit: null }],
    ['a detached commit', `${commit}\n`, { branch: null, commit: '1f0a3c9' }],
    ['a ref that is no branch', 'ref: refs/bisect/bad\n', { branch: 'refs/bisect/bad', commit: null }],
    ['the placeholder of reftables', 'ref: refs/heads/.invalid\n', { branch: null, commit: null }],
    ['an empty file', '', { branch: null, commit: null }],
    ['junk', 'hello\u0000', { branch: null, commit: null }],
  ])('reads %s', (_what, text, expected) => {
    expect(parseHead(text)).toEqual(expected);
  });
});

describe('parseGitFile', () => {
  test.each([
    ['a linked worktree', 'gitdir: /repo/.git/worktrees/x\n', '/repo/.git/worktrees/x'],
    ['a submodule', 'gitdir: ../.git/modules/lib\n', '../.git/modules/lib'],
    ['anything else', 'hello', null],
  ])('reads %s', (_what, text, expected) => {
    expect(parseGitFile(text)).toBe(expected);
  });
});

describe('parsePorcelain', () => {
  test.each([
    ['a clean tree', '# branch.oid 1\n# branch.head main\n', clean],
    ['ahead and behind', '# branch.ab +2 -1\n', { ...clean, ahead: 2, behind: 1 }],
    ['a staged file', '1 M. N... 100644 100644 100644 a b src/x.ts\n', { ...clean, staged: 1 }],
    ['an unstaged file', '1 .M N... 100644 100644 100644 a b src/x.ts\n', { ...clean, unstaged: 1 }],
    [
      'a file both staged and changed',
      '1 MM N... 100644 100644 100644 a b x\n',
      { ...clean, staged: 1, unstaged: 1 },
    ],
    ['a rename', '2 R. N... 100644 100644 100644 a b R100 new\told\n', { ...clean, staged: 1 }],
    ['a conflict', 'u UU N... 1 2 3 4 a b c x\n', { ...clean, conflicts: 1 }],
    ['untracked files', '? a\n? b\n! ignored\n', { ...clean, untracked: 2 }],
  ])('counts %s', (_what, text, expected) => {
    expect(parsePorcelain(text)).toEqual(expected);
  });

  test('never fails, whatever the text', () => {
    assert(property(string(), (text) => Object.values(parsePorcelain(text)).every(Number.isFinite)));
  });
});
