// The one file here that touches the disk.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cache, CachedText } from './cache.ts';

/** What nobody has written for so long belongs to a session that is over, or to a command that is gone. */
const forgetMs = 7 * 24 * 3_600_000;
/** A longer text is none of ours. */
const maxBytes = 1 << 20;
const maxNameChars = 200;

/** The cache in a directory of its own, which is made when something is first kept. `runId` tells writers apart. */
export function openCache(directory: string, runId: string): Cache {
  const known = new Map<string, Known>();
  const paths = new Map<string, string>();
  const pathOf = (name: string): string => {
    const path = paths.get(name) ?? join(directory, fileName(name));
    if (paths.size > maxKnown) paths.clear();
    paths.set(name, path);
    return path;
  };
  return {
    read: (name) => attempt(() => readOnce(known, pathOf(name))),
    write: (name, text) => void attempt(() => write(directory, fileName(name), { text, runId })),
    names: (prefix) =>
      (attempt(() => readdirSync(directory)) ?? []).flatMap((file) => {
        const name = nameOf(file);
        return name?.startsWith(prefix) === true ? [name] : [];
      }),
  };
}

/** Names hold what the user wrote: nothing of that may lead out of the directory, or hide in it. */
function fileName(name: string): string {
  return `=${encodeURIComponent(name).slice(0, maxNameChars)}`;
}

function nameOf(file: string): string | null {
  return file.startsWith('=') ? attempt(() => decodeURIComponent(file.slice(1))) : null;
}

/** A text that was read, with what tells its file from any other of its name: a write always makes another file. */
interface Known extends CachedText {
  readonly inode: number;
}

/** Texts remembered at most; the oldest go first. */
const maxKnown = 200;

/** Reads a file again only where another one has taken its place: a resident asks for the same at every render. */
function readOnce(known: Map<string, Known>, path: string): CachedText | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.size === 0 || stat.size > maxBytes) return null;
  const before = known.get(path);
  if (before?.inode === stat.ino && before.atMs === stat.mtimeMs) return before;
  const now = { text: readFileSync(path, 'utf8'), atMs: stat.mtimeMs, inode: stat.ino };
  known.set(path, now);
  const [oldest] = known.keys();
  if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
  return now;
}

function write(
  directory: string,
  file: string,
  { text, runId }: { readonly text: string; readonly runId: string },
): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, file);
  const isNew = statSync(path, { throwIfNoEntry: false }) === undefined;
  const draft = join(directory, `${runId}.draft`);
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
  // Only what is new makes the directory grow.
  if (isNew) forget(directory, statSync(path).mtimeMs - forgetMs);
}

function forget(directory: string, beforeMs: number): void {
  for (const file of readdirSync(directory)) {
    const path = join(directory, file);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs < beforeMs) rmSync(path, { force: true });
  }
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    // Absent, unreadable, a full or read-only disk: it is a cache, and all of these mean that it has nothing.
    return null;
  }
}
