import { serverKey, type TmuxServer } from '../tmux/place.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/** How far a session is from being over; nobody sits in a pane that they have left. */
const rank: Readonly<Record<Exclude<Session['state']['kind'], 'ended'>, number>> = {
  live: 3,
  lost: 2,
  unknown: 1,
};

/**
 * Who sits in each pane of a server, by pane id. Several conversations may have sat in one pane, one after the
 * other: the one that lives is its occupant, else one that was lost there; of two such the last one seen.
 */
export function occupantsOf(registry: Registry, server: TmuxServer): ReadonlyMap<string, Session> {
  const key = serverKey(server);
  const occupants = new Map<string, Session>();
  for (const session of registry.sessions.values()) {
    const { place } = session;
    if (place === null || serverKey(place.server) !== key) continue;
    const other = occupants.get(place.paneId);
    if (rankOf(session) > 0 && (other === undefined || goesBefore(session, other))) {
      occupants.set(place.paneId, session);
    }
  }
  return occupants;
}

/** True when the first is rather the one that sits in a pane where both were seen. */
export function goesBefore(a: Session, b: Session): boolean {
  return (rankOf(a) - rankOf(b) || a.lastSeenAtMs - b.lastSeenAtMs || a.number - b.number) > 0;
}

function rankOf({ state }: Session): number {
  return state.kind === 'ended' ? 0 : rank[state.kind];
}
