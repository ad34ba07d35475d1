import { Buffer } from 'node:buffer';
import { ok, type Result } from '../text/result.ts';
import { isObject, withChecksum, type JsonObject } from './checksum.ts';
import type { DiskFailure } from './disk.ts';
import { readVerified } from './files.ts';
import type { LedgerRules, Skipped } from './ledger.ts';
import { journalStart, type Bookmark } from './position.ts';
import { replaceFile } from './replace.ts';
import { nothingSkipped } from './segments.ts';
import type { Site } from './site.ts';

/** A state, and how much of the journal is folded into it. */
export interface Snapshot<State> {
  readonly state: State;
  readonly bookmark: Bookmark;
  /** How many records are folded into it. */
  readonly records: number;
  /** What was skipped up to there. */
  readonly skipped: Skipped;
  /** The archive generation that holds what this state lacks; null when it lacks nothing. */
  readonly generation: string | null;
}

/** A snapshot as it lies on the disk. */
export interface Checkpoint<State> {
  readonly snapshot: Snapshot<State>;
  /** Of the file, to see whether it was replaced since. */
  readonly mark: string;
}

/** A new member or another meaning needs another number; every other number means: fold the journal again. */
const version = 1;

/** Nothing folded yet. */
export function emptySnapshot<State>(rules: LedgerRules<State>): Snapshot<State> {
  return {
    state: rules.empty,
    bookmark: journalStart,
    records: 0,
    skipped: nothingSkipped,
    generation: null,
  };
}

/** The checkpoint on the disk; null when it is missing, damaged, unreadable or of another version. */
export function loadCheckpoint<State>(site: Site, rules: LedgerRules<State>): Checkpoint<State> | null {
  const file = readVerified(site.disk, site.paths.checkpoint);
  if (file === null || file.value['v'] !== version) {
    return null;
  }
  const { bookmark, records, skipped, generation } = file.value;
  const state = rules.decode(file.value['state']);
  if (state === null || typeof records !== 'number' || !isBookmark(bookmark)) {
    return null;
  }
  return isSkipped(skipped) && isGeneration(generation)
    ? { snapshot: { state, bookmark, records, skipped, generation }, mark: file.mark }
    : null;
}

/** Puts a snapshot on the disk in the last one's place, durable. Only for the lock's holder. */
export function saveCheckpoint<State>(
  site: Site,
  rules: LedgerRules<State>,
  snapshot: Snapshot<State>,
): Result<Checkpoint<State>, DiskFailure> {
  const state = rules.encode(snapshot.state);
  const text = withChecksum(JSON.stringify({ v: version, ...snapshot, state }));
  const replaced = replaceFile(site, { path: site.paths.checkpoint, bytes: Buffer.from(text) }, 'durable');
  if (!replaced.ok) {
    return replaced;
  }
  const file = site.disk.identify(site.paths.checkpoint);
  return file.ok ? ok({ snapshot, mark: file.value?.mark ?? '' }) : file;
}

// The checksum proves that we wrote it; these prove that this version of us did.

function isBookmark(value: unknown): value is Bookmark {
  const { segment, offsetBytes, fingerprint } = members(value);
  return typeof segment === 'number' && typeof offsetBytes === 'number' && typeof fingerprint === 'string';
}

function isSkipped(value: unknown): value is Skipped {
  const { damaged, newer } = members(value);
  return typeof damaged === 'number' && typeof newer === 'number';
}

function isGeneration(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function members(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
