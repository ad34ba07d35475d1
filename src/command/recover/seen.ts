import { fold } from '../../session/fold.ts';
import type { Registry } from '../../session/registry.ts';
import { look } from '../../sight/look.ts';
import type { World } from '../../world.ts';

/** The registry as a look at the machine leaves it, for commands that must write nothing: none of it is recorded. */
export async function seenNow(world: World): Promise<Registry> {
  const { state } = world.ledger.read();
  const events = await look(world, state);
  const atMs = world.clock.nowMs();
  return fold(
    state,
    events.map((event) => ({ atMs, host: '', recordId: world.newId(), event })),
  );
}
