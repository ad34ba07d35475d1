import type { Buffer } from 'node:buffer';
import type { JournalRecord, Skipped } from './ledger.ts';
import { decodeLine } from './record.ts';

/** Bytes of a segment, understood. */
export interface Decoded {
  readonly records: readonly JournalRecord[];
  readonly skipped: Skipped;
  /** Where the line that ends the segment begins, or null. Nothing behind it was looked at. */
  readonly sealOffset: number | null;
}

/** Nothing was skipped. */
export const nothingSkipped: Skipped = { damaged: 0, newer: 0 };

/** Both together. */
export function addSkipped(a: Skipped, b: Skipped): Skipped {
  return { damaged: a.damaged + b.damaged, newer: a.newer + b.newer };
}

/** Splits whole lines of one segment (the last byte is a newline) into records. Never throws. */
export function decodeLines(bytes: Buffer, segment: number): Decoded {
  const records: JournalRecord[] = [];
  let damaged = 0;
  let newer = 0;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    // Every record brings a newline of its own in front, so every other line is empty.
    const line = end === start ? null : decodeLine(bytes.subarray(start, end));
    if (line?.kind === 'record') {
      records.push(line.record);
    } else if (line?.kind === 'seal' && line.segment === segment) {
      return { records, skipped: { damaged, newer }, sealOffset: start };
    } else if (line?.kind === 'newer') {
      newer += 1;
    } else if (line !== null) {
      damaged += 1;
    }
    start = end + 1;
  }
  return { records, skipped: { damaged, newer }, sealOffset: null };
}
