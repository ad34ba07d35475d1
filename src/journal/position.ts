import { crc32 } from 'node:zlib';
import { ok, type Result } from '../text/result.ts';
import type { DiskFailure, OpenFile } from './disk.ts';

/** A place between two lines of the journal. */
export interface Position {
  readonly segment: number;
  readonly offsetBytes: number;
}

/** A position that can be found again, or found to be gone. */
export interface Bookmark extends Position {
  /** Of the bytes just before the position. */
  readonly fingerprint: string;
}

/** Before the first record. */
export const journalStart: Bookmark = { segment: 1, offsetBytes: 0, fingerprint: '' };

/** Record ids are unique, so this many bytes are never the same twice. */
const fingerprintedBytes = 256;

/** Negative when `a` comes first, zero when they are the same place. */
export function comparePositions(a: Position, b: Position): number {
  return a.segment - b.segment || a.offsetBytes - b.offsetBytes;
}

/** The bookmark for a position in this very file. */
export function bookmarkIn(file: OpenFile, position: Position): Result<Bookmark, DiskFailure> {
  const { segment, offsetBytes } = position;
  const from = Math.max(0, offsetBytes - fingerprintedBytes);
  const bytes = file.readAt(from, offsetBytes - from);
  if (!bytes.ok) {
    return bytes;
  }
  const fingerprint = offsetBytes === 0 ? '' : crc32(bytes.value).toString(16);
  return ok({ segment, offsetBytes, fingerprint });
}

/** Whether the file still has, before the bookmark, what it had when the bookmark was made. */
export function holdsBookmark(file: OpenFile, bookmark: Bookmark): Result<boolean, DiskFailure> {
  if (bookmark.offsetBytes > file.sizeBytes) {
    return ok(false);
  }
  const found = bookmarkIn(file, bookmark);
  return found.ok ? ok(found.value.fingerprint === bookmark.fingerprint) : found;
}
