import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openClientFiles } from '../../src/claude/disk.ts';
import { openFiles } from '../../src/files/disk.ts';
import { movedDirectories } from '../../src/recovery/moved.ts';
import { obstacleWords } from '../../src/recovery/obstacle-words.ts';
import { plan } from '../../src/recovery/plan.ts';
import { markOfProject, markProjects } from '../../src/sight/project-marks.ts';
import { fakeFiles } from '../fakes/files.ts';
import { id } from '../session/pieces.ts';
import { only, scene } from './scene.ts';

const around = { client: openClientFiles(), files: openFiles() };

/** A home with the project `work/api/core` in it, and another project `attic/old`. */
function openHome(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'moved-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of ['work/api/core', 'work/web', 'attic/old'])
    mkdirSync(join(root, path), { recursive: true });
  return root;
}

function search(root: string, mark: string | null): string | null {
  const lost = join(root, 'work/api/core');
  const { registry } = scene()
    .session('a', {
      projectDir: lost,
      ...(mark !== null && { projectMark: markOfProject(mark, lost) }),
    })
    .session('b', { projectDir: join(root, 'attic/old') }).facts;
  return (
    movedDirectories(around, registry)
      .get(lost)
      ?.slice(root.length + 1) ?? null
  );
}

describe('a project directory that is gone is found', () => {
  const moves: readonly (readonly [string, string, string, string | null])[] = [
    ['renamed', 'work/api/core', 'work/api/kernel', 'work/api/kernel'],
    ['below a parent that was renamed', 'work', 'jobs', 'jobs/api/core'],
    ['below a parent that was moved', 'work/api', 'work/web/api', 'work/web/api/core'],
    ['below a parent that went one level down', 'work', 'attic/work', 'attic/work/api/core'],
    ['among the other projects', 'work/api/core', 'attic/core', 'attic/core'],
    ['among the other projects under another name', 'work/api/core', 'attic/kernel', 'attic/kernel'],
  ];
  test.for(moves)('%s', ([, from, to, found]) => {
    const root = openHome();
    const mark = around.files.directoryMark(join(root, 'work/api/core'));
    mkdirSync(dirname(join(root, to)), { recursive: true });
    renameSync(join(root, from), join(root, to));
    expect(search(root, mark)).toBe(found);
  });
});

describe('a project directory that is gone is not guessed', () => {
  test('from another of its name', () => {
    const root = openHome();
    const mark = around.files.directoryMark(join(root, 'work/api/core'));
    rmSync(join(root, 'work/api/core'), { recursive: true });
    mkdirSync(join(root, 'attic/core'));
    mkdirSync(join(root, 'work/api/core2'));
    expect(search(root, mark)).toBeNull();
  });

  test('where nobody has marked it', () => {
    const root = openHome();
    renameSync(join(root, 'work/api/core'), join(root, 'work/api/kernel'));
    expect(search(root, null)).toBeNull();
  });
});

describe('a session whose worktree was removed', () => {
  const [repository, worktree] = ['/home/dev/two words', '/home/dev/proj'];
  const removed = scene().session('a', { projectDir: worktree, projectRepository: repository });

  test('names the repository in which it can go on, and waits for the word', () => {
    const { facts } = removed.with({
      directories: new Map([
        [worktree, 'absent'],
        [repository, 'directory'],
      ]),
    });
    const { resumes, blocked } = plan(facts);
    const obstacles = blocked.flatMap((each) => each.obstacles);
    expect([resumes, obstacles]).toEqual([[], [{ kind: 'directory-gone', path: worktree, repository }]]);
    expect(obstacles.map((each) => obstacleWords(each, 0))).toEqual([
      "its worktree /home/dev/proj is gone (--cwd '/home/dev/two words' brings it back in its repository)",
    ]);
  });

  test('names none that is gone as well', () => {
    const { facts } = removed.with({ directories: new Map([[worktree, 'absent']]) });
    expect(plan(facts).blocked.flatMap(({ obstacles }) => obstacles)).toEqual([
      { kind: 'directory-gone', path: worktree },
    ]);
  });
});

describe('what live sessions are remembered to have been started in', () => {
  const live = { kind: 'live', activity: 'idle', waitingFor: null } as const;
  const texts: readonly (readonly [string, string])[] = [
    ['gitdir: /r/main/.git/worktrees/wt\n', '/r/main'],
    ['gitdir: /r/two\nlines/.git/worktrees/wt\n', '/r/two\nlines'],
    ['gitdir: /r/main/.git/modules/sub\n', ''],
    ['gitdir: ../main/.git/worktrees/wt\n', ''],
    ['', ''],
  ];
  test.for(texts)('with the worktree file %j is the repository %j', ([text, repository]) => {
    const files = fakeFiles({
      '/home/dev/proj': { isDirectory: true, mark: 'm' },
      '/home/dev/proj/.git': { text },
    });
    const { registry } = scene().session('a', { state: live }).facts;
    expect(markProjects({ files }, registry)).toEqual([
      {
        kind: 'changed',
        session: id('a'),
        changes: {
          projectMark: 'm@/home/dev/proj',
          ...(repository !== '' && { projectRepository: repository }),
        },
      },
    ]);
  });

  test('is looked at once', () => {
    const files = fakeFiles({ '/home/dev/proj': { isDirectory: true } });
    const { registry } = scene().session('a', { state: live, projectMark: 'm@/home/dev/proj' }).facts;
    expect(markProjects({ files }, registry)).toEqual([]);
  });
});

describe('a session whose directory has moved', () => {
  const moved = new Map([['/home/dev/proj', '/home/dev/kernel']]);
  const lost = scene().session('a').with({ moved });

  test('waits until it is asked for by name', () => {
    const { resumes, blocked } = plan(lost.facts);
    expect(resumes).toEqual([]);
    expect(blocked.map(({ obstacles }) => obstacles)).toEqual([
      [{ kind: 'directory-moved', from: '/home/dev/proj', to: '/home/dev/kernel' }],
    ]);
  });

  test('comes back there then, from its transcript in the old place', () => {
    const { resumes } = plan(lost.options({ selection: only('a') }).facts);
    expect(resumes.map(({ session, launch }) => [session, launch.directory, launch.argv.slice(-2)])).toEqual([
      [id('a'), '/home/dev/kernel', ['--resume', '/t/-home-dev-proj/a.jsonl']],
    ]);
  });
});
