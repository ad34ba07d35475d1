import { Buffer } from 'node:buffer';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeDisk, type Disk } from '../../src/journal/disk.ts';
import type { Result } from '../../src/text/result.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'statusline-disk-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) {
    throw new Error(`refused: ${JSON.stringify(result.failure)}`);
  }
  return result.value;
}

function codeOf(result: Result<unknown, { readonly code: string }>): string | null {
  return result.ok ? null : result.failure.code;
}

function contentOf(disk: Disk, path: string): string | null {
  const file = value(disk.open(path));
  const text = file === null ? null : value(file.readAt(0, file.sizeBytes)).toString();
  file?.close();
  return text;
}

const text = (content: string): Buffer => Buffer.from(content);

describe.each([
  ['the real disk', nodeDisk],
  ['the disk in memory', memoryDisk],
])('%s', (_, makeDisk) => {
  let disk: Disk;
  let here = '';
  const at = (name: string): string => join(here, name);
  beforeEach(() => {
    disk = makeDisk();
    here = join(base, 'home');
    value(disk.makeDirectory(here));
  });

  test('appends to a file that it makes', () => {
    expect(value(disk.append(at('a'), text('one'), 'cached'))).toEqual({
      isWhole: true,
      isStillThere: true,
    });
    expect(value(disk.append(at('a'), text('two'), 'durable')).isWhole).toBe(true);
    expect(contentOf(disk, at('a'))).toBe('onetwo');
  });

  test('makes no directory while appending', () => {
    expect(codeOf(disk.append(at('none/a'), text('x'), 'cached'))).toBe('ENOENT');
  });

  test('reads from any place, and less at the end', () => {
    value(disk.write(at('a'), text('0123456789'), 'cached'));
    const file = value(disk.open(at('a')));
    expect(file?.sizeBytes).toBe(10);
    expect(file?.readAt(4, 3)).toEqual({ ok: true, value: text('456') });
    expect(file?.readAt(8, 30)).toEqual({ ok: true, value: text('89') });
    expect(file?.readAt(30, 3)).toEqual({ ok: true, value: text('') });
    file?.close();
  });

  test('goes on reading an open file that was renamed and replaced', () => {
    value(disk.write(at('a'), text('old'), 'cached'));
    const file = value(disk.open(at('a')));
    value(disk.rename(at('a'), at('b')));
    value(disk.write(at('a'), text('new'), 'cached'));
    expect(file?.readAt(0, 3)).toEqual({ ok: true, value: text('old') });
    expect(value(disk.identify(at('b')))?.id).toBe(file?.id);
    expect(value(disk.identify(at('a')))?.id).not.toBe(file?.id);
    file?.close();
  });

  test('finds nothing where nothing is', () => {
    expect(value(disk.open(at('none')))).toBe(null);
    expect(value(disk.identify(at('none')))).toBe(null);
    expect(value(disk.list(at('none')))).toEqual([]);
    expect(disk.unlink(at('none')).ok).toBe(true);
    expect(disk.removeTree(at('none')).ok).toBe(true);
    expect(codeOf(disk.empty(at('none')))).toBe('ENOENT');
    expect(codeOf(disk.rename(at('none'), at('b')))).toBe('ENOENT');
    expect(codeOf(disk.link(at('none'), at('b')))).toBe('ENOENT');
    expect(codeOf(disk.sync(at('none')))).toBe('ENOENT');
  });

  test('tells a directory from a file', () => {
    value(disk.makeDirectory(at('d')));
    expect(value(disk.open(at('d')))).toBe(null);
    expect(value(disk.identify(at('d')))).not.toBe(null);
    expect(codeOf(disk.append(at('d'), text('x'), 'cached'))).toBe('EISDIR');
    expect(codeOf(disk.write(at('d'), text('x'), 'cached'))).toBe('EISDIR');
    value(disk.write(at('f'), text('x'), 'cached'));
    expect(codeOf(disk.rename(at('f'), at('d')))).toBe('EISDIR');
    expect(value(disk.list(at('f')))).toEqual([]);
    expect(value(disk.open(at('f/g')))).toBe(null);
    expect(value(disk.identify(at('f/g')))).toBe(null);
    expect(codeOf(disk.write(at('f/g'), text('x'), 'cached'))).toBe('ENOTDIR');
    expect(codeOf(disk.makeDirectory(at('f')))).toBe('EEXIST');
    expect(codeOf(disk.makeDirectory(at('f/g')))).toBe('ENOTDIR');
  });

  test('writes exactly these bytes, whatever was there', () => {
    value(disk.write(at('a'), text('a long text'), 'cached'));
    value(disk.write(at('a'), text('short'), 'durable'));
    expect(contentOf(disk, at('a'))).toBe('short');
    value(disk.empty(at('a')));
    expect(contentOf(disk, at('a'))).toBe('');
  });

  test('replaces by renaming', () => {
    value(disk.write(at('a'), text('new'), 'durable'));
    value(disk.write(at('b'), text('old'), 'durable'));
    value(disk.rename(at('a'), at('b')));
    value(disk.syncDirectory(here));
    expect(contentOf(disk, at('b'))).toBe('new');
    expect(value(disk.list(here))).toEqual(['b']);
  });

  test('links a second name once', () => {
    value(disk.write(at('a'), text('x'), 'cached'));
    value(disk.link(at('a'), at('b')));
    expect(codeOf(disk.link(at('a'), at('b')))).toBe('EEXIST');
    value(disk.unlink(at('a')));
    expect(contentOf(disk, at('b'))).toBe('x');
  });

  test('makes directories with their parents, and removes all in them', () => {
    value(disk.makeDirectory(at('d/e/f')));
    value(disk.makeDirectory(at('d/e/f')));
    value(disk.write(at('d/e/f/a'), text('x'), 'cached'));
    value(disk.rename(at('d/e'), at('g')));
    expect([...value(disk.list(here))].sort()).toEqual(['d', 'g']);
    expect(contentOf(disk, at('g/f/a'))).toBe('x');
    value(disk.removeTree(at('g')));
    expect(value(disk.list(here))).toEqual(['d']);
  });

  test('marks a file anew when it is written or replaced, and only then', () => {
    value(disk.write(at('a'), text('x'), 'cached'));
    const first = value(disk.identify(at('a')));
    expect(value(disk.identify(at('a')))).toEqual(first);
    value(disk.append(at('a'), text('y'), 'cached'));
    const second = value(disk.identify(at('a')));
    expect(second?.id).toBe(first?.id);
    expect(second?.mark).not.toBe(first?.mark);
    value(disk.write(at('b'), text('xy'), 'cached'));
    value(disk.rename(at('b'), at('a')));
    expect(value(disk.identify(at('a')))?.mark).not.toBe(second?.mark);
  });
});

