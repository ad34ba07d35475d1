import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { failed, ok, type Result } from '../text/result.ts';
import { isObject, verified, withChecksum } from './checksum.ts';
import type { DiskFailure } from './disk.ts';
import { readWhole } from './files.ts';
import { comparePositions, type Position } from './position.ts';
import { replaceFiles } from './replace.ts';
import type { Site } from './site.ts';

// Entries that left the working set, one file each, in a folder per generation: the checkpoint names the
// generation that belongs to it, and a checkpoint that was made from nothing starts another one.
//
// An entry is a fold up to some position. Whoever restores it goes on folding from their own position, so
// they must not get one that already holds what they are about to fold. That can happen: the next
// settling writes entries before it writes its checkpoint, and may be killed in between, or be watched by
// a reader who holds no lock. Hence a file keeps the version that the checkpoint on disk goes with beside
// the newer one, and a reader takes the newest that is not ahead of them.

interface Version {
  readonly at: Position;
  readonly entry: unknown;
}

/** What the archive has for a key. */
export type Lookup =
  | { readonly kind: 'found'; readonly entry: unknown }
  | { readonly kind: 'none' }
  /** Only versions of the future, a damaged file, another generation: the checkpoint must be read again. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'failed'; readonly failure: DiskFailure };

/** The entry of a key as it was at this position, which must be where the asker's own state stands. */
export function lookUp(site: Site, generation: string, key: string, at: Position): Lookup {
  const found = versionsOf(site, generation, key);
  if (!found.ok) {
    return { kind: 'failed', failure: found.failure };
  }
  if (found.value === null) {
    return absence(site, generation);
  }
  const fitting = found.value.findLast((version) => comparePositions(version.at, at) <= 0);
  return fitting === undefined ? { kind: 'unusable' } : { kind: 'found', entry: fitting.entry };
}

/** A generation is renamed away before it is deleted, so a missing entry in a standing one is truly missing. */
function absence(site: Site, generation: string): Lookup {
  const folder = site.disk.identify(join(site.paths.archive, generation));
  if (!folder.ok) {
    return { kind: 'failed', failure: folder.failure };
  }
  return { kind: folder.value === null ? 'unusable' : 'none' };
}

/** Null when there is no file; no versions at all when it is damaged. */
function versionsOf(
  site: Site,
  generation: string,
  key: string,
): Result<readonly Version[] | null, DiskFailure> {
  const whole = readWhole(site.disk, entryPath(site, generation, key));
  if (!whole.ok || whole.value === null) {
    return whole.ok ? ok(null) : whole;
  }
  const value = verified(whole.value.bytes);
  const versions: unknown = value?.['v'] === 1 && value['key'] === key ? value['versions'] : null;
  return ok(Array.isArray(versions) ? versions.filter(isVersion) : []);
}

function isVersion(value: unknown): value is Version {
  const at = isObject(value) ? value['at'] : null;
  return isObject(at) && typeof at['segment'] === 'number' && typeof at['offsetBytes'] === 'number';
}

/** How far the entries are folded, and how far the checkpoint that they replace is. */
export interface ArchiveSpan {
  readonly at: Position;
  /** Null when there is no checkpoint that anybody could be reading with this generation. */
  readonly checkpointAt: Position | null;
}

/** Writes entries, durable. Only for the lock's holder, and before the checkpoint that lacks them. */
export function archiveEntries(
  site: Site,
  generation: string,
  entries: ReadonlyMap<string, unknown>,
  span: ArchiveSpan,
): Result<void, DiskFailure> {
  const files: { path: string; bytes: Buffer }[] = [];
  for (const [key, entry] of entries) {
    const before = stillNeeded(site, { generation, key }, span.checkpointAt);
    if (!before.ok) {
      return before;
    }
    const { segment, offsetBytes } = span.at;
    const versions = [...before.value, { at: { segment, offsetBytes }, entry }];
    const text = withChecksum(JSON.stringify({ v: 1, key, versions }));
    files.push({ path: entryPath(site, generation, key), bytes: Buffer.from(text) });
  }
  const { failure } = replaceFiles(site, files, 'durable');
  return failure === null ? ok(undefined) : failed(failure);
}

function stillNeeded(
  site: Site,
  where: { readonly generation: string; readonly key: string },
  checkpointAt: Position | null,
): Result<readonly Version[], DiskFailure> {
  if (checkpointAt === null) {
    return ok([]);
  }
  const versions = versionsOf(site, where.generation, where.key);
  if (!versions.ok) {
    return versions;
  }
  const needed = versions.value?.findLast((version) => comparePositions(version.at, checkpointAt) <= 0);
  return ok(needed === undefined ? [] : [needed]);
}

/** Every key that has an entry in a generation. */
export function keysIn(site: Site, generation: string): readonly string[] {
  const folder = join(site.paths.archive, generation);
  return namesIn(site, folder).flatMap((prefix) =>
    namesIn(site, join(folder, prefix)).flatMap((name) => keyOfFile(site, join(folder, prefix, name), name)),
  );
}

function namesIn(site: Site, folder: string): readonly string[] {
  const names = site.disk.list(folder);
  return names.ok ? names.value : [];
}

function keyOfFile(site: Site, path: string, name: string): readonly string[] {
  if (!name.startsWith(spelled)) {
    return [name.replace(/\.json$/, '')];
  }
  const whole = readWhole(site.disk, path);
  const key = whole.ok && whole.value !== null ? verified(whole.value.bytes)?.['key'] : null;
  return typeof key === 'string' ? [key] : [];
}

/** Deletes all generations but this one. Only for the lock's holder, after the checkpoint that names it. */
export function dropOtherGenerations(site: Site, kept: string | null): Result<void, DiskFailure> {
  const { disk, paths } = site;
  const names = disk.list(paths.archive);
  if (!names.ok) {
    return names;
  }
  for (const name of names.value.filter((other) => other !== kept)) {
    const isGone = name.startsWith(gone);
    const doomed = join(paths.archive, isGone ? name : `${gone}${name}`);
    const renamed = isGone ? ok(undefined) : disk.rename(join(paths.archive, name), doomed);
    const removed = renamed.ok ? disk.removeTree(doomed) : failed(renamed.failure);
    if (!removed.ok) {
      return removed;
    }
  }
  return ok(undefined);
}

const gone = 'gone.';
const spelled = '=';

/** Enough for any file system's names, in hexadecimal and with the rest around it. */
const spelledBytes = 60;

/** Keys come from outside: what is not plainly a file name, the same on every file system, is spelled out. */
function entryPath(site: Site, generation: string, key: string): string {
  const isPlain = /^[a-z0-9][a-z0-9_-]{1,99}$/.test(key);
  const name = isPlain ? key : spelledOut(key);
  const prefix = isPlain ? key.slice(0, 2) : name.slice(1, 3);
  return join(site.paths.archive, generation, prefix, `${name}.json`);
}

function spelledOut(key: string): string {
  const start = Buffer.from(key).subarray(0, spelledBytes).toString('hex');
  return `${spelled}${start}-${crc32(key).toString(16)}`;
}
