// Want of memory for one process: a control group of its own, so small that the kernel's OOM killer strikes.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a kernel keeps the groups' memory, and how the files there are called: version 1 and version 2. */
const kinds = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', events: 'memory.oom_control' },
  { root: '/sys/fs/cgroup', limit: 'memory.max', events: 'memory.events' },
] as const;
/** More than no page at all, less than any program touches in a moment. */
const limitBytes = 1024 * 1024;

/** A group in which there is next to no memory. */
export interface Famine {
  /** Puts a process in. What it has it keeps, but it cannot have more. */
  admit(pid: number): void;
  /** How many processes the OOM killer has ended in it. */
  killCount(): number;
  /** Takes the group away; false while something of it still runs. */
  end(): boolean;
}

/** Makes such a group, or gives null where this user may not (root may, as a rule). */
export function openFamine(): Famine | null {
  for (const { root, limit, events } of kinds) {
    const group = join(root, `statusline-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
    if (!existsSync(join(root, 'cgroup.procs'))) continue;
    try {
      mkdirSync(group);
      writeFileSync(join(group, limit), String(limitBytes));
    } catch {
      // Not ours to make, or no memory is counted there.
      removeGroup(group);
      continue;
    }
    return {
      admit: (pid) => writeFileSync(join(group, 'cgroup.procs'), String(pid)),
      killCount: () => Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(group, events), 'utf8'))?.[1]),
      end: () => removeGroup(group),
    };
  }
  return null;
}

function removeGroup(group: string): boolean {
  try {
    rmdirSync(group);
  } catch {
    // Never made, or not empty yet: the look below tells.
  }
  return !existsSync(group);
}
