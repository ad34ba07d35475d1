import { ok } from '../text/result.ts';
import type { World } from '../world.ts';
import { keepGit } from './kept-git.ts';
import { keepTmux, type KeptTmux } from './kept-tmux.ts';

/** What the resident keeps in memory between requests. All of it can be had again at any moment. */
export interface Kept {
  /** The same world, with what is kept in the place of what would be asked each time. */
  around(world: World): World;
  readonly tmux: KeptTmux;
  /** Brings the views up to the journal soon; many requests, few rewrites. */
  settleSoon(): void;
  /** Does it now, where it is due. */
  settleNow(): void;
}

/** Views are at most so long behind the journal. */
const settleDelayMs = 50;

/** Starts keeping. The base world's own ledger serves all requests: it folds only what is new. */
export function keep(base: World): Kept {
  const tmux = keepTmux(base.tmux, base.clock);
  const git = keepGit(base.git, base.clock);
  let due: NodeJS.Timeout | null = null;
  const settleNow = (): void => {
    if (due === null) return;
    clearTimeout(due);
    due = null;
    base.ledger.settle();
  };
  const settleSoon = (): void => {
    due ??= setTimeout(settleNow, settleDelayMs);
  };
  const ledger: World['ledger'] = {
    append: (events, options) => base.ledger.append(events, options),
    read: () => base.ledger.read(),
    recall: (keys) => base.ledger.recall(keys),
    archivedKeys: () => base.ledger.archivedKeys(),
    settle: () => {
      settleSoon();
      return ok('left-to-another');
    },
    rebuild: () => base.ledger.rebuild(),
    records: () => base.ledger.records(),
  };
  return {
    around: (world) => ({ ...world, ledger, tmux, git, processes: base.processes, client: base.client }),
    tmux,
    settleSoon,
    settleNow,
  };
}
