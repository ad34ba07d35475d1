import { Buffer } from 'node:buffer';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeSync,
  type BigIntStats,
} from 'node:fs';
import { dirname } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';

/** What the system said when it refused: its word (ENOSPC, EROFS, …) and the path asked for. */
export interface DiskFailure {
  readonly kind: 'disk';
  readonly code: string;
  readonly path: string;
}

/** What one append did. */
export interface Appended {
  /**
   * Whether the bytes stand in the file in one piece. False when the disk filled up half-way, and when
   * the system took them in two pieces and another writer's came in between.
   */
  readonly isWhole: boolean;
  /** Whether the path still named the file written to, looked at after the write. */
  readonly isStillThere: boolean;
}

/** Which file a path names now, and in what condition. */
export interface FileMark {
  /** The same for as long as it is the same file, whatever it is called. */
  readonly id: string;
  readonly sizeBytes: number;
  /** Changes with every write to the file and every replacement of it. */
  readonly mark: string;
}

/** A file held open for reading: the same file to the end, even when its path names another one by now. */
export interface OpenFile extends FileMark {
  /** Up to `lengthBytes` from there; fewer only at the end of the file. */
  readAt(offsetBytes: number, lengthBytes: number): Result<Buffer, DiskFailure>;
  close(): void;
}

/** `durable` returns when the bytes survive power loss, `cached` when every process sees them. */
export type Durability = 'durable' | 'cached';

/** Every effect the journal can have. All calls are synchronous and give the system's refusals back as values. */
export interface Disk {
  /** One write at the file's end, creating the file (not its directory) when it is missing. */
  append(path: string, bytes: Buffer, durability: Durability): Result<Appended, DiskFailure>;
  /** Null where there is no such file, or where something else than a file is. */
  open(path: string): Result<OpenFile | null, DiskFailure>;
  /** Null where there is nothing. Directories are something. */
  identify(path: string): Result<FileMark | null, DiskFailure>;
  /** The names in a directory; none where there is no such directory. */
  list(directory: string): Result<readonly string[], DiskFailure>;
  /** A file with exactly these bytes, replacing what was there. Not atomic. */
  write(path: string, bytes: Buffer, durability: Durability): Result<void, DiskFailure>;
  /** Makes what was written to a file so far survive power loss. */
  sync(path: string): Result<void, DiskFailure>;
  /** The same for the names in a directory. */
  syncDirectory(directory: string): Result<void, DiskFailure>;
  rename(from: string, to: string): Result<void, DiskFailure>;
  /** A second name for a file; refused with EEXIST when the name is taken. */
  link(from: string, to: string): Result<void, DiskFailure>;
  /** Takes a name away. That it was not there is no failure. */
  unlink(path: string): Result<void, DiskFailure>;
  /** Cuts a file to nothing, in one step. */
  empty(path: string): Result<void, DiskFailure>;
  /** With all its parents; durable. That it was there is no failure. */
  makeDirectory(directory: string): Result<void, DiskFailure>;
  /** A directory and all in it. That it was not there is no failure. */
  removeTree(directory: string): Result<void, DiskFailure>;
}

const fileMode = 0o600;
const directoryMode = 0o700;

// O_NONBLOCK: a fifo put where the journal should be must not hang every hook; files do not notice it.
const appendFlags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
const readFlags = constants.O_RDONLY | constants.O_NONBLOCK;

/** The file system of this machine. Directories are made 0700, files 0600. */
export function nodeDisk(): Disk {
  return {
    append: (path, bytes, durability) => attempt(path, () => append(path, bytes, durability)),
    open: (path) => attempt(path, () => open(path)),
    identify: (path) => attempt(path, () => identify(path)),
    list: (directory) => attempt(directory, () => orIfMissing(() => readdirSync(directory), [])),
    write: (path, bytes, durability) => attempt(path, () => write(path, bytes, durability)),
    sync: (path) => attempt(path, () => sync(path)),
    syncDirectory: (directory) => attempt(directory, () => syncDirectory(directory)),
    rename: (from, to) => attempt(from, () => renameSync(from, to)),
    link: (from, to) => attempt(to, () => linkSync(from, to)),
    unlink: (path) => attempt(path, () => orIfMissing(() => unlinkSync(path), undefined)),
    empty: (path) => attempt(path, () => truncateSync(path, 0)),
    makeDirectory: (directory) => attempt(directory, () => makeDirectory(directory)),
    removeTree: (directory) => attempt(directory, () => rmSync(directory, { recursive: true, force: true })),
  };
}

