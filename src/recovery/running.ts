import { parseSessionId, type SessionId } from '../claude/session-id.ts';
import type { ClientSession } from '../claude/client-files.ts';
import { isClientCommand } from '../process/ancestry.ts';
import type { ProcessRow } from '../process/processes.ts';
import type { Registry } from '../session/registry.ts';
import type { RunningClient } from './facts.ts';
import { readLauncher } from './launch.ts';

/** A row of the process table with its arguments. */
export interface RunningRow {
  readonly row: ProcessRow;
  readonly argv: readonly string[] | null;
}

/** What is known of the processes that might run conversations. */
export interface RunningFacts {
  readonly rows: readonly RunningRow[];
  /** The client's own registry, as it is on disk. */
  readonly entries: readonly ClientSession[];
  readonly registry: Registry;
  readonly bootId: string | null;
}

/**
 * Which conversation every living client runs. Our journal's word on a process goes before the client's own
 * registry, and that before the arguments: a client that has gone on to another conversation still has the old
 * one in its arguments.
 */
export function runningClients(facts: RunningFacts): ReadonlyMap<SessionId, RunningClient> {
  const journal = journalWords(facts);
  const entries = new Map(facts.entries.map((entry) => [entry.pid, entry]));
  const running = new Map<SessionId, RunningClient>();
  for (const { row, argv } of facts.rows) {
    if (row.isZombie || readLauncher(argv ?? []) !== null) continue;
    const found = entries.get(row.pid);
    const entry = found?.procStart === row.started ? found : null;
    const session = journal.get(row.pid) ?? entry?.sessionId ?? ownSession(row, argv);
    if (session !== null) running.set(session, { pid: row.pid, kind: kindOf(entry) });
  }
  return running;
}

function ownSession(row: ProcessRow, argv: readonly string[] | null): SessionId | null {
  return isClientCommand(row, argv) ? sessionInArgv(argv ?? []) : null;
}

/** Only the client itself says of an agent of its supervisor that it is one. */
function kindOf(entry: ClientSession | null): RunningClient['kind'] {
  return entry === null || entry.kind === null || entry.kind === 'interactive' ? 'interactive' : 'background';
}

/** Processes that the journal holds for living, and what they run. */
function journalWords({ registry, rows, bootId }: RunningFacts): ReadonlyMap<number, SessionId> {
  const starts = new Map(rows.map(({ row }) => [row.pid, row.started]));
  const words = new Map<number, SessionId>();
  for (const { id, state, process } of registry.sessions.values()) {
    if (state.kind !== 'live' || process === null) continue;
    const { pid, started } = process.identity;
    if (process.identity.bootId === bootId && starts.get(pid) === started) words.set(pid, id);
  }
  return words;
}

/** The conversation that a client was told to run by its arguments, or null. A fork gets an id of its own. */
export function sessionInArgv(argv: readonly string[]): SessionId | null {
  if (argv.includes('--fork-session')) return null;
  for (const [at, word] of argv.entries()) {
    const value = /^(?:--resume|-r|--session-id)$/.test(word)
      ? argv[at + 1]
      : /^(?:--resume|--session-id)=(.*)$/s.exec(word)?.[1];
    const session = value === undefined ? null : parseSessionId(nameOf(value));
    if (session !== null) return session;
  }
  return null;
}

/** A conversation may be given by its file. */
function nameOf(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1).replace(/\.jsonl$/, '');
}

/**
 * Sessions that some pane of ours is starting (or runs) at this moment, with the pane's process. Not one whose client
 * has gone on to another conversation there: the pane keeps the arguments that it was made with.
 */
export function startingSessions(
  rows: readonly RunningRow[],
  running: ReadonlyMap<SessionId, RunningClient>,
): ReadonlyMap<SessionId, number> {
  const below = conversationsBelow(rows, running);
  const starting = new Map<SessionId, number>();
  for (const { row, argv } of rows) {
    const launcher = row.isZombie ? null : readLauncher(argv ?? []);
    // A tmux server keeps the arguments of the command that it was started by.
    if (launcher?.mode !== 'now' || row.command.startsWith('tmux')) continue;
    const own = below.get(row.pid);
    if (own === undefined || own === launcher.session) starting.set(launcher.session, row.pid);
  }
  return starting;
}

/** What the client right below a process runs, by that process: a pane's own, as far as it is of our making. */
export function conversationsBelow(
  rows: readonly RunningRow[],
  running: ReadonlyMap<SessionId, RunningClient>,
): ReadonlyMap<number, SessionId> {
  const parents = new Map(rows.map(({ row }) => [row.pid, row.ppid]));
  return new Map(
    [...running].flatMap(([session, { pid }]) => {
      const parent = parents.get(pid);
      return parent === undefined ? [] : [[parent, session] as const];
    }),
  );
}
