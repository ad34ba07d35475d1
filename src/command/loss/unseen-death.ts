import type { Registry } from '../../session/registry.ts';
import type { World } from '../../world.ts';

/** Whether a session still stands as live whose process is dead: after a reboot nobody may have looked yet. */
export function hasUnseenDeath({ processes }: Pick<World, 'processes'>, registry: Registry): boolean {
  return [...registry.sessions.values()].some(
    ({ state, process }) =>
      state.kind === 'live' && process !== null && processes.liveness(process.identity) === 'dead',
  );
}
