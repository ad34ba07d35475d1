import { catchUp, type CaughtUp } from './catch-up.ts';
import { emptySnapshot, loadCheckpoint, type Checkpoint, type Snapshot } from './checkpoint.ts';
import type { LedgerRules } from './ledger.ts';
import type { Position } from './position.ts';
import type { Site } from './site.ts';

/** A snapshot to fold on from. */
interface Base<State> {
  readonly snapshot: Snapshot<State>;
  /** Mark of the checkpoint file when this was made: as long as it is the same, nobody else settled. */
  readonly mark: string | null;
  /** Where the checkpoint stands that it was made from; null when it was folded from nothing. */
  readonly checkpointAt: Position | null;
}

/** The journal's end, folded, and what it was folded from. */
export interface Now<State> {
  readonly outcome: Exclude<CaughtUp<State>, { readonly kind: 'stale' }>;
  readonly base: Base<State>;
}

/** What one process remembers of the ledger between two looks, so that it reads only what is new. */
export interface Present<State> {
  /** The state at the journal's end. */
  now(): Now<State>;
  /** The same, made from the journal alone. */
  nowFromNothing(): Now<State>;
  /** The checkpoint was replaced by this one, by ourselves. */
  checkpointed(checkpoint: Checkpoint<State>): void;
  /** What was remembered does not go with the disk. */
  forget(): void;
}

/** A present that remembers nothing yet. */
export function presentOf<State>(site: Site, rules: LedgerRules<State>): Present<State> {
  let memory: Base<State> | null = null;

  const from = (base: Base<State>): Now<State> | null => {
    const outcome = catchUp(site, rules, base.snapshot);
    if (outcome.kind === 'stale') {
      return null;
    }
    if (outcome.kind === 'caught-up' && outcome.unsealed === null) {
      memory = { ...base, snapshot: outcome.snapshot };
    }
    return { outcome, base };
  };

  const fromNothing = (mark: string | null): Now<State> => {
    const now = from({ snapshot: emptySnapshot(rules), mark, checkpointAt: null });
    if (now === null) {
      throw new Error('A fold from nothing cannot be stale.');
    }
    return now;
  };

  const markNow = (): string | null => {
    const file = site.disk.identify(site.paths.checkpoint);
    return file.ok ? (file.value?.mark ?? null) : null;
  };

  return {
    now() {
      const mark = markNow();
      const remembered = memory !== null && memory.mark === mark ? from(memory) : null;
      return remembered ?? fromDisk(site, rules, from) ?? fromNothing(mark);
    },
    nowFromNothing: () => fromNothing(markNow()),
    checkpointed({ snapshot, mark }) {
      memory = { snapshot, mark, checkpointAt: snapshot.bookmark };
    },
    forget() {
      memory = null;
    },
  };
}

/** From the checkpoint on the disk; again when it was replaced while it was being used. */
function fromDisk<State>(
  site: Site,
  rules: LedgerRules<State>,
  from: (base: Base<State>) => Now<State> | null,
): Now<State> | null {
  let lastMark: string | null = null;
  for (;;) {
    const checkpoint = loadCheckpoint(site, rules);
    if (checkpoint === null || checkpoint.mark === lastMark) {
      return null;
    }
    const { snapshot, mark } = checkpoint;
    const now = from({ snapshot, mark, checkpointAt: snapshot.bookmark });
    if (now !== null) {
      return now;
    }
    lastMark = mark;
  }
}
