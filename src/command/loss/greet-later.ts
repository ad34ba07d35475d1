import type { HookInput } from '../../claude/hook-input.ts';
import { lostSessions } from '../../session/losses.ts';
import type { Registry } from '../../session/registry.ts';
import type { World } from '../../world.ts';
import { autoRecoverNow } from '../config/recovery.ts';
import { isTold } from './told.ts';
import { hasUnseenDeath } from './unseen-death.ts';

/**
 * When a session starts in tmux while others are lost and nobody has been told: somebody is sent to tell whoever sits
 * there. It is all that there is of it where neither the tmux file nor a resident saw the terminal attach.
 */
export async function greetLater(world: World, input: HookInput, registry: Registry): Promise<void> {
  if (input.event !== 'SessionStart' || (input.source !== 'startup' && input.source !== 'resume')) return;
  const place = registry.sessions.get(input.session)?.place ?? null;
  if (place === null || !isNews(world, registry) || autoRecoverNow(world) === 'off') return;
  await world.later(['auto-recover', '--socket', place.server.socketPath]);
}

function isNews(world: World, registry: Registry): boolean {
  const isUntold = lostSessions(registry).length > 0 && !isTold(world, 'attach', registry);
  return isUntold || hasUnseenDeath(world, registry);
}
