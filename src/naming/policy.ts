import type { Session } from '../session/session.ts';
import type { NamingConfig } from './config.ts';

/** Why a model is to be asked about a session now. */
export type Due = 'name' | 'description';

/**
 * What is to be asked about a session at the end of a turn: its name once, after the first prompt; then what it
 * is about, at growing distances of prompts. Null for nothing, which is most turns. The one call that `name`
 * makes brings the description too.
 */
export function dueNow(session: Session, config: NamingConfig): Due | null {
  if (config.backend === 'off' || session.origin !== 'interactive') return null;
  if (session.state.kind !== 'live' || session.prompts < 1) return null;
  if (session.names.generated === null) return 'name';
  // Without a model there is nothing new to say.
  if (config.backend === 'fallback') return null;
  const next = nextDistance(session.describedAtPrompts ?? 0, config.distances);
  return next !== null && session.prompts >= next ? 'description' : null;
}

/** The number of prompts at which a session is described next; null for never. */
export function nextDistance(describedAtPrompts: number, distances: readonly number[]): number | null {
  const last = distances.at(-1);
  if (last === undefined) return null;
  const listed = distances.find((distance) => distance > describedAtPrompts);
  return listed ?? 2 * describedAtPrompts;
}
