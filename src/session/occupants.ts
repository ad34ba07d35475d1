import { serverKey, type TmuxServer } from '../tmux/place.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

const rank: Readonly<Record<Session['state']['kind'], number>> = { live: 3, lost: 2, unknown: 1, ended: 0 };

/**
 * Who sits in each pane of a server, by pane id. Several conversations may have sat in one pane (/clear, or one
 * after the other): the one that lives is its occupant, else one that was lost there, else the last one seen.
 */
export function occupantsOf(registry: Registry, server: TmuxServer): ReadonlyMap<string, Session> {
  const key = serverKey(server);
  const occupants = new Map<string, Session>();
  for (const session of registry.sessions.values()) {
    const { place } = session;
    if (place === null || serverKey(place.server) !== key) continue;
    const other = occupants.get(place.paneId);
    if (other === undefined || goesBefore(session, other)) occupants.set(place.paneId, session);
  }
  return occupants;
}

function goesBefore(a: Session, b: Session): boolean {
  const difference = rank[a.state.kind] - rank[b.state.kind];
  return difference === 0 ? a.lastSeenAtMs >= b.lastSeenAtMs : difference > 0;
}
