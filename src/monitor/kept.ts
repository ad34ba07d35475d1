import { statSync } from 'node:fs';
import { join } from 'node:path';
import { printedBy } from '../programs/run.ts';
import { openMemory } from '../cache/memory.ts';
import { ok } from '../text/result.ts';
import type { World } from '../world.ts';
import { keepAncestry } from './kept-ancestry.ts';
import { KeptGit } from './kept-git.ts';
import { keepProcesses } from './kept-processes.ts';
import { keepPrograms } from './kept-programs.ts';
import { keepTmux, type KeptTmux } from './kept-tmux.ts';
import { takesSignals } from './signals.ts';

/** What the resident keeps in memory between requests. All of it can be had again at any moment. */
export interface Kept {
  /**
   * The same world, with what is kept in the place of what would be asked each time. With `asksTmuxAnew`
   * tmux is asked all the same: for whoever reports an end, what stood a moment ago is no answer.
   */
  around(world: World, asksTmuxAnew?: boolean): World;
  readonly tmux: KeptTmux;
  /** A session did something: what depends on files may have changed. */
  stirred(): void;
  /** Brings the views up to the journal soon; many requests, few rewrites. */
  settleSoon(): void;
  /** Does it now, where it is due. */
  settleNow(): void;
}

/** Views are brought up so soon after a change, so that what comes together is one rewrite, … */
const settleDelayMs = 50;
/** … and at most so often, save for what must be seen at once: a rewrite waits for the disk ten times. */
const settleGapMs = 1000;

/** Starts keeping. The base world's own ledger serves all requests: it folds only what is new. */
export function keep(base: World): Kept {
  const tmux = keepTmux(base.tmux, base.clock);
  const git = new KeptGit(base.git, base.clock);
  const programs = keepPrograms(printedBy);
  const memory = openMemory();
  const isTableKept = process.platform === 'darwin';
  const processes = isTableKept
    ? keepProcesses(base.processes, base.clock, takesSignals)
    : keepAncestry(base.processes, base.clock);
  let due: NodeJS.Timeout | null = null;
  let settledAtMs = 0;
  const settleNow = (): void => {
    if (due === null) return;
    clearTimeout(due);
    due = null;
    settledAtMs = base.clock.nowMs();
    base.ledger.settle();
  };
  const settleSoon = (): void => {
    const gapMs = Math.min(settledAtMs + settleGapMs - base.clock.nowMs(), settleGapMs);
    due ??= setTimeout(settleNow, Math.max(settleDelayMs, gapMs));
  };
  const ledger: World['ledger'] = {
    append: (events, options) => base.ledger.append(events, options),
    read: readIfGrown(base),
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
    around: (world, asksTmuxAnew = false) =>
      instead(world, {
        ledger,
        tmux: asksTmuxAnew ? base.tmux : tmux,
        git,
        processes,
        client: base.client,
        settings: base.settings,
        cache: base.cache,
        memory,
        programs,
      }),
    tmux,
    stirred: () => git.stirred(),
    settleSoon,
    settleNow,
  };
}

/** Seeing that the journal is as it was costs a tenth of asking the ledger, which a render does several times. */
function readIfGrown(base: World): World['ledger']['read'] {
  const path = join(base.paths.instances, 'statusline.jsonl');
  let known: ReturnType<World['ledger']['read']> | null = null;
  let knownMark = '';
  return () => {
    // Taken before the journal is read: what is appended meanwhile changes it, and is read the next time.
    const stat = statSync(path, { throwIfNoEntry: false });
    const mark = stat === undefined ? '' : `${stat.ino}:${stat.size}`;
    if (known === null || mark === '' || mark !== knownMark) {
      known = base.ledger.read();
      knownMark = mark;
    }
    return known;
  };
}

/** What takes the place of a request's own parts. */
type KeptParts = Pick<
  World,
  'ledger' | 'tmux' | 'git' | 'processes' | 'client' | 'settings' | 'cache' | 'memory' | 'programs'
>;

/** The world with these parts in the place of its own. Told one by one: a spread would look up what is told when asked for. */
function instead(world: World, parts: KeptParts): World {
  return {
    request: world.request,
    output: world.output,
    paths: world.paths,
    get self() {
      return world.self;
    },
    machine: world.machine,
    versions: world.versions,
    clock: world.clock,
    newId: world.newId,
    ledger: parts.ledger,
    tmux: parts.tmux,
    processes: parts.processes,
    client: parts.client,
    settings: parts.settings,
    git: parts.git,
    files: world.files,
    insurance: world.insurance,
    claims: world.claims,
    model: world.model,
    later: (argv) => world.later(argv),
    cache: parts.cache,
    memory: parts.memory,
    programs: parts.programs,
  };
}
