import type { SessionId } from '../claude/session-id.ts';
import type { Event } from '../session/event.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';
import { claimHolder } from './claims.ts';
import { runningNow } from './gather.ts';
import { liveElsewhere, type Obstacle } from './obstacle.ts';

/** Why a waiting pane must go on waiting. */
export type GateFailure =
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle }
  | { readonly kind: 'not-kept'; readonly code: string };

/**
 * Lets a waiting pane resume its session, or says why not: what was true when it began to wait may be long
 * over. The claim is this process's own and void with its end; by then the pane's process shows to every
 * other recovery that it starts the session.
 */
export function passGate(world: World, session: SessionId): Result<void, GateFailure> {
  const registry = world.ledger.read().state;
  const running = runningNow(world, registry).get(session);
  if (running !== undefined) {
    return obstacle(liveElsewhere(registry.sessions.get(session), running.pid));
  }
  const recoveryId = world.newId();
  const claimed = claim(world, session, recoveryId);
  if (!claimed.ok) return claimed;
  const claims = world.ledger.read().state.sessions.get(session)?.claims ?? [];
  const holder = claimHolder(claims, (claimer) => world.processes.liveness(claimer));
  if (holder === null || holder.recoveryId === recoveryId) return ok(undefined);
  return obstacle({ kind: 'claimed', pid: holder.claimer.pid, recoveryId: holder.recoveryId });
}

function claim(world: World, session: SessionId, recoveryId: string): Result<void, GateFailure> {
  const { self } = world;
  // Nobody could see the claim's end; the look at the processes has to do.
  if (self === null) return ok(undefined);
  const event: Event = { kind: 'recovery_claimed', session, recoveryId, claimer: self };
  const kept = world.ledger.append([event], { by: 'command', durable: true });
  return kept.ok ? kept : failed({ kind: 'not-kept', code: kept.failure.code });
}

function obstacle(found: Obstacle): { readonly ok: false; readonly failure: GateFailure } {
  return failed({ kind: 'obstacle', obstacle: found });
}
