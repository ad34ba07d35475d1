import type { SessionId } from '../claude/session-id.ts';
import { mustBeDurable } from '../session/durable.ts';
import { observeDesk } from '../session/observe-desk.ts';
import type { Registry } from '../session/registry.ts';
import { judgeCapture, lostPanes, withoutLoss } from '../session/shrink.ts';
import { captureDesk } from '../tmux/capture.ts';
import type { Desk } from '../tmux/desk.ts';
import { isSameServer, serverKey } from '../tmux/place.ts';
import type { World } from '../world.ts';
import { withPrograms } from './programs.ts';

/** A server must have outlived a loss by this much, and answer: one that was told to end does not any more. */
const provenMs = 120;

/** Captures the desk of a tmux server, and keeps what differs from the one that is known. */
export async function recordDesk(world: World, socketPath: string, by: string): Promise<void> {
  const captured = await captureDesk(world.tmux, socketPath);
  if (!captured.ok) return;
  const found = withPrograms(world, captured.value);
  const desk = await provenDesk(world, { registry: world.ledger.read().state, desk: found });
  if (desk === null) return;
  const events = observeDesk(world.ledger.read().state, desk);
  if (events.length > 0) world.ledger.append(events, { by, durable: mustBeDurable(events) });
}

/**
 * What of a capture may be kept: all of it where it lacks nothing; what stands a moment later where the server
 * outlived the loss; else what is new in it, beside what it lacks. Null for nothing at all.
 */
export async function provenDesk(
  world: World,
  capture: { readonly registry: Registry; readonly desk: Desk; readonly over?: ReadonlySet<SessionId> },
): Promise<Desk | null> {
  const { registry, desk, over } = capture;
  const verdict = judgeCapture(registry, desk, over);
  if (verdict === 'record') return desk;
  const survivor = verdict === 'confirm' ? await afterLoss(world, registry, desk) : null;
  return survivor ?? withoutLoss(registry, desk);
}

/** The desk as the same server still shows it a moment later; null unless it has lost nothing more. */
async function afterLoss(world: World, registry: Registry, desk: Desk): Promise<Desk | null> {
  const known = registry.desks.get(serverKey(desk.server))?.desk;
  await world.clock.sleep(provenMs);
  const again = await captureDesk(world.tmux, desk.server.socketPath, { isAnew: true });
  if (!again.ok || !isSameServer(again.value.server, desk.server)) return null;
  const before = lostPanes(known, desk);
  const hasLostMore = [...lostPanes(known, again.value)].some((pane) => !before.has(pane));
  return hasLostMore ? null : withPrograms(world, again.value);
}
