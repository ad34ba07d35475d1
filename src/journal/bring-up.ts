import { archiveEntries, dropOtherGenerations } from './archive.ts';
import { saveCheckpoint, type Snapshot } from './checkpoint.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { DiskFailure } from './disk.ts';
import type { LedgerRules } from './ledger.ts';
import type { Now, Present } from './present.ts';
import type { Seen } from './read.ts';
import { clearUnderway } from './replace.ts';
import { rotate } from './rotate.ts';
import type { Site } from './site.ts';
import { syncJournal } from './sync.ts';
import { bringViews } from './views.ts';

/** What settling works on. Everything here is only for the lock's holder. */
export interface Settling<State> {
  readonly site: Site;
  readonly rules: LedgerRules<State>;
  readonly present: Present<State>;
  /** A journal file of this size is ended. */
  readonly rotateAtBytes: number;
  /** The checkpoint may be behind the journal by this much: folding so little costs less than writing it. */
  readonly checkpointEveryBytes: number;
}

/** Folds what is new, and brings checkpoint, archive and views up to it. Gives back how far it looked. */
export function bringUp<State>(settling: Settling<State>): Result<Seen, DiskFailure> {
  const cleared = clearUnderway(settling.site);
  const now = settling.present.now();
  const { outcome } = now;
  if (outcome.kind === 'failed' || outcome.seen.sizeBytes < settling.rotateAtBytes) {
    return afterwards(commit(settling, now, { isRebuild: false }), cleared);
  }
  // What stragglers may have added up to the seal is read before anything is kept. A rotation that did
  // not succeed keeps nothing back: the journal only grows.
  const rotated = rotate(settling.site, outcome.seen.activeNumber);
  const committed = commit(settling, settling.present.now(), { isRebuild: false });
  return afterwards(afterwards(committed, rotated), cleared);
}

/** Folds the whole journal again and writes everything again. */
export function bringUpFromNothing<State>(settling: Settling<State>): Result<Seen, DiskFailure> {
  const cleared = clearUnderway(settling.site);
  const now = settling.present.nowFromNothing();
  return afterwards(commit(settling, now, { isRebuild: true }), cleared);
}

/** Whether the journal has more than was looked at. */
export function hasGrown(site: Site, seen: Seen): boolean {
  const active = site.disk.identify(site.paths.active);
  if (!active.ok) {
    return false;
  }
  const id = active.value?.id ?? null;
  return id !== seen.activeId || (active.value?.sizeBytes ?? 0) > seen.sizeBytes;
}

/** The first failure counts, whatever came after it. */
function afterwards<T>(
  result: Result<T, DiskFailure>,
  other: Result<unknown, DiskFailure>,
): Result<T, DiskFailure> {
  return result.ok && !other.ok ? other : result;
}

function commit<State>(
  settling: Settling<State>,
  now: Now<State>,
  { isRebuild }: { readonly isRebuild: boolean },
): Result<Seen, DiskFailure> {
  const { outcome } = now;
  // A journal that could not be read to its end, or whose order is not sure, must not become a view:
  // an empty registry would replace a good one.
  if (outcome.kind === 'failed') {
    return failed(outcome.failure);
  }
  if (outcome.unsealed !== null) {
    return failed(outcome.unsealed);
  }
  // Nor must a journal with nothing in it: what views there are is all that is left then.
  if (outcome.snapshot.records === 0) {
    return ok(outcome.seen);
  }
  const { site, rules } = settling;
  const { kept, retired } = rules.retire(outcome.snapshot.state);
  const viewed = bringViews(site, rules.views(kept), { rewriteAll: isRebuild });
  const isDue = isRebuild || retired.size > 0 || isFarBehind(settling, now);
  const saved = isDue ? save(settling, now, { kept, retired }) : ok(undefined);
  return afterwards(afterwards(ok(outcome.seen), viewed), saved);
}

function isFarBehind<State>(settling: Settling<State>, { outcome, base }: Now<State>): boolean {
  const at = base.checkpointAt;
  const { segment, offsetBytes } = outcome.snapshot.bookmark;
  return (
    at === null || at.segment !== segment || offsetBytes - at.offsetBytes >= settling.checkpointEveryBytes
  );
}

interface Retirement<State> {
  readonly kept: State;
  readonly retired: ReadonlyMap<string, unknown>;
}

/** Journal, then archive, then checkpoint: none may survive a power loss without the one before it. */
function save<State>(
  settling: Settling<State>,
  now: Now<State>,
  retirement: Retirement<State>,
): Result<void, DiskFailure> {
  const { site, rules, present } = settling;
  const { outcome } = now;
  if (outcome.kind !== 'caught-up') {
    return failed(outcome.failure);
  }
  const synced = syncJournal(site, now.base.checkpointAt?.segment ?? 1);
  if (!synced.ok) {
    return synced;
  }
  const archived = archive(site, outcome.snapshot, { ...retirement, checkpointAt: now.base.checkpointAt });
  // What cannot be archived stays in the working set.
  const snapshot = archived.ok ? archived.value : outcome.snapshot;
  const saved = saveCheckpoint(site, rules, snapshot);
  if (!saved.ok) {
    present.forget();
    return saved;
  }
  present.checkpointed(saved.value);
  const dropped = dropOtherGenerations(site, snapshot.generation);
  return archived.ok ? dropped : archived;
}

function archive<State>(
  site: Site,
  snapshot: Snapshot<State>,
  {
    kept,
    retired,
    checkpointAt,
  }: Retirement<State> & { readonly checkpointAt: Now<State>['base']['checkpointAt'] },
): Result<Snapshot<State>, DiskFailure> {
  if (retired.size === 0) {
    return ok({ ...snapshot, state: kept });
  }
  const generation = snapshot.generation ?? site.stamp('archive').id;
  const archived = archiveEntries(site, generation, retired, { at: snapshot.bookmark, checkpointAt });
  return archived.ok ? ok({ ...snapshot, state: kept, generation }) : archived;
}
