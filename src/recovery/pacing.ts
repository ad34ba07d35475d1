import type { SessionId } from '../claude/session-id.ts';
import type { World } from '../world.ts';

/** What a client and its shell take while they start, about. */
const bytesPerStart = 400 * 1024 * 1024;
/** Below this much free memory nothing more is started. */
const memoryFloorBytes = 512 * 1024 * 1024;
const mostJobs = 8;
/** So many login failures in a row of starts, and the rest is left waiting: more would only add to them. */
const loginFailuresAllowed = 2;

/** How many clients may be starting at once: one per core, as far as the memory reaches. */
export function defaultJobs(machine: World['machine']): number {
  const free = machine.freeMemoryBytes();
  const byMemory = free === null ? mostJobs : Math.floor((free - memoryFloorBytes) / bytesPerStart);
  return Math.max(1, Math.min(mostJobs, machine.cores, byMemory));
}

/**
 * Least time between a session's start and the one before it: once to twice the spacing. How much is in the session's
 * id, so that the same plan starts in the same way, and clients of several recoveries do not renew one login in step.
 */
export function spacingBefore(session: SessionId, spacingMs: number): number {
  let hash = 0x811c9dc5;
  // FNV-1a, whose low bits are the well mixed ones.
  for (const character of session) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return Math.round(spacingMs * (1 + (hash & 0xffff) / 0x10000));
}

/** Why nothing more may be started now, in words; null when it may. */
export function whyNotStart(freeMemoryBytes: number | null, loginFailures: number): string | null {
  if (loginFailures >= loginFailuresAllowed) {
    return `stopped after ${loginFailures} login failures: log in, then press Enter in its pane`;
  }
  if (freeMemoryBytes !== null && freeMemoryBytes < memoryFloorBytes) {
    return `only ${Math.floor(freeMemoryBytes / (1024 * 1024))} MB of memory are free: press Enter in its pane when there is more`;
  }
  return null;
}
