import type { ProcessRow } from './processes.ts';

/** The pid namespace that every Linux kernel starts with: its inode number is a constant of the kernel. */
const initialPidNamespace = 'pid:[4026531836]';

/**
 * One row out of the text of `/proc/PID/stat`, or null when it is not such a text. The command stands
 * in parentheses and may itself hold spaces, parentheses and newlines: only the last `)` ends it.
 */
export function parseStat(text: string): ProcessRow | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 1 || close < open) return null;
  // Field 3 (state) comes first here, so field N is at index N - 3.
  const fields = text.slice(close + 2).split(' ');
  const pid = Number(text.slice(0, open));
  const ppid = Number(fields[1]);
  const started = fields[19];
  if (!Number.isInteger(pid) || !Number.isInteger(ppid) || started === undefined) return null;
  return {
    pid,
    ppid,
    started,
    command: text.slice(open + 1, close),
    isZombie: fields[0] === 'Z' || fields[0] === 'X' || fields[0] === 'x',
    ttyNumber: Number(fields[4]),
    // -1 without a terminal.
    ...(Number(fields[5]) > 0 && { foregroundPid: Number(fields[5]) }),
  };
}

/** The argument vector out of `/proc/PID/cmdline`; null when it is empty (zombies, kernel threads). */
export function parseCmdline(text: string): readonly string[] | null {
  if (text === '') return null;
  // The kernel ends every argument with NUL. A process that rewrote its title may have left it out.
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}

/** The asked-for variables out of `/proc/PID/environ`. The first of two equal names wins, as for getenv. */
export function parseEnviron(text: string, names: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of text.split('\0')) {
    const equals = entry.indexOf('=');
    const name = entry.slice(0, equals);
    if (equals > 0 && names.includes(name) && !Object.hasOwn(found, name)) {
      found[name] = entry.slice(equals + 1);
    }
  }
  return found;
}

/** The pids in a `/proc/PID/task/TID/children` text. */
export function parseChildren(text: string): readonly number[] {
  return text.split(' ').map(Number).filter(Number.isInteger).filter(isPid);
}

/**
 * The text that tells this boot from every other, with the pid namespace where it is not the kernel's
 * first: inside a container the same numbers mean other processes.
 */
export function bootText(bootId: string, pidNamespace: string | null): string {
  const boot = bootId.trim();
  return pidNamespace === null || pidNamespace === initialPidNamespace ? boot : `${boot}@${pidNamespace}`;
}

/** How two boot texts stand to each other: a pid of a sibling namespace says nothing about ours. */
export function compareBoots(ours: string, theirs: string): 'same' | 'sibling' | 'other' {
  if (ours === theirs) return 'same';
  return ours.split('@')[0] === theirs.split('@')[0] ? 'sibling' : 'other';
}

function isPid(value: number): boolean {
  return value > 0;
}
