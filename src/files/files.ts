import type { Result } from '../text/result.ts';

/** What stands at a path itself: a symbolic link is one, wherever it leads. */
export interface FileLook {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Permission bits, such as 0o600. */
  readonly mode: number;
  /** It belongs to the user who runs this. */
  readonly isOurs: boolean;
  readonly sizeBytes: number;
  readonly changedAtMs: number;
}

/** What the system said when it refused: EACCES, EROFS, ENOSPC, … */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
}

/** What keeps the files at a path. */
export interface FileSystem {
  /** `memory` is gone with the next boot; `network` is shared with other machines; `unknown` may be either. */
  readonly kind: 'disk' | 'memory' | 'network' | 'unknown';
  /** Its name (`ext4`, `tmpfs`), or its number where it has none here. */
  readonly name: string;
  /** For this user; null where nobody counts. */
  readonly freeBytes: number | null;
}

/** Looks at files, and the little mending that loses nothing. Nothing here throws. */
export interface Files {
  /** Null where there is nothing. */
  look(path: string): Result<FileLook | null, Refusal>;
  /** What tells a directory from all others wherever it is moved; null where there is none, or nothing tells. */
  directoryMark(path: string): string | null;
  /** The names in a directory, in order; none where there is no directory. */
  list(directory: string): Result<readonly string[], Refusal>;
  /** A file's text; null where there is none. */
  read(path: string): Result<string | null, Refusal>;
  /** What keeps a path, or the nearest of its parents that is there; null where the platform does not say. */
  fileSystem(path: string): FileSystem | null;
  /** Whether a file can be made in a directory: one is made, synced and taken away again. */
  tryWriting(directory: string): Result<void, Refusal>;
  /** Whether this user may run a file. */
  canRun(path: string): boolean;
  setMode(path: string, mode: number): Result<void, Refusal>;
  /** Takes a file away; one that is not there is away already. */
  remove(path: string): Result<void, Refusal>;
}