function append(path: string, bytes: Buffer, durability: Durability): Appended {
  return withOpen(openSync(path, appendFlags, fileMode), (fd) => {
    const before = fstatSync(fd, { bigint: true });
    if (!before.isFile()) {
      throw systemError('EINVAL');
    }
    const isComplete = writeSync(fd, bytes) === bytes.length;
    const after = fstatSync(fd, { bigint: true });
    const isWhole = isComplete && isInOnePiece(fd, bytes, [Number(before.size), Number(after.size)]);
    if (durability === 'durable') {
      fdatasyncSync(fd);
      // Always, not only by whoever created the file: its creator may not have come so far yet.
      syncDirectory(dirname(path));
    }
    const named = statSync(path, { bigint: true, throwIfNoEntry: false });
    return { isWhole, isStillThere: named !== undefined && fileId(named) === fileId(after) };
  });
}

/**
 * Node goes on after a short write by itself and tells nobody. So where the file grew by more than the
 * bytes, another writer was there at the same time, and only a look shows whether before, behind or
 * in the middle.
 */
function isInOnePiece(fd: number, bytes: Buffer, [from, to]: readonly [number, number]): boolean {
  return to - from === bytes.length || readFully(fd, from, Math.max(0, to - from)).includes(bytes);
}

function open(path: string): OpenFile | null {
  const fd = orIfMissing(() => openSync(path, readFlags), null);
  if (fd === null) {
    return null;
  }
  const stats = fstatSync(fd, { bigint: true });
  if (!stats.isFile()) {
    closeSync(fd);
    return null;
  }
  return {
    ...fileMark(stats),
    readAt: (offsetBytes, lengthBytes) => attempt(path, () => readFully(fd, offsetBytes, lengthBytes)),
    close: () => closeSync(fd),
  };
}

function readFully(fd: number, offsetBytes: number, lengthBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(lengthBytes);
  let filled = 0;
  while (filled < lengthBytes) {
    const got = readSync(fd, buffer, filled, lengthBytes - filled, offsetBytes + filled);
    if (got === 0) {
      break;
    }
    filled += got;
  }
  return buffer.subarray(0, filled);
}

function identify(path: string): FileMark | null {
  // Not throwIfNoEntry alone: a file in the place of a parent directory still throws.
  const stats = orIfMissing(() => statSync(path, { bigint: true, throwIfNoEntry: false }), undefined);
  return stats === undefined ? null : fileMark(stats);
}

function write(path: string, bytes: Buffer, durability: Durability): void {
  withOpen(openSync(path, 'w', fileMode), (fd) => {
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(fd, bytes, written);
    }
    if (durability === 'durable') {
      fsyncSync(fd);
    }
  });
}

function sync(path: string): void {
  withOpen(openSync(path, readFlags), (fd) => fdatasyncSync(fd));
}

function syncDirectory(directory: string): void {
  withOpen(openSync(directory, 'r'), (fd) => {
    try {
      fsyncSync(fd);
    } catch (error) {
      // File systems that keep no promise about directories say so in this way.
      if (codeOf(error) !== 'EINVAL') {
        throw error;
      }
    }
  });
}

function makeDirectory(directory: string): void {
  const firstMade = mkdirSync(directory, { recursive: true, mode: directoryMode });
  if (firstMade === undefined) {
    return;
  }
  const top = dirname(firstMade);
  for (let parent = dirname(directory); parent.length >= top.length; parent = dirname(parent)) {
    syncDirectory(parent);
    if (parent === dirname(parent)) {
      break;
    }
  }
}

function withOpen<T>(fd: number, use: (fd: number) => T): T {
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

function fileId(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}`;
}

function fileMark(stats: BigIntStats): FileMark {
  const sizeBytes = Number(stats.size);
  // Big integers, because inode numbers and nanoseconds do not fit a double on every system.
  return { id: fileId(stats), sizeBytes, mark: `${stats.ino}:${stats.mtimeNs}:${stats.size}` };
}

function orIfMissing<T, U>(action: () => T, fallback: U): T | U {
  try {
    return action();
  } catch (error) {
    const code = codeOf(error);
    // ENOTDIR: something else sits where a parent directory should be, so the path itself is not there.
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return fallback;
    }
    throw error;
  }
}

function attempt<T>(path: string, action: () => T): Result<T, DiskFailure> {
  try {
    return ok(action());
  } catch (error) {
    const code = codeOf(error);
    if (code === null) {
      throw error;
    }
    return failed({ kind: 'disk', code, path });
  }
}

/** The system's word for an error of its own; null for everything that is a bug of ours. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('errno' in error)) {
    return null;
  }
  // Linux's EDQUOT has no name in libuv and would be told as UNKNOWN.
  return error.errno === -122 ? 'EDQUOT' : String(error.code);
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, errno: 0 });
}
