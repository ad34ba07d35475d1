import { readKernelFile } from './kernel-file.ts';

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
  const schedstat = readKernelFile(`/proc/${pid}/schedstat`, schedstatBytes);
  return schedstat === null ? null : cpuTimeIn(schedstat);
}
