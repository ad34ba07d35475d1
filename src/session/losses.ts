import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/** So long after it was noticed a loss is news. */
const newsMs = 10 * 60_000;

/** The sessions that were lost and wait to come back, whenever that was. */
export function lostSessions({ sessions }: Registry): readonly Session[] {
  return [...sessions.values()].filter(
    ({ origin, state }) => origin === 'interactive' && state.kind === 'lost',
  );
}

/** Those of lost sessions whose loss was noticed a short while ago. */
export function freshLosses(lost: readonly Session[], nowMs: number): readonly Session[] {
  return lost.filter((session) => nowMs - lostAtMs(session) < newsMs);
}

/** When a loss was noticed; 0 for a session that is not lost. */
export function lostAtMs({ state }: Session): number {
  return state.kind === 'lost' ? state.atMs : 0;
}
