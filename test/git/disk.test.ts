import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openGit } from '../../src/git/disk.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'statusline-git-')));
const repository = join(home, 'repository');
const clean = { staged: 0, unstaged: 0, untracked: 0, conflicts: 0, ahead: 0, behind: 0 };
/** Far more than a git needs here; only what hangs meets it. */
const patientMs = 15_000;

function run(directory: string, ...argv: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'dev',
    GIT_AUTHOR_EMAIL: 'dev@example.org',
    GIT_COMMITTER_NAME: 'dev',
    GIT_COMMITTER_EMAIL: 'dev@example.org',
  };
  return execFileSync('git', ['-C', directory, ...argv], { env, encoding: 'utf8' }).trim();
}

/** A program in place of git, in the shell's language. */
function program(name: string, script: string): string {
  const path = join(home, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeAll(() => {
  mkdirSync(repository);
  run(repository, 'init', '-q', '-b', 'main');
  writeFileSync(join(repository, 'a.txt'), 'a\n');
  writeFileSync(join(repository, 'b.txt'), 'b\n');
  run(repository, 'add', '.');
  run(repository, 'commit', '-q', '-m', 'Begin');
  run(repository, 'branch', 'topic/one');
  run(repository, 'worktree', 'add', '-q', join(home, 'linked'), 'topic/one');
  run(repository, 'pack-refs', '--all');
  mkdirSync(join(repository, 'deep', 'er'), { recursive: true });
});

afterAll(() => {
  rmSync(home, { recursive: true });
});

describe('the head', () => {
  test('is found from a directory below', () => {
    expect(openGit().head(join(repository, 'deep', 'er'))).toEqual({
      branch: 'main',
      commit: null,
      root: repository,
      isLinkedWorktree: false,
    });
  });

  test('of a linked worktree is its own, with packed refs too', () => {
    expect(openGit().head(join(home, 'linked'))).toEqual({
      branch: 'topic/one',
      commit: null,
      root: join(home, 'linked'),
      isLinkedWorktree: true,
    });
  });

  test('is a commit when detached', () => {
    const detached = join(home, 'detached');
    run(repository, 'worktree', 'add', '-q', '--detach', detached);
    const commit = run(repository, 'rev-parse', 'HEAD').slice(0, 7);
    expect(openGit().head(detached)).toMatchObject({ branch: null, commit });
  });

  test('of an unborn branch is that branch', () => {
    const unborn = join(home, 'unborn');
    mkdirSync(unborn);
    run(unborn, 'init', '-q', '-b', 'first');
    expect(openGit().head(unborn)).toMatchObject({ branch: 'first', root: unborn });
  });

  test.each([
    ['no repository', home],
    ['no directory', join(home, 'nowhere')],
    ['a relative path', 'src'],
    ['no path at all', '/a\u0000b'],
    ['a name longer than any file system takes', `/${'x'.repeat(5000)}`],
    ['nothing', ''],
  ])('of %s is not known', (_what, directory) => {
    expect(openGit().head(directory)).toBeNull();
  });
});

describe('the dirt', () => {
  test('of a clean tree is none', async () => {
    expect(await openGit().dirt(join(home, 'linked'), patientMs)).toEqual(clean);
  });

  test('is counted', async () => {
    writeFileSync(join(repository, 'a.txt'), 'changed\n');
    writeFileSync(join(repository, 'c.txt'), 'new\n');
    writeFileSync(join(repository, 'd.txt'), 'staged\n');
    run(repository, 'add', 'd.txt');
    expect(await openGit().dirt(repository, patientMs)).toEqual({
      ...clean,
      staged: 1,
      unstaged: 1,
      untracked: 1,
    });
  });

  test('is asked for without taking the index lock', async () => {
    writeFileSync(join(repository, '.git', 'index.lock'), '');
    expect(await openGit().dirt(repository, patientMs)).not.toBeNull();
    rmSync(join(repository, '.git', 'index.lock'));
  });

  test.each([
    ['no repository', 'git', home],
    ['no git', join(home, 'no-such-git'), repository],
    ['no path', 'git', '/a\u0000b'],
  ])('with %s is not known', async (_what, git, root) => {
    expect(await openGit(git).dirt(root, patientMs)).toBeNull();
  });

  test('is not known when git takes too long, which is asked to stop and not killed', async () => {
    const stopped = join(home, 'stopped');
    // Only a program that may still act on the signal can leave this mark.
    const slow = program('slow-git', `trap 'touch "${stopped}"; exit 0' TERM\nwhile :; do sleep 0.05; done`);
    expect(await openGit(slow).dirt(repository, 300)).toBeNull();
    await vi.waitUntil(() => existsSync(stopped), { timeout: patientMs });
  });

  test('is not known when git says more than can be read', async () => {
    const endless = program('endless-git', "exec yes '? some/untracked/file'");
    expect(await openGit(endless).dirt(repository, patientMs)).toBeNull();
  });
});
