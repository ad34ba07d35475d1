import type { ProcessRow, Processes } from '../process/processes.ts';
import type { World } from '../world.ts';

/** How long what stands above a process is taken for what it was, while that process itself is still the same. */
const aboveMs = 15_000;
/** Within one request nothing is looked at twice. */
const sameMomentMs = 20;
/** Processes remembered; the oldest go first. */
const maxKnown = 300;

interface Moments {
  /** When what stands above was read. */
  readonly readAtMs: number;
  /** When its own row was looked at last. */
  seenAtMs: number;
}

/** A process that was asked about, or stands above one. */
interface Known extends Moments {
  readonly row: ProcessRow;
  /** Its parents, nearest first. */
  readonly above: readonly ProcessRow[];
  /** Undefined where nobody asked. */
  argv: readonly string[] | null | undefined;
}

/**
 * The process table of Linux, where a row is one file: a client calls again and again, and what stands above it
 * hardly ever changes. Of what is known only the lowest row is read again: while it has its start, its
 * parent and its name, the rest is as it was.
 */
export function keepAncestry(processes: Processes, clock: Pick<World['clock'], 'nowMs'>): Processes {
  const known = new Map<number, Known>();
  const stillKnown = (row: ProcessRow, nowMs: number): Known | null => {
    const before = known.get(row.pid);
    if (before === undefined || !isSame(before.row, row) || !isWithin(aboveMs, before.readAtMs, nowMs))
      return null;
    before.seenAtMs = nowMs;
    return before;
  };
  /** Remembers rows that were just read, below what was read at another time. */
  const remember = (rows: readonly ProcessRow[], above: readonly ProcessRow[], at: Moments): void => {
    for (const [index, row] of rows.entries()) {
      known.delete(row.pid);
      known.set(row.pid, { row, above: [...rows.slice(index + 1), ...above], ...at, argv: undefined });
    }
    while (known.size > maxKnown) known.delete(known.keys().next().value ?? 0);
  };
  const ancestry = (pid: number): readonly ProcessRow[] => {
    const nowMs = clock.nowMs();
    const just = known.get(pid);
    if (just !== undefined && isWithin(sameMomentMs, just.seenAtMs, nowMs)) return [just.row, ...just.above];
    const found: ProcessRow[] = [];
    let current = processes.row(pid);
    while (current !== null) {
      const before = stillKnown(current, nowMs);
      if (before !== null) {
        const above = [before.row, ...before.above];
        // Of many clients in one tmux server each would else be read anew as long as another one has the server known.
        remember(found, above, { readAtMs: before.readAtMs, seenAtMs: nowMs });
        return [...found, ...above];
      }
      found.push(current);
      const { ppid } = current;
      // A loop cannot happen in one moment, but rows are read one after the other.
      const isNew = ppid > 0 && found.every((row) => row.pid !== ppid);
      current = isNew ? processes.row(ppid) : null;
    }
    remember(found, [], { readAtMs: nowMs, seenAtMs: nowMs });
    return found;
  };
  return {
    ...processes,
    ancestry,
    argv: (pid) => {
      const before = known.get(pid);
      const nowMs = clock.nowMs();
      if (before === undefined || !isWithin(sameMomentMs, before.seenAtMs, nowMs)) return processes.argv(pid);
      // A program that becomes another one keeps its process, but hardly ever its name.
      return (before.argv ??= processes.argv(pid));
    },
  };
}

function isWithin(ms: number, sinceMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - sinceMs) < ms;
}

function isSame(a: ProcessRow, b: ProcessRow): boolean {
  return a.started === b.started && a.ppid === b.ppid && a.command === b.command && a.isZombie === b.isZombie;
}
