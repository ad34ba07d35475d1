import { Buffer } from 'node:buffer';
import { ok, type Result } from '../text/result.ts';
import type { DiskFailure, OpenFile } from './disk.ts';
import type { JournalRecord, Skipped } from './ledger.ts';
import { lookAtJournal, partsFrom, type Look, type Part } from './look.ts';
import { bookmarkIn, holdsBookmark, journalStart, type Bookmark, type Position } from './position.ts';
import { maximumLineBytes } from './record.ts';
import { seal } from './rotate.ts';
import { decodeLines } from './segments.ts';
import type { Site } from './site.ts';

/** How far the journal's open end was looked at. */
export interface Seen {
  /** Null when there was no such file. */
  readonly activeId: string | null;
  readonly activeNumber: number;
  readonly sizeBytes: number;
}

/** Records that follow each other, and where the next one begins. */
interface Batch {
  readonly kind: 'batch';
  readonly records: readonly JournalRecord[];
  readonly skipped: Skipped;
  readonly end: Position;
}

/** What reading the journal gives, in order; all but batches are the last. */
export type Step =
  | Batch
  | {
      readonly kind: 'end';
      readonly bookmark: Bookmark;
      readonly seen: Seen;
      /** Why a segment could not be sealed, if so: what comes behind it may yet get another order. */
      readonly unsealed: DiskFailure | null;
    }
  /** The bookmark is not in this journal: it was cut, replaced, or lost a segment. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: DiskFailure };

/** Small enough for a Node string whatever the journal's size, large enough for few calls. */
const chunkBytes = 1024 * 1024;

/**
 * Reads every record behind the bookmark, in the one order that all readers agree on. What is damaged,
 * newer or not ours is skipped and counted; an unfinished last line is not there yet. Files are read by
 * chunks, so their size does not matter.
 */
export function* readJournal(site: Site, from: Bookmark): Generator<Step, void> {
  const looked = lookAtJournal(site);
  if (!looked.ok) {
    yield { kind: 'failed', failure: looked.failure };
    return;
  }
  try {
    const look = continued(looked.value, from);
    yield* readParts(site, look, from);
  } finally {
    looked.value.active?.close();
  }
}

/**
 * The open end keeps its number when somebody threw the full segments before it away: the bookmark
 * knows it, and whether it is in this file is looked at next.
 */
function continued(look: Look, from: Bookmark): Look {
  return from.offsetBytes > 0 && from.segment > look.activeNumber
    ? { ...look, activeNumber: from.segment }
    : look;
}

function* readParts(site: Site, look: Look, from: Bookmark): Generator<Step, void> {
  const parts = partsFrom(site, look, from.segment);
  if (from.offsetBytes > 0 && parts[0]?.segment !== from.segment) {
    yield { kind: 'lost' };
    return;
  }
  let bookmark = from;
  let unsealed: DiskFailure | null = null;
  for (const part of parts) {
    const start = part.segment === from.segment ? from : { ...journalStart, segment: part.segment };
    const isLast = part === parts.at(-1);
    const outcome = yield* readPart(site, part, { start, isLast });
    if (!outcome.ok) {
      yield { kind: 'failed', failure: outcome.failure };
      return;
    }
    if (outcome.value === 'lost') {
      yield { kind: 'lost' };
      return;
    }
    bookmark = outcome.value.bookmark ?? bookmark;
    unsealed ??= outcome.value.unsealed;
  }
  yield { kind: 'end', bookmark, seen: seenIn(look), unsealed };
}

function seenIn(look: Look): Seen {
  const { active, activeNumber } = look;
  return { activeId: active?.id ?? null, activeNumber, sizeBytes: active?.sizeBytes ?? 0 };
}

interface PartEnd {
  /** Null when the part had nothing whole to give, so the end is still where it was. */
  readonly bookmark: Bookmark | null;
  readonly isSealed: boolean;
  /** Why it could not be sealed, where it should have been. */
  readonly unsealed: DiskFailure | null;
}

