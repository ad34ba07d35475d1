import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

/** How much CPU a process has used, in nanoseconds; null where the platform does not say so exactly. */
export type CpuTime = number | null;

/** The time in the text of `/proc/PID/schedstat`. Ten milliseconds, as `stat` has it, are too coarse: a command takes one. */
export function cpuTimeIn(schedstat: string): CpuTime {
  const digits = /^(\d+) \d+ \d+/.exec(schedstat)?.[1];
  return digits === undefined || digits === '0' ? null : Number(digits);
}

/** Three numbers of at most twenty digits. */
const schedstatBytes = 64;

/** The time now. A process that has used none since did nothing at all. */
export function cpuTimeOf(pid: number): CpuTime {
  try {
    const fd = openSync(`/proc/${pid}/schedstat`, 'r');
    try {
      const bytes = Buffer.allocUnsafe(schedstatBytes);
      return cpuTimeIn(bytes.toString('latin1', 0, readSync(fd, bytes)));
    } finally {
      closeSync(fd);
    }
  } catch {
    // Another system, or a process that is gone.
    return null;
  }
}
