import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { ancestors } from './ancestors.ts';
import type { ProcessIdentity } from './identity.ts';
import { bootText, compareBoots, parseChildren, parseCmdline, parseEnviron, parseStat } from './linux.ts';
import type { Liveness, ProcessRow, Processes } from './processes.ts';
import { openPsProcesses } from './ps.ts';
import { systemWord } from '../text/system-word.ts';

/** What reading one file of the process table gave. `unreadable` is never taken for `absent`. */
type Look = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'absent' | 'unreadable' };

/** The process table of this machine: `/proc` on Linux, `ps` and `sysctl` on macOS. */
export function openProcesses(platform: NodeJS.Platform): Processes {
  return platform === 'darwin' ? openPsProcesses() : openProcFiles('/proc');
}

/** The process table as a Linux `/proc` tree shows it. */
export function openProcFiles(root: string): Processes {
  let boot: string | null = null;
  const bootId = (): string | null => (boot ??= readBoot(root));
  const row = (pid: number): ProcessRow | null => readRow(root, pid);
  const all = (): readonly ProcessRow[] => pidsUnder(root).flatMap((pid) => row(pid) ?? []);
  return {
    bootId,
    row,
    all,
    ancestry: (pid) => ancestors(row, pid),
    argv: (pid) => {
      const cmdline = look(`${root}/${pid}/cmdline`);
      return cmdline.kind === 'text' ? parseCmdline(cmdline.text) : null;
    },
    cwd: (pid) => readCwd(`${root}/${pid}/cwd`),
    environment: (pid, names) => {
      const environ = look(`${root}/${pid}/environ`);
      return environ.kind === 'text' ? parseEnviron(environ.text, names) : null;
    },
    liveness: (process) => livenessIn(root, process, bootId()),
    children: (pid) => readChildren(root, pid) ?? all().filter((each) => each.ppid === pid),
  };
}

function look(path: string): Look {
  try {
    return { kind: 'text', text: readText(path) };
  } catch (error) {
    return { kind: isAbsence(error) ? 'absent' : 'unreadable' };
  }
}

/** Most files of the table are shorter; short enough for Node to cut it from a block that it has. */
const usualBytes = 2048;

/**
 * The whole text of a file that does not tell its size, as none here does: `readFileSync` would take 64 KiB
 * for each, and where many are read each second the collector's work costs more than the reading.
 */
function readText(path: string): string {
  const fd = openSync(path, 'r');
  try {
    let bytes = Buffer.allocUnsafe(usualBytes);
    for (let filled = 0; ;) {
      const got = readSync(fd, bytes, filled, bytes.length - filled, null);
      if (got === 0) return bytes.toString('utf8', 0, filled);
      filled += got;
      if (filled === bytes.length) bytes = Buffer.concat([bytes], 4 * filled);
    }
  } finally {
    closeSync(fd);
  }
}

/** ESRCH comes from a `/proc` file that was opened while its process ended. */
function isAbsence(error: unknown): boolean {
  const word = systemWord(error);
  return word === 'ENOENT' || word === 'ESRCH';
}

function readRow(root: string, pid: number): ProcessRow | null {
  const stat = look(`${root}/${pid}/stat`);
  return stat.kind === 'text' ? parseStat(stat.text) : null;
}

function readBoot(root: string): string | null {
  const id = look(`${root}/sys/kernel/random/boot_id`);
  if (id.kind !== 'text' || id.text.trim() === '') return null;
  return bootText(id.text, readLink(`${root}/self/ns/pid`));
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    // Whatever the reason: the link cannot be read, and null says so.
    return null;
  }
}

const deletedMark = ' (deleted)';

/** The kernel marks a removed directory by a suffix, which a living directory may also bear as its name. */
function readCwd(link: string): string | null {
  const path = readLink(link);
  if (path === null || !path.endsWith(deletedMark)) return path;
  return statSync(path, { throwIfNoEntry: false }) === undefined ? path.slice(0, -deletedMark.length) : path;
}

function pidsUnder(root: string): readonly number[] {
  try {
    return readdirSync(root).map(Number).filter(Number.isInteger);
  } catch {
    // No readable table means that no row is readable, which is what an empty list says.
    return [];
  }
}

function livenessIn(root: string, identity: ProcessIdentity, ours: string | null): Liveness {
  // Without a boot id there is no readable table at all, so an absent pid would prove nothing.
  if (ours === null) return 'unknown';
  const boots = compareBoots(ours, identity.bootId);
  if (boots !== 'same') return boots === 'other' ? 'dead' : 'unknown';
  const stat = look(`${root}/${identity.pid}/stat`);
  if (stat.kind === 'absent') return isHidden(identity.pid) ? 'unknown' : 'dead';
  const row = stat.kind === 'text' ? parseStat(stat.text) : null;
  if (row === null) return 'unknown';
  return row.started === identity.started && !row.isZombie ? 'alive' : 'dead';
}

/** Under `hidepid` the table hides processes of others that a signal still finds. */
function isHidden(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemWord(error) !== 'ESRCH';
  }
}

/** Null where this kernel does not list children. */
function readChildren(root: string, pid: number): readonly ProcessRow[] | null {
  const rows: ProcessRow[] = [];
  for (const thread of pidsUnder(`${root}/${pid}/task`)) {
    const children = look(`${root}/${pid}/task/${thread}/children`);
    if (children.kind !== 'text') return null;
    rows.push(...parseChildren(children.text).flatMap((child) => readRow(root, child) ?? []));
  }
  return rows;
}
