import type { Buffer } from 'node:buffer';
import { dirname, join } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import type { Disk, DiskFailure, Durability } from './disk.ts';
import type { Site } from './site.ts';

/** The new content of a file. */
export interface Replacement {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What became of a number of replacements: one that fails does not keep the others back. */
export interface Replaced {
  readonly done: readonly Replacement[];
  /** The first failure. */
  readonly failure: DiskFailure | null;
}

/**
 * Replaces files so that each of them is the old one or the new one at every moment, and with `durable`
 * also after power loss. Only for the lock's holder: it alone has files underway.
 */
export function replaceFiles(site: Site, files: readonly Replacement[], durability: Durability): Replaced {
  const made = files.length === 0 ? ok(undefined) : site.disk.makeDirectory(site.paths.underway);
  if (!made.ok) {
    return { done: [], failure: made.failure };
  }
  const placed = files.map((file, index) => {
    const underway = { path: join(site.paths.underway, `${index}`), bytes: file.bytes };
    return { file, result: place(site, { underway, target: file.path }, durability) };
  });
  const done = placed.filter(({ result }) => result.ok).map(({ file }) => file);
  const synced = durability === 'durable' ? syncDirectoriesOf(site, done) : [];
  const refused = [...placed.map(({ result }) => result), ...synced].find((result) => !result.ok);
  return { done, failure: refused?.failure ?? null };
}

/** The same for one file. */
export function replaceFile(
  site: Site,
  file: Replacement,
  durability: Durability,
): Result<void, DiskFailure> {
  const { failure } = replaceFiles(site, [file], durability);
  return failure === null ? ok(undefined) : failed(failure);
}

function place(
  { disk }: Site,
  { underway, target }: { readonly underway: Replacement; readonly target: string },
  durability: Durability,
): Result<void, DiskFailure> {
  const written = disk.write(underway.path, underway.bytes, durability);
  const placed = written.ok ? renameMakingRoom(disk, underway.path, target) : written;
  if (!placed.ok) {
    disk.unlink(underway.path);
  }
  return placed;
}

/** The directory is only looked after when it is missing: it nearly never is. */
function renameMakingRoom(disk: Disk, from: string, to: string): Result<void, DiskFailure> {
  const renamed = disk.rename(from, to);
  if (renamed.ok || renamed.failure.code !== 'ENOENT') {
    return renamed;
  }
  const made = disk.makeDirectory(dirname(to));
  return made.ok ? disk.rename(from, to) : made;
}

function syncDirectoriesOf(site: Site, files: readonly Replacement[]): readonly Result<void, DiskFailure>[] {
  const directories = new Set(files.map((file) => dirname(file.path)));
  return [...directories].map((directory) => site.disk.syncDirectory(directory));
}

/** Takes away what a killed holder left underway. Only for the lock's holder. */
export function clearUnderway(site: Site): Result<void, DiskFailure> {
  const names = site.disk.list(site.paths.underway);
  if (!names.ok) {
    return names;
  }
  const cleared = names.value.map((name) => site.disk.unlink(join(site.paths.underway, name)));
  return cleared.find((result) => !result.ok) ?? ok(undefined);
}
