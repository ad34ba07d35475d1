import type { Result } from '../text/result.ts';

/** A record as it stands in the journal: an envelope of ours around an event that the reader must parse. */
export interface JournalRecord {
  readonly v: 1;
  readonly id: string;
  readonly atMs: number;
  readonly host: string;
  /** Who wrote it: `hook`, `render`, `monitor`, `command`, … */
  readonly by: string;
  readonly event: unknown;
}

/** Why a fact could not be kept. Whoever gets this must not act as if it was. */
export interface AppendFailure {
  readonly kind: 'not-kept';
  /** The system's word: ENOSPC, EROFS, EACCES, … */
  readonly code: string;
  readonly path: string;
}

/** What a reader met in the journal besides good records. Counted, never fatal. */
export interface Skipped {
  /** Torn, damaged, NUL-padded or not ours. */
  readonly damaged: number;
  /** Sound, but written by a newer version. */
  readonly newer: number;
}

/** Why the views are not up to the journal. The journal itself is untouched by that. */
export interface ViewsFailure {
  readonly kind: 'views-failed';
  /** The system's word, or HOLDER_UNKNOWN: a process that cannot be judged from here holds the lock. */
  readonly code: string;
}

/** The journal with a fold kept beside it: the truth, and what it says. */
export interface Ledger<State> {
  /**
   * Appends the events, one record each, all of them or a failure. `durable` waits until they survive
   * power loss. No lock is taken and nobody is waited for.
   */
  append(
    events: readonly object[],
    options: { readonly by: string; readonly durable: boolean },
  ): Result<void, AppendFailure>;
  /**
   * The state now: last checkpoint plus the journal after it, folded in memory. Takes no lock and writes
   * nothing (save the seal that a killed rotation left out). `unreadable` is there, with the system's
   * word, when the journal could not be read to its end: the state is then older than the truth.
   */
  read(): { readonly state: State; readonly skipped: Skipped; readonly unreadable?: string };
  /** The same, but with archived entries of these keys (session ids) brought back into the state. */
  recall(keys: readonly string[]): State;
  /** Keys of everything that was archived out of the working set. */
  archivedKeys(): readonly string[];
  /**
   * Brings the views up to the journal's end. Returns at once when another process is at it (that process
   * sees to it that nothing stays unfolded). Combined: many appends, few rewrites. Never throws for the
   * state of the disk; a failure is given back for doctor and tests.
   */
  settle(): Result<'settled' | 'left-to-another', ViewsFailure>;
  /** Writes every view again from the whole journal, under the lock; EBUSY when another holds it. */
  rebuild(): Result<void, ViewsFailure>;
  /** Every record in order, from the first segment on, for `log` and for rebuilds. */
  records(): Iterable<JournalRecord>;
}

/** What a ledger has to be told about the state it keeps. All functions are pure. */
export interface LedgerRules<State> {
  readonly empty: State;
  /** Folds records in order. Never throws; what it cannot understand it skips. */
  fold(state: State, records: readonly JournalRecord[]): State;
  /** The checkpoint's text form, and back; null when it is not ours or of another version. */
  encode(state: State): unknown;
  decode(value: unknown): State | null;
  /** The view files for a state: path relative to the instances directory, and content. */
  views(state: State): ReadonlyMap<string, string>;
  /** The archive key that a record is about, if any: folding it needs the archived entry back first. */
  keyOf(record: JournalRecord): string | null;
  /** Splits off what is old and quiet, so that the working set stays small. */
  retire(state: State): { readonly kept: State; readonly retired: ReadonlyMap<string, unknown> };
  /** Puts an archived entry back. */
  restore(state: State, key: string, entry: unknown): State;
  /** The same for many entries by key, at the cost of one: to be preferred where it is there. */
  restoreAll?(state: State, entries: ReadonlyMap<string, unknown>): State;
  /** Whether the working set holds this key. */
  has(state: State, key: string): boolean;
}
