import { ancestors } from './ancestors.ts';
import {
  argumentsProgram,
  parseBoot,
  parseLsofCwd,
  parsePs,
  parseStartArguments,
  psColumns,
  type StartArguments,
} from './darwin.ts';
import type { ProcessIdentity } from './identity.ts';
import { parseEnviron } from './linux.ts';
import type { Liveness, ProcessRow, Processes } from './processes.ts';

/** Runs a program with its arguments and gives what it printed, or null when it could not be run at all. */
export type RunProgram = (program: string, argv: readonly string[]) => string | null;

const deadlineMs = 2000;

/** The process table of macOS. `run` is for tests; the default starts the real programs. */
export function openPsProcesses(run: RunProgram = runProgram): Processes {
  let boot: string | null = null;
  const bootId = (): string | null =>
    (boot ??= parseBoot(run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid', 'kern.boottime']) ?? ''));
  const row = (pid: number): ProcessRow | null => look(run, pid)?.at(0) ?? null;
  const all = (): readonly ProcessRow[] => parsePs(run('/bin/ps', ['-axo', psColumns]) ?? '');
  return {
    bootId,
    row,
    all,
    ancestry: (pid) => {
      const rows = new Map(all().map((each) => [each.pid, each]));
      return ancestors((each) => rows.get(each) ?? null, pid);
    },
    argv: (pid) => startOf(run, pid)?.argv ?? null,
    cwd: (pid) => parseLsofCwd(run('/usr/sbin/lsof', ['-a', '-d', 'cwd', '-p', String(pid), '-F0n']) ?? ''),
    environment: (pid, names) => {
      const start = startOf(run, pid);
      return start === null ? null : parseEnviron(start.environment.join('\0'), names);
    },
    liveness: (process) => livenessOf(process, bootId(), () => look(run, process.pid)),
    children: (pid) => all().filter((each) => each.ppid === pid),
  };
}

function startOf(run: RunProgram, pid: number): StartArguments | null {
  const printed = run('/usr/bin/perl', ['-e', argumentsProgram, String(pid)]);
  return printed === null ? null : parseStartArguments(printed);
}

/** The rows of one pid: one, none, or null when `ps` could not tell. */
function look(run: RunProgram, pid: number): readonly ProcessRow[] | null {
  const printed = run('/bin/ps', ['-o', psColumns, '-p', String(pid)]);
  return printed === null ? null : parsePs(printed);
}

function livenessOf(
  identity: ProcessIdentity,
  ours: string | null,
  lookAgain: () => readonly ProcessRow[] | null,
): Liveness {
  if (ours === null) return 'unknown';
  if (ours !== identity.bootId) return 'dead';
  const rows = lookAgain();
  if (rows === null) return 'unknown';
  const isThere = rows.some((row) => row.started === identity.started && !row.isZombie);
  return isThere ? 'alive' : 'dead';
}

/** Loaded only when a program is run: `node:child_process` costs milliseconds that Linux never needs. */
function runProgram(program: string, argv: readonly string[]): string | null {
  // The guard is for Node before 20.16, where nothing can be told.
  const childProcess = process.getBuiltinModule?.('node:child_process');
  const ended = childProcess?.spawnSync(program, argv, {
    encoding: 'utf8',
    timeout: deadlineMs,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // A signal means the deadline; an exit code alone (`ps` finds nobody: 1) is an answer.
  return ended === undefined || ended.error !== undefined || ended.signal !== null ? null : ended.stdout;
}
