import { lostAtMs, lostSessions } from '../../session/losses.ts';
import type { Registry } from '../../session/registry.ts';
import type { World } from '../../world.ts';

/** Who is told of a loss by itself: shells that are opened, tmux clients that attach. Each once a loss. */
export type Told = 'shell' | 'attach';

/** When the newest loss was noticed; 0 where nothing is lost. */
function newestLossMs(registry: Registry): number {
  return Math.max(0, ...lostSessions(registry).map(lostAtMs));
}

/** Whether the newest loss has been told to them, or nothing is lost. */
export function isTold({ cache }: Pick<World, 'cache'>, to: Told, registry: Registry): boolean {
  return newestLossMs(registry) <= Number(cache.read(nameOf(to))?.text ?? 0);
}

/** Remembers that they know of every loss up to now. False where that could not be kept. */
export function markTold(world: Pick<World, 'cache'>, to: Told, registry: Registry): boolean {
  if (!isTold(world, to, registry)) world.cache.write(nameOf(to), String(newestLossMs(registry)));
  return isTold(world, to, registry);
}

function nameOf(to: Told): string {
  return `notice ${to}`;
}
