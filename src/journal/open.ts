import { appendEvents } from './append.ts';
import { keysIn } from './archive.ts';
import { restoreKeys } from './catch-up.ts';
import { nodeDisk, type Disk } from './disk.ts';
import type { JournalRecord, Ledger, LedgerRules } from './ledger.ts';
import type { Holders } from './lock.ts';
import { journalStart } from './position.ts';
import { presentOf } from './present.ts';
import { readJournal } from './read.ts';
import { rebuild, settle } from './settle.ts';
import type { Settling } from './bring-up.ts';
import { sitePaths, type Site } from './site.ts';

/** What a ledger has to be told. */
export interface LedgerOptions<State> {
  /** The instances directory. Made, with its parents, when the first record is kept. */
  readonly directory: string;
  readonly rules: LedgerRules<State>;
  readonly holders: Holders;
  readonly host: string;
  nowMs(): number;
  /** Unique among all records of all hosts, and fit for a file name. */
  newId(): string;
  /** The file system, if it is not this machine's own. */
  readonly disk?: Disk;
  /** Full segments are about this long; 8 MiB. */
  readonly rotateAtBytes?: number;
  /** How far the checkpoint may be behind; 64 KiB. */
  readonly checkpointEveryBytes?: number;
}

/** Opens a ledger. Touches nothing before the first call. */
export function openLedger<State>(options: LedgerOptions<State>): Ledger<State> {
  const { rules, host } = options;
  const site: Site = {
    disk: options.disk ?? nodeDisk(),
    paths: sitePaths(options.directory),
    stamp: (by) => ({ id: options.newId(), atMs: options.nowMs(), host, by }),
  };
  const present = presentOf(site, rules);
  const settling: Settling<State> = {
    site,
    rules,
    present,
    rotateAtBytes: options.rotateAtBytes ?? 8 * 1024 * 1024,
    checkpointEveryBytes: options.checkpointEveryBytes ?? 64 * 1024,
  };
  return {
    append: (events, how) => appendEvents(site, events, how),
    read() {
      const { outcome } = present.now();
      const { state, skipped } = outcome.snapshot;
      return outcome.kind === 'failed'
        ? { state, skipped, unreadable: outcome.failure.code }
        : { state, skipped };
    },
    recall: (keys) => recall(settling, keys),
    archivedKeys() {
      const { state, generation } = present.now().outcome.snapshot;
      return generation === null ? [] : keysIn(site, generation).filter((key) => !rules.has(state, key));
    },
    settle: () => settle(settling, options.holders),
    rebuild: () => rebuild(settling, options.holders),
    records: () => records(site),
  };
}

function recall<State>({ site, rules, present }: Settling<State>, keys: readonly string[]): State {
  // Twice, because another process may have settled between the look at the state and that at the archive.
  for (const again of [false, true]) {
    if (again) {
      present.forget();
    }
    const { snapshot } = present.now().outcome;
    const restored = restoreKeys(site, rules, { snapshot, keys });
    if (restored.kind === 'restored') {
      return restored.state;
    }
  }
  // The archive is damaged, but the journal has it all.
  return present.nowFromNothing().outcome.snapshot.state;
}

function* records(site: Site): Generator<JournalRecord, void> {
  for (const step of readJournal(site, journalStart)) {
    if (step.kind === 'batch') {
      yield* step.records;
    }
  }
}
