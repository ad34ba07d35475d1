import type { Buffer } from 'node:buffer';
import { verified, withChecksum, type JsonObject } from './checksum.ts';
import type { JournalRecord } from './ledger.ts';

/** What every line of the journal says about its own writing. */
export type Stamp = Omit<JournalRecord, 'event' | 'v'>;

/** What one line of the journal turned out to be. */
export type Line =
  | { readonly kind: 'record'; readonly record: JournalRecord }
  /** The end of a segment: nothing behind it counts, in this segment. */
  | { readonly kind: 'seal'; readonly segment: number }
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/** Longer lines are not written, and not looked at when read. */
export const maximumLineBytes = 16 * 1024 * 1024;

/**
 * One record as it stands in the journal. The newline in front is what keeps a writer's torn line from
 * swallowing the next writer's whole one.
 */
export function encodeRecord(stamp: Stamp, event: object): string {
  const { id, atMs, host, by } = stamp;
  return `\n${withChecksum(JSON.stringify({ v: 1, id, atMs, host, by, event }))}\n`;
}

/** The line that ends a segment. Its form is frozen: every version must end a segment at the same place. */
export function encodeSeal(stamp: Stamp, segment: number): string {
  const { id, atMs, host, by } = stamp;
  return `\n${withChecksum(JSON.stringify({ v: 1, id, atMs, host, by, seal: segment }))}\n`;
}

/** Reads one line, without its newline. Never throws. */
export function decodeLine(bytes: Buffer): Line {
  const value = bytes.length > maximumLineBytes ? null : verified(bytes);
  if (value === null || typeof value['v'] !== 'number') {
    return { kind: 'damaged' };
  }
  if (value['v'] > 1) {
    return { kind: 'newer' };
  }
  const segment = value['seal'];
  if (typeof segment === 'number') {
    return { kind: 'seal', segment };
  }
  const record = recordIn(value);
  return record === null ? { kind: 'damaged' } : { kind: 'record', record };
}

function recordIn(value: JsonObject): JournalRecord | null {
  const { v, id, atMs, host, by, event } = value;
  const isOurs = v === 1 && typeof id === 'string' && typeof atMs === 'number' && event !== undefined;
  return isOurs && typeof host === 'string' && typeof by === 'string'
    ? { v, id, atMs, host, by, event }
    : null;
}
