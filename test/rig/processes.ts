// The process table as the rig sees it: read straight from /proc, so that what it says is independent of
// the product's own reading.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** One process, from outside. */
export interface SeenProcess {
  readonly pid: number;
  readonly ppid: number;
  /** Field 22 of /proc/PID/stat. */
  readonly started: string;
  readonly command: string;
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** The process with this pid, or null when none runs (a zombie runs nothing). */
export function seenProcess(pid: number): SeenProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return {
      pid,
      ppid: Number(fields[1]),
      started: fields[19] ?? '',
      command,
      argv: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1),
      cwd: readlinkSync(`/proc/${pid}/cwd`),
    };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Every running process that was started with this variable in its environment: a stage knows its own by it. */
export function processesWith(name: string, value: string): readonly SeenProcess[] {
  const wanted = `${name}=${value}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => environmentOf(pid).includes(wanted))
    .flatMap((pid) => seenProcess(Number(pid)) ?? []);
}

/** Sends a signal; a process that is gone already is as good. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM';
}
