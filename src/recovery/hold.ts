import type { SessionId } from '../claude/session-id.ts';
import type { Event } from '../session/event.ts';
import { parseEvent } from '../session/parse-event.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';
import { claimHolder } from './claims.ts';
import type { RecoveryRun } from './recovery-run.ts';
import type { Plan } from './steps.ts';

/** Why a recovery may not begin. */
export type HoldFailure =
  | { readonly kind: 'not-kept'; readonly code: string }
  | { readonly kind: 'another'; readonly pid: number }
  /** This process cannot be told apart from others, so nobody could see when its claims are void. */
  | { readonly kind: 'no-identity' };

const pollMs = 250;

/**
 * Makes this the one recovery that acts: claims every session of the plan in the journal, and waits for every
 * living recovery whose claims came first. Their work changes what is to be done, so the plan is then
 * made anew. Gives the plan to carry out; each of its sessions is held.
 */
export async function hold(
  world: World,
  first: { readonly plan: Plan; readonly recoveryId: string },
  run: RecoveryRun,
): Promise<Result<Plan, HoldFailure>> {
  const { recoveryId } = first;
  const deadlineMs = world.clock.nowMs() + run.patienceMs;
  const claimed = new Set<SessionId>();
  let { plan } = first;
  let mustReplan = waitsForAnother(plan);
  let told: number | null = null;
  for (;;) {
    const kept = claim(world, { recoveryId, ids: newIds(plan, claimed) });
    if (!kept.ok) return kept;
    for (const { session } of plan.resumes) claimed.add(session);
    const another = earlierRecovery(world, recoveryId, claimed.size > 0);
    if (another === null && !mustReplan) return ok(plan);
    if (another !== null) {
      if (another !== told) run.onProgress({ kind: 'waiting-for-another', pid: another });
      told = another;
      if (world.clock.nowMs() > deadlineMs) return failed({ kind: 'another', pid: another });
      await world.clock.sleep(pollMs);
      mustReplan = true;
      continue;
    }
    plan = await run.replan();
    mustReplan = false;
  }
}

function waitsForAnother(plan: Plan): boolean {
  return plan.blocked.some(({ obstacles }) => obstacles.some(({ kind }) => kind === 'claimed'));
}

function newIds(plan: Plan, claimed: ReadonlySet<SessionId>): readonly SessionId[] {
  return plan.resumes.map(({ session }) => session).filter((session) => !claimed.has(session));
}

function claim(
  world: World,
  { recoveryId, ids }: { readonly recoveryId: string; readonly ids: readonly SessionId[] },
): Result<void, HoldFailure> {
  const { self } = world;
  if (ids.length === 0) return ok(undefined);
  if (self === null) return failed({ kind: 'no-identity' });
  const events: readonly Event[] = ids.map((session) => ({
    kind: 'recovery_claimed',
    session,
    recoveryId,
    claimer: self,
  }));
  const kept = world.ledger.append(events, { by: 'command', durable: true });
  return kept.ok ? kept : failed({ kind: 'not-kept', code: kept.failure.code });
}

/** The process of a living recovery that claimed anything before us (or at all, while we have claimed nothing). */
function earlierRecovery(world: World, recoveryId: string, hasClaimed: boolean): number | null {
  const others = livingRecoveries(world, recoveryId);
  if (others.size === 0) return null;
  // Rare: only now is the whole journal read for who came first.
  for (const record of world.ledger.records()) {
    const event = parseEvent(record.event);
    if (event?.kind !== 'recovery_claimed') continue;
    if (hasClaimed && event.recoveryId === recoveryId) return null;
    const pid = others.get(event.recoveryId);
    if (pid !== undefined) return pid;
  }
  return null;
}

/** Recoveries of others with a claim that holds, and their processes. */
function livingRecoveries(world: World, recoveryId: string): ReadonlyMap<string, number> {
  const living = new Map<string, number>();
  for (const { claims } of world.ledger.read().state.sessions.values()) {
    for (const each of claims.filter((claimed) => claimed.recoveryId !== recoveryId)) {
      const holder = claimHolder([each], (claimer) => world.processes.liveness(claimer));
      if (holder !== null) living.set(holder.recoveryId, holder.claimer.pid);
    }
  }
  return living;
}
