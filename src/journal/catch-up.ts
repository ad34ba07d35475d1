import { lookUp } from './archive.ts';
import type { Snapshot } from './checkpoint.ts';
import type { DiskFailure } from './disk.ts';
import type { LedgerRules } from './ledger.ts';
import { readJournal, type Seen } from './read.ts';
import { addSkipped } from './segments.ts';
import type { Site } from './site.ts';

/** What folding the rest of the journal into a snapshot came to. */
export type CaughtUp<State> =
  | {
      readonly kind: 'caught-up';
      readonly snapshot: Snapshot<State>;
      readonly seen: Seen;
      /** Why the order may still change, if it may; such a snapshot must not be kept. */
      readonly unsealed: DiskFailure | null;
    }
  /** The snapshot does not go with this journal or with this archive. */
  | { readonly kind: 'stale' }
  /** The journal could not be read to its end; the snapshot is as far as it went. */
  | { readonly kind: 'failed'; readonly failure: DiskFailure; readonly snapshot: Snapshot<State> };

/** Folds what the journal has behind the snapshot's bookmark, bringing archived entries back as needed. */
export function catchUp<State>(
  site: Site,
  rules: LedgerRules<State>,
  base: Snapshot<State>,
): CaughtUp<State> {
  let snapshot = base;
  for (const step of readJournal(site, base.bookmark)) {
    switch (step.kind) {
      case 'batch': {
        const keys = new Set(step.records.map((record) => rules.keyOf(record)));
        const restored = restoreKeys(site, rules, { snapshot, keys });
        if (restored.kind !== 'restored') {
          return restored;
        }
        const state = rules.fold(restored.state, step.records);
        const skipped = addSkipped(snapshot.skipped, step.skipped);
        // Without its fingerprint until the end: between batches it is only a position.
        const bookmark = { ...step.end, fingerprint: '' };
        const folded = snapshot.records + step.records.length;
        snapshot = { ...snapshot, state, skipped, bookmark, records: folded };
        break;
      }
      case 'end':
        snapshot = { ...snapshot, bookmark: step.bookmark };
        return { kind: 'caught-up', snapshot, seen: step.seen, unsealed: step.unsealed };
      case 'lost':
        return { kind: 'stale' };
      case 'failed':
        return { kind: 'failed', failure: step.failure, snapshot };
    }
  }
  throw new Error('The journal ended without an end.');
}

/** A state with archived entries brought back into it, or why that could not be. */
export type Restored<State> =
  | { readonly kind: 'restored'; readonly state: State }
  | Exclude<CaughtUp<State>, { readonly kind: 'caught-up' }>;

/** The snapshot's state with the archived entries of these keys, where there are any. */
export function restoreKeys<State>(
  site: Site,
  rules: LedgerRules<State>,
  { snapshot, keys }: { readonly snapshot: Snapshot<State>; readonly keys: Iterable<string | null> },
): Restored<State> {
  const { state, generation, bookmark } = snapshot;
  if (generation === null) {
    return { kind: 'restored', state };
  }
  const entries = new Map<string, unknown>();
  for (const key of keys) {
    if (key === null || rules.has(state, key)) {
      continue;
    }
    const found = lookUp(site, generation, key, bookmark);
    if (found.kind === 'failed') {
      return { ...found, snapshot };
    }
    if (found.kind === 'unusable') {
      return { kind: 'stale' };
    }
    if (found.kind === 'found') {
      entries.set(key, found.entry);
    }
  }
  return { kind: 'restored', state: withEntries(rules, state, entries) };
}

function withEntries<State>(
  rules: LedgerRules<State>,
  state: State,
  entries: ReadonlyMap<string, unknown>,
): State {
  if (entries.size === 0) {
    return state;
  }
  return rules.restoreAll === undefined
    ? [...entries].reduce((restored, [key, entry]) => rules.restore(restored, key, entry), state)
    : rules.restoreAll(state, entries);
}
