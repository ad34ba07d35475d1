import type { SessionId } from '../claude/session-id.ts';
import { isSameProcess, type ProcessIdentity } from '../process/identity.ts';
import type { Liveness } from '../process/processes.ts';
import type { Registry } from '../session/registry.ts';
import type { Claim } from '../session/session.ts';

/** Tells whether a claimer runs. */
export type LivenessOf = (process: ProcessIdentity) => Liveness;

/**
 * The claim that holds: the first in the journal's order whose claimer is not known to be dead. A dead
 * claimer's claim is void; one of whom nothing can be told is not taken for dead.
 */
export function claimHolder(claims: readonly Claim[], livenessOf: LivenessOf): Claim | null {
  return claims.find(({ claimer }) => livenessOf(claimer) !== 'dead') ?? null;
}

/** The sessions that recoveries of other processes than this one hold now: what it holds itself is no reason to leave it. */
export function heldByOthers(
  registry: Registry,
  livenessOf: LivenessOf,
  self: ProcessIdentity | null,
): ReadonlyMap<SessionId, Claim> {
  const held = new Map<SessionId, Claim>();
  for (const { id, claims } of registry.sessions.values()) {
    const holder = claimHolder(claims, livenessOf);
    if (holder === null || (self !== null && isSameProcess(holder.claimer, self))) continue;
    held.set(id, holder);
  }
  return held;
}
