import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openClientFiles } from '../../src/claude/disk.ts';
import { openFiles } from '../../src/files/disk.ts';
import { movedDirectories } from '../../src/recovery/moved.ts';
import { plan } from '../../src/recovery/plan.ts';
import { markOfProject } from '../../src/sight/project-marks.ts';
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
      [id('a'), '/home/dev/kernel', ['--resume', '/t/a.jsonl']],
    ]);
  });
});
