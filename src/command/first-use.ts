import { join } from 'node:path';
import { importEarlier, sessionIdsIn } from '../session/earlier.ts';
import type { Registry } from '../session/registry.ts';
import type { World } from '../world.ts';

const keptName = 'registry.json.earlier';

/**
 * The registry now; on the very first use with what an earlier plugin knew taken over. Its registry.json is kept
 * beside as `registry.json.earlier`, since the view of that name is about to be ours: also where it does not
 * parse and nothing can be taken over.
 */
export function registryNow(world: World): Registry {
  const { state } = world.ledger.read();
  if (state.nextNumber > 1 || state.sessions.size > 0 || state.desks.size > 0) return state;
  const registry = textOf(world, 'registry.json');
  if (registry !== null && textOf(world, keptName) === null) {
    world.settings.put(join(world.paths.instances, keptName), registry, 0o600);
  }
  const counts = sessionIdsIn(registry).flatMap((id) => {
    const text = textOf(world, `counts/${id}.txt`);
    return text === null ? [] : [[id, text] as const];
  });
  const events = importEarlier({
    registry,
    counter: textOf(world, 'process_counter.txt'),
    counts: new Map(counts),
  });
  if (events.length === 0) return state;
  world.ledger.append(events, { by: 'import', durable: true });
  return world.ledger.read().state;
}

function textOf(world: World, name: string): string | null {
  const read = world.settings.read(join(world.paths.instances, name));
  return read.ok ? read.value : null;
}
