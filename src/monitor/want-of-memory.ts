import type { Event } from '../session/event.ts';
import { readKernelFile } from './kernel-file.ts';

/** How many processes the kernel has ended so far for want of memory; null where it does not say. */
export type KillCount = number | null;

/** The count in the text of `/proc/vmstat`, which is the whole machine's, inside a container too. */
export function killCountIn(vmstat: string): KillCount {
  const digits = /^oom_kill (\d+)$/m.exec(vmstat)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Three times what kernels have. */
const vmstatBytes = 16_384;

/** The count now. Costs less than a tenth of a millisecond. */
export function killCountNow(): KillCount {
  const vmstat = readKernelFile('/proc/vmstat', vmstatBytes);
  return vmstat === null ? null : killCountIn(vmstat);
}

/**
 * Adds to deaths without a word of their own that the kernel ended processes for want of memory in the same
 * seconds. Which ones, only the kernel's log says: so it is evidence beside the verdict, and changes none.
 */
export function withWantOfMemory(
  events: readonly Event[],
  before: KillCount,
  now: KillCount,
): readonly Event[] {
  const count = (now ?? 0) - (before ?? now ?? 0);
  if (count <= 0) return events;
  const processes = count === 1 ? 'a process' : `${count} processes`;
  const words = `in the same seconds the kernel ended ${processes} of this machine for want of memory`;
  return events.map((event) => {
    const isSudden = event.kind === 'lost' && (event.reason === 'crashed' || event.reason === 'server-lost');
    return isSudden ? { ...event, evidence: [...event.evidence, words] } : event;
  });
}
