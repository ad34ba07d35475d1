import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The first bytes of a file that the kernel makes as it is read, by one read: less than `readFileSync` takes for a file
 * that does not tell its size. Null where there is none, as on another system or of a process that is gone.
 */
export function readKernelFile(path: string, maxBytes: number): string | null {
  try {
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(maxBytes);
      return bytes.toString('latin1', 0, readSync(fd, bytes));
    } finally {
      closeSync(fd);
    }
  } catch {
    // It says nothing then, and so does its reader.
    return null;
  }
}
