// The one file here that touches the disk.
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import { isAbsence, systemWord } from '../text/system-word.ts';
import { fileSystemKind } from './file-system.ts';
import type { FileLook, Files, FileSystem, Refusal } from './files.ts';

/** The files of this machine. */
export function openFiles(): Files {
  return {
    look: (path) => attempt(() => orIfMissing(() => lookOf(lstatSync(path)), null)),
    directoryMark,
    list: (directory) => attempt(() => orIfMissing(() => readdirSync(directory).sort(), [])),
    read: (path) => attempt(() => orIfMissing(() => readFileSync(path, 'utf8'), null)),
    fileSystem,
    tryWriting: (directory) => attempt(() => tryWriting(directory)),
    canRun,
    setMode: (path, mode) => attempt(() => chmodSync(path, mode)),
    remove: (path) => attempt(() => rmSync(path, { force: true })),
  };
}

function lookOf(stat: Stats): FileLook {
  return {
    kind: kindOf(stat),
    mode: stat.mode & 0o7777,
    isOurs: stat.uid === process.getuid?.(),
    sizeBytes: stat.size,
    changedAtMs: stat.mtimeMs,
  };
}

/** Numbers of files are given again, so the moment of its making belongs to it; those of devices change with a boot. */
function directoryMark(path: string): string | null {
  const looked = attempt(() => orIfMissing(() => statSync(path, { bigint: true }), null));
  if (!looked.ok || looked.value === null || !looked.value.isDirectory()) return null;
  const { ino, birthtimeNs } = looked.value;
  return birthtimeNs > 0n ? `${ino}.${birthtimeNs}` : null;
}

function kindOf(stat: Stats): FileLook['kind'] {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  return stat.isSymbolicLink() ? 'link' : 'other';
}

function fileSystem(path: string): FileSystem | null {
  try {
    const { type, bavail, bsize, blocks } = statfsSync(path);
    // Some kinds count no blocks at all, which is not the same as being full.
    const freeBytes = blocks === 0 ? null : bavail * bsize;
    return { ...fileSystemKind(type, process.platform), freeBytes };
  } catch (error) {
    const parent = dirname(path);
    return isAbsence(error) && parent !== path ? fileSystem(parent) : null;
  }
}

function tryWriting(directory: string): void {
  const path = join(directory, `.try.${process.pid}`);
  const fd = openSync(path, 'w', 0o600);
  try {
    writeSync(fd, '\n');
    // Some file systems find out only now that there is no room.
    fsyncSync(fd);
  } finally {
    closeSync(fd);
    rmSync(path, { force: true });
  }
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: both mean no.
    return false;
  }
}

function attempt<T>(act: () => T): Result<T, Refusal> {
  try {
    return ok(act());
  } catch (error) {
    return failed({ kind: 'refused', code: systemWord(error) ?? String(error) });
  }
}

function orIfMissing<T>(act: () => T, missing: T): T {
  try {
    return act();
  } catch (error) {
    if (isAbsence(error)) return missing;
    throw error;
  }
}
