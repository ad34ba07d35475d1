import { isSameProcess } from '../process/identity.ts';
import type { Event } from './event.ts';
import type { Session } from './session.ts';

/**
 * The live sessions that a sight proves over: one process runs one conversation at a time, so whatever
 * else was live in the sighted process ended there, even if its own end was never reported.
 */
export function displacedBy(
  event: Extract<Event, { kind: 'seen' }>,
  sessions: Iterable<Session>,
  atMs: number,
): readonly Session[] {
  const identity = event.process?.identity;
  if (identity === undefined) return [];
  const displaced: Session[] = [];
  for (const session of sessions) {
    if (session.id === event.session || session.state.kind !== 'live') continue;
    if (session.process === null || !isSameProcess(session.process.identity, identity)) continue;
    displaced.push({
      ...session,
      state: {
        kind: 'ended',
        reason: event.source === 'clear' ? 'cleared' : 'exited',
        atMs,
        evidence: [`its process went on with conversation ${event.session}`],
      },
    });
  }
  return displaced;
}