interface Stretch {
  readonly start: Bookmark;
  readonly isLast: boolean;
}

function* readPart(
  site: Site,
  part: Part,
  stretch: Stretch,
): Generator<Batch, Result<PartEnd | 'lost', DiskFailure>> {
  const first = yield* readOpened(part, stretch.start);
  if (!first.ok || first.value === 'lost' || first.value.isSealed || stretch.isLast) {
    return first;
  }
  // A rotation was killed before its seal. What stands here now comes before the next segment, and
  // what a straggler adds later must not: so it ends here.
  const sealed = seal(site, part.segment);
  if (!sealed.ok) {
    return ok({ ...first.value, unsealed: sealed.failure });
  }
  const rest = yield* readOpened(part, first.value.bookmark ?? stretch.start);
  return rest.ok && rest.value !== 'lost'
    ? ok({ ...rest.value, bookmark: rest.value.bookmark ?? first.value.bookmark })
    : rest;
}

function* readOpened(part: Part, start: Bookmark): Generator<Batch, Result<PartEnd | 'lost', DiskFailure>> {
  const file = part.open();
  if (!file.ok) {
    return file;
  }
  if (file.value === null) {
    // Thrown away since the look. There is nothing of it to wait for.
    return start.offsetBytes > 0 ? ok('lost') : ok({ bookmark: null, isSealed: true, unsealed: null });
  }
  try {
    return yield* readFile(file.value, start);
  } finally {
    file.value.close();
  }
}

function* readFile(file: OpenFile, start: Bookmark): Generator<Batch, Result<PartEnd | 'lost', DiskFailure>> {
  const holds = holdsBookmark(file, start);
  if (!holds.ok || !holds.value) {
    return holds.ok ? ok('lost') : holds;
  }
  const scanned = yield* scan(file, start);
  if (!scanned.ok) {
    return scanned;
  }
  const { offsetBytes, isSealed } = scanned.value;
  if (offsetBytes === start.offsetBytes) {
    return ok({ bookmark: null, isSealed, unsealed: null });
  }
  const bookmark = bookmarkIn(file, { segment: start.segment, offsetBytes });
  return bookmark.ok ? ok({ bookmark: bookmark.value, isSealed, unsealed: null }) : bookmark;
}

interface ScanEnd {
  readonly offsetBytes: number;
  readonly isSealed: boolean;
}

function* scan(file: OpenFile, from: Position): Generator<Batch, Result<ScanEnd, DiskFailure>> {
  const { segment } = from;
  let { offsetBytes } = from;
  let readTo = offsetBytes;
  let unfinished: Buffer = Buffer.alloc(0);
  while (readTo < file.sizeBytes) {
    const chunk = file.readAt(readTo, Math.min(chunkBytes, file.sizeBytes - readTo));
    if (!chunk.ok) {
      return chunk;
    }
    if (chunk.value.length === 0) {
      break;
    }
    readTo += chunk.value.length;
    const bytes = unfinished.length === 0 ? chunk.value : Buffer.concat([unfinished, chunk.value]);
    const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
    unfinished = bounded(bytes.subarray(wholeBytes));
    if (wholeBytes > 0) {
      const wholeEnd = readTo - (bytes.length - wholeBytes);
      const decoded = decodeLines(bytes.subarray(0, wholeBytes), segment);
      const { records, skipped, sealOffset } = decoded;
      // A position never passes a seal, so whoever reads on from it finds out that the segment has ended.
      offsetBytes = sealOffset === null ? wholeEnd : wholeEnd - wholeBytes + sealOffset;
      yield { kind: 'batch', records, skipped, end: { segment, offsetBytes } };
      if (sealOffset !== null) {
        return ok({ offsetBytes, isSealed: true });
      }
    }
  }
  return ok({ offsetBytes, isSealed: false });
}

/** A line that is too long to be ours is remembered only as being damaged. */
function bounded(unfinished: Buffer): Buffer {
  return unfinished.length > maximumLineBytes ? Buffer.from('!') : unfinished;
}
