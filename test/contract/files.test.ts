import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { openFiles } from '../../src/files/disk.ts';
import { fileSystemKind } from '../../src/files/file-system.ts';
import type { Files } from '../../src/files/files.ts';
import { fakeFiles, type FakeFile } from '../fakes/files.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-files-'));
afterAll(() => rmSync(root, { recursive: true }));

type Place = (files: Readonly<Record<string, FakeFile>>) => { readonly dir: string; readonly files: Files };

const onDisk: Place = (given) => {
  const dir = mkdtempSync(join(root, 'place-'));
  for (const [name, file] of Object.entries(given)) {
    const path = join(dir, name);
    mkdirSync(file.isDirectory === true ? path : dirname(path), { recursive: true, mode: 0o700 });
    if (file.isDirectory !== true) writeFileSync(path, file.text ?? '');
    chmodSync(path, file.mode ?? (file.isDirectory === true ? 0o700 : 0o600));
    const atS = (file.changedAtMs ?? 0) / 1000;
    utimesSync(path, atS, atS);
  }
  return { dir, files: openFiles() };
};

const inMemory: Place = (given) => {
  const dir = '/place';
  const absolute = Object.entries(given).map(([name, file]) => [join(dir, name), file] as const);
  return { dir, files: fakeFiles({ [dir]: { isDirectory: true }, ...Object.fromEntries(absolute) }) };
};

test('a directory on disk keeps its mark wherever it is moved, and gives it to no other', () => {
  const { dir, files } = onDisk({ 'a/sub': { isDirectory: true }, c: { isDirectory: true } });
  const mark = files.directoryMark(join(dir, 'a'));
  renameSync(join(dir, 'a'), join(dir, 'c/b'));
  mkdirSync(join(dir, 'a'));
  symlinkSync(join(dir, 'c/b'), join(dir, 'link'));
  expect(mark).not.toBeNull();
  expect(files.directoryMark(join(dir, 'c/b'))).toBe(mark);
  expect(files.directoryMark(join(dir, 'link'))).toBe(mark);
  expect(files.directoryMark(join(dir, 'a'))).not.toBe(mark);
});

describe.each([
  { name: 'on disk', place: onDisk },
  { name: 'in memory', place: inMemory },
])('files $name', ({ place }) => {
  it('are marked where they are directories', () => {
    const { dir, files } = place({ 'a.txt': {}, sub: { isDirectory: true }, other: { isDirectory: true } });
    const mark = files.directoryMark(join(dir, 'sub'));
    expect(mark).not.toBeNull();
    expect(files.directoryMark(join(dir, 'sub'))).toBe(mark);
    expect(files.directoryMark(join(dir, 'other'))).not.toBe(mark);
    expect(files.directoryMark(join(dir, 'a.txt'))).toBeNull();
    expect(files.directoryMark(join(dir, 'none'))).toBeNull();
  });

  it('are looked at: kind, mode, owner, size, last change', () => {
    const { dir, files } = place({
      'a.txt': { text: 'four', mode: 0o640, changedAtMs: 1_795_000_000_000 },
      sub: { isDirectory: true, mode: 0o755 },
    });
    expect(files.look(join(dir, 'a.txt'))).toEqual({
      ok: true,
      value: { kind: 'file', mode: 0o640, isOurs: true, sizeBytes: 4, changedAtMs: 1_795_000_000_000 },
    });
    expect(files.look(join(dir, 'sub'))).toMatchObject({ value: { kind: 'directory', mode: 0o755 } });
    expect(files.look(join(dir, 'none'))).toEqual({ ok: true, value: null });
    expect(files.look(join(dir, 'a.txt/below'))).toEqual({ ok: true, value: null });
  });

  it('are listed in order, and none where there is no directory', () => {
    const { dir, files } = place({ b: {}, a: {}, 'sub/c': {} });
    expect(files.list(dir)).toEqual({ ok: true, value: ['a', 'b', 'sub'] });
    expect(files.list(join(dir, 'none'))).toEqual({ ok: true, value: [] });
    expect(files.list(join(dir, 'a'))).toEqual({ ok: true, value: [] });
  });

  it('are read, and null where there is none', () => {
    const { dir, files } = place({ 'a.txt': { text: 'Archäologe 🦊' }, sub: { isDirectory: true } });
    expect(files.read(join(dir, 'a.txt'))).toEqual({ ok: true, value: 'Archäologe 🦊' });
    expect(files.read(join(dir, 'none'))).toEqual({ ok: true, value: null });
    expect(files.read(join(dir, 'sub'))).toEqual({ ok: false, failure: { kind: 'refused', code: 'EISDIR' } });
  });

  it('get the mode that they are given', () => {
    const { dir, files } = place({ 'a.txt': { mode: 0o644 } });
    expect(files.setMode(join(dir, 'a.txt'), 0o600).ok).toBe(true);
    expect(files.look(join(dir, 'a.txt'))).toMatchObject({ value: { mode: 0o600 } });
    expect(files.setMode(join(dir, 'none'), 0o600)).toMatchObject({ failure: { code: 'ENOENT' } });
  });

  it('are gone when removed, once and again', () => {
    const { dir, files } = place({ 'a.txt': {} });
    expect([files.remove(join(dir, 'a.txt')).ok, files.remove(join(dir, 'a.txt')).ok]).toEqual([true, true]);
    expect(files.look(join(dir, 'a.txt'))).toEqual({ ok: true, value: null });
  });

  it('are tried by one that leaves nothing behind', () => {
    const { dir, files } = place({ sub: { isDirectory: true } });
    expect(files.tryWriting(join(dir, 'sub')).ok).toBe(true);
    expect(files.list(join(dir, 'sub'))).toEqual({ ok: true, value: [] });
    expect(files.tryWriting(join(dir, 'none'))).toMatchObject({ failure: { code: 'ENOENT' } });
  });

  it.each([
    ['a program', { 'x/tool': { mode: 0o755 } }, true],
    ['a plain file', { 'x/tool': { mode: 0o644 } }, false],
    ['a directory', { 'x/tool': { isDirectory: true } }, false],
    ['nothing', { x: { isDirectory: true } }, false],
  ])('can be run or not: %s', (_, given: Readonly<Record<string, FakeFile>>, expected) => {
    const { dir, files } = place(given);
    expect(files.canRun(join(dir, 'x/tool'))).toBe(expected);
  });
});

describe('files on disk', () => {
  it('are told from links to them', () => {
    const { dir, files } = onDisk({ 'a.txt': {} });
    symlinkSync('a.txt', join(dir, 'b.txt'));
    expect(files.look(join(dir, 'b.txt'))).toMatchObject({ value: { kind: 'link' } });
  });

  it('tell what keeps a path that is not there yet', () => {
    const { dir, files } = onDisk({});
    expect(files.fileSystem(join(dir, 'not/yet/there'))).toEqual(files.fileSystem(dir));
    expect(files.fileSystem('/proc')?.kind).toBe('unknown');
  });
});

describe('a file system', () => {
  it.each([
    [0xef53, 'linux', 'disk', 'ext4'],
    [0x01021994, 'linux', 'memory', 'tmpfs'],
    // As a signed number, which is how some runtimes give it.
    [0xfe534d42 - 2 ** 32, 'linux', 'network', 'smb2'],
    [0x6969, 'linux', 'network', 'nfs'],
    [0x42, 'linux', 'unknown', '0x42'],
    [0x6969, 'darwin', 'unknown', '0x6969'],
  ])('of number %i on %s is %s', (type, platform, kind, name) => {
    expect(fileSystemKind(type, platform)).toEqual({ kind, name });
  });
});
