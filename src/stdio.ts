// Standard input and output without the streams that Node wraps them in: loading those costs a render as much as
// all its own work.
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { systemWord } from './text/system-word.ts';

/** Longest pause between two looks at an input that is still being written. */
const lookEveryMs = 2;
const pieceBytes = 64 * 1024;

/** All of standard input; nothing for a terminal. Reading never blocks, so a deadline round it holds. */
export async function readStdin(): Promise<string> {
  const fd = openWithoutBlocking();
  if (fd === null) return readStream();
  try {
    return await readAll(fd);
  } catch {
    // A closed or broken standard input says no more than nothing.
    return '';
  } finally {
    closeSync(fd);
  }
}

/** A second way into the same pipe or file, which may say "not yet"; null where there is none (a socket, a terminal). */
function openWithoutBlocking(): number | null {
  try {
    const stat = fstatSync(0);
    if (!stat.isFIFO() && !stat.isFile()) return null;
    // Of a pipe this makes a description of its own: the writer's and other readers' stay as they are.
    return openSync('/proc/self/fd/0', constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    // No /proc (macOS), or nothing there at all: the stream knows what to do.
    return null;
  }
}

async function readAll(fd: number): Promise<string> {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const length = readOrWait(fd, piece);
    if (length === 0) return Buffer.concat(pieces).toString('utf8');
    if (length === null) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    else pieces.push(piece.subarray(0, length));
  }
}

/** Bytes read, 0 at the end, null for "not yet". */
function readOrWait(fd: number, piece: Buffer): number | null {
  try {
    return readSync(fd, piece);
  } catch (error) {
    if (isAgain(error)) return null;
    throw error;
  }
}

async function readStream(): Promise<string> {
  if (process.stdin.isTTY) return '';
  const pieces: Buffer[] = [];
  try {
    // Without an encoding a stream gives bytes.
    for await (const piece of process.stdin) pieces.push(piece as Buffer);
  } catch {
    // A closed or broken standard input says no more than it has said.
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Writes all of a text to a standard stream, in order, before it returns. A reader that is gone is no error of ours. */
export function writeTo(fd: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (!isAgain(error)) return;
      // A full pipe whose reader is slow: it is asked again until it takes more.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookEveryMs);
    }
  }
}

function isAgain(error: unknown): boolean {
  return systemWord(error) === 'EAGAIN';
}