describe('the real disk alone', () => {
  const disk = nodeDisk();

  test('lets nobody else read', () => {
    const directory = join(base, 'd');
    value(disk.makeDirectory(directory));
    value(disk.append(join(directory, 'a'), text('x'), 'cached'));
    value(disk.write(join(directory, 'b'), text('x'), 'cached'));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'b')).mode & 0o777).toBe(0o600);
  });

  test('does not wait at a fifo', () => {
    const fifo = join(base, 'fifo');
    execFileSync('mkfifo', [fifo]);
    expect(value(disk.open(fifo))).toBe(null);
    expect(codeOf(disk.append(fifo, text('x'), 'cached'))).toBe('EINVAL');
  });

  test('does not take a device for a kept record', () => {
    expect(codeOf(disk.append('/dev/null', text('x'), 'cached'))).toBe('EINVAL');
  });

  test.skipIf(process.getuid?.() === 0)('gives refusals of rights back', () => {
    const directory = join(base, 'd');
    mkdirSync(directory);
    writeFileSync(join(directory, 'a'), 'x');
    chmodSync(directory, 0o500);
    expect(codeOf(disk.write(join(directory, 'b'), text('x'), 'cached'))).toBe('EACCES');
    chmodSync(directory, 0o700);
  });

  test('throws what is a mistake of the caller', () => {
    expect(() => disk.write('a\0b', text('x'), 'cached')).toThrow('null bytes');
  });
});
