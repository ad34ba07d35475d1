import { mustBeDurable } from '../session/durable.ts';
import { observeDesk } from '../session/observe-desk.ts';
import { captureDesk } from '../tmux/capture.ts';
import type { World } from '../world.ts';

/** Captures the desk of a tmux server, and keeps what differs from the one that is known. */
export async function recordDesk(world: World, socketPath: string, by: string): Promise<void> {
  const desk = await captureDesk(world.tmux, socketPath);
  if (!desk.ok) return;
  const events = observeDesk(world.ledger.read().state, desk.value);
  if (events.length > 0) world.ledger.append(events, { by, durable: mustBeDurable(events) });
}
