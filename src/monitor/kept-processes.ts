import { ancestors } from '../process/ancestors.ts';
import { isSameProcess, type ProcessIdentity } from '../process/identity.ts';
import type { Liveness, ProcessRow, Processes } from '../process/processes.ts';
import type { World } from '../world.ts';

/** A table read from `ps` serves for so long: its start costs more than a whole render should. */
const freshMs = 3000;
/** … and for so long to see that a process which still takes signals is the one it was. */
const knownMs = 15_000;

/**
 * The process table where reading it means starting a program (macOS): one reading serves all who ask within
 * a moment. A process that is not in it is looked up at once, and nobody is called dead by what was kept.
 */
export function keepProcesses(
  processes: Processes,
  clock: Pick<World['clock'], 'nowMs'>,
  takesSignals: (pid: number) => boolean,
): Processes {
  let rows: ReadonlyMap<number, ProcessRow> = new Map();
  let readAtMs = Number.NEGATIVE_INFINITY;
  /** Argument vectors by process and name: a program that becomes another one gets another name. */
  let vectors = new Map<string, readonly string[] | null>();
  const isYoungerThan = (ageMs: number): boolean => Math.abs(clock.nowMs() - readAtMs) < ageMs;
  const readAnew = (): void => {
    rows = new Map(processes.all().map((row) => [row.pid, row]));
    readAtMs = clock.nowMs();
    const keys = new Set([...rows.values()].map(keyOf));
    vectors = new Map([...vectors].filter(([key]) => keys.has(key)));
  };
  const row = (pid: number): ProcessRow | null => {
    if (!isYoungerThan(freshMs) || !rows.has(pid)) readAnew();
    return rows.get(pid) ?? null;
  };
  const liveness = (identity: ProcessIdentity): Liveness => {
    const known = isYoungerThan(knownMs) ? rows.get(identity.pid) : undefined;
    const bootId = processes.bootId();
    const isKnown =
      known !== undefined &&
      bootId !== null &&
      !known.isZombie &&
      isSameProcess(identity, { bootId, pid: known.pid, started: known.started });
    return isKnown && takesSignals(identity.pid) ? 'alive' : processes.liveness(identity);
  };
  return {
    bootId: () => processes.bootId(),
    row,
    ancestry: (pid) => ancestors(row, pid),
    argv: (pid) => {
      const known = row(pid);
      if (known === null) return processes.argv(pid);
      const key = keyOf(known);
      if (!vectors.has(key)) vectors.set(key, processes.argv(pid));
      return vectors.get(key) ?? null;
    },
    cwd: (pid) => processes.cwd(pid),
    environment: (pid, names) => processes.environment(pid, names),
    liveness,
    children: (pid) => processes.children(pid),
    all: () => {
      if (!isYoungerThan(freshMs)) readAnew();
      return [...rows.values()];
    },
  };
}

function keyOf({ pid, started, command }: ProcessRow): string {
  return `${pid} ${started} ${command}`;
}
