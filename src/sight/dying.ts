import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import type { World } from '../world.ts';
import { surveyServers, type Survey } from './servers.ts';

/** A client may take this long from its tmux server's death to its own: it still runs its last hooks. */
const longestEndMs = 3000;
const lookEveryMs = 50;

/**
 * Waits, bounded, for clients that are about to die: alive, but their tmux server is gone. Whoever recovers right
 * after the loss would else be told that nothing is lost. A client that outlives its server is left as it is.
 */
export async function waitForDying(world: World, registry: Registry): Promise<void> {
  const live = [...registry.sessions.values()].filter((session) => mayDie(world, session));
  if (live.length === 0) return;
  const survey = await surveyServers(world, registry);
  const dying = live.filter((session) => hasLostItsServer(session, survey));
  const untilMs = world.clock.nowMs() + longestEndMs;
  while (dying.some((session) => mayDie(world, session)) && world.clock.nowMs() < untilMs) {
    await world.clock.sleep(lookEveryMs);
  }
}

function mayDie({ processes }: World, { state, process, place }: Session): boolean {
  if (state.kind !== 'live' || process === null || place === null) return false;
  return processes.liveness(process.identity) === 'alive';
}

function hasLostItsServer({ place }: Session, survey: Survey): boolean {
  return place !== null && survey.liveness(place.server) === 'gone';
}
