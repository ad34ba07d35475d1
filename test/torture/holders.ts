import { readFileSync, readlinkSync } from 'node:fs';
import type { Holders } from '../../src/journal/lock.ts';

/** A process by boot, pid namespace, pid and start, as Linux tells them. A zombie is dead. */
export function linuxHolders(): Holders {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const namespace = readlinkSync('/proc/self/ns/pid');
  const identityOf = (pid: string): string | null => {
    const stat = statOf(pid);
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? ['X'];
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${boot} ${namespace} ${pid} ${fields[19]}`;
  };
  return {
    identity: () => identityOf('self')?.replace(' self ', ` ${process.pid} `) ?? '',
    liveness: (identity) => (identityOf(identity.split(' ')[2] ?? '') === identity ? 'alive' : 'dead'),
  };
}

function statOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // No such process: ENOENT, or ESRCH when it went while it was read.
    return null;
  }
}
