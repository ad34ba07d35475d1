import type { Buffer } from 'node:buffer';
import { ok, type Result } from '../text/result.ts';
import { verified, type JsonObject } from './checksum.ts';
import type { Disk, DiskFailure } from './disk.ts';

/** All of a file, with its mark; null where there is none. */
export function readWhole(
  disk: Disk,
  path: string,
): Result<{ readonly bytes: Buffer; readonly mark: string } | null, DiskFailure> {
  const file = disk.open(path);
  if (!file.ok || file.value === null) {
    return file.ok ? ok(null) : file;
  }
  try {
    const bytes = file.value.readAt(0, file.value.sizeBytes);
    return bytes.ok ? ok({ bytes: bytes.value, mark: file.value.mark }) : bytes;
  } finally {
    file.value.close();
  }
}

/**
 * The object in a checksummed file of ours. Null when it is missing, damaged or unreadable: for files
 * that can be made again, all of that means the same.
 */
export function readVerified(
  disk: Disk,
  path: string,
): { readonly value: JsonObject; readonly mark: string } | null {
  const whole = readWhole(disk, path);
  if (!whole.ok || whole.value === null) {
    return null;
  }
  const value = verified(whole.value.bytes);
  return value === null ? null : { value, mark: whole.value.mark };
}
