import { basename, dirname } from 'node:path';
import type { FileLook, Files, FileSystem, Refusal } from '../../src/files/files.ts';
import { failed, ok, type Result } from '../../src/text/result.ts';

/** One file of the model. */
export interface FakeFile {
  readonly text?: string;
  readonly mode?: number;
  readonly isOurs?: boolean;
  readonly changedAtMs?: number;
  /** Of a directory: tells it from all others. Default: its path. */
  readonly mark?: string;
  /** A directory; also made by naming what is in it. */
  readonly isDirectory?: boolean;
}

/** Files in memory, by absolute path. */
export interface FakeFiles extends Files {
  put(path: string, file?: FakeFile): void;
  /** What the system says to whoever writes into this directory. */
  refuse(directory: string, code: string): void;
  /** What keeps every path. */
  keepOn(fileSystem: FileSystem | null): void;
}

/** A disk with nothing on it but `/`, on ext4. */
export function fakeFiles(given: Readonly<Record<string, FakeFile>> = {}): FakeFiles {
  const files = new Map<string, FakeFile>();
  const refusals = new Map<string, string>();
  let kept: FileSystem | null = { kind: 'disk', name: 'ext4', freeBytes: 1e12 };
  const put = (path: string, file: FakeFile = {}): void => {
    const parent = dirname(path);
    if (parent !== path && !files.has(parent)) put(parent, { isDirectory: true });
    files.set(path, file);
  };
  put('/', { isDirectory: true });
  for (const [path, file] of Object.entries(given)) put(path, file);
  return {
    put,
    refuse: (directory, code) => void refusals.set(directory, code),
    keepOn: (fileSystem) => void (kept = fileSystem),
    look: (path) => {
      const file = files.get(path);
      return ok(file === undefined ? null : lookOf(file));
    },
    directoryMark: (path) => {
      const file = files.get(path);
      return file?.isDirectory === true ? (file.mark ?? path) : null;
    },
    list: (directory) => {
      const file = files.get(directory);
      if (file !== undefined && file.isDirectory !== true) return ok([]);
      const inside = [...files.keys()].filter((path) => dirname(path) === directory && path !== directory);
      return ok(inside.map((path) => basename(path)).sort());
    },
    read: (path) => {
      const file = files.get(path);
      if (file?.isDirectory === true) return refused('EISDIR');
      return ok(file === undefined ? null : (file.text ?? ''));
    },
    fileSystem: () => kept,
    tryWriting: (directory) => {
      const code = refusals.get(directory) ?? (files.has(directory) ? null : 'ENOENT');
      return code === null ? ok(undefined) : refused(code);
    },
    canRun: (path) => {
      const file = files.get(path);
      return file !== undefined && file.isDirectory !== true && (modeOf(file) & 0o111) !== 0;
    },
    setMode: (path, mode) => {
      const file = files.get(path);
      if (file === undefined) return refused('ENOENT');
      files.set(path, { ...file, mode });
      return ok(undefined);
    },
    remove: (path) => {
      files.delete(path);
      return ok(undefined);
    },
  };
}

function refused(code: string): Result<never, Refusal> {
  return failed({ kind: 'refused', code });
}

function modeOf({ mode, isDirectory }: FakeFile): number {
  return mode ?? (isDirectory === true ? 0o700 : 0o600);
}

function lookOf(file: FakeFile): FileLook {
  return {
    kind: file.isDirectory === true ? 'directory' : 'file',
    mode: modeOf(file),
    isOurs: file.isOurs ?? true,
    sizeBytes: file.isDirectory === true ? 4096 : Buffer.byteLength(file.text ?? ''),
    changedAtMs: file.changedAtMs ?? 0,
  };
}
