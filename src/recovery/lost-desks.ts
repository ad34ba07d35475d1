import type { Session } from '../session/session.ts';
import { isSameServer, type TmuxServer } from '../tmux/place.ts';
import type { RecoveryFacts } from './facts.ts';
import { originOfServer } from './origin.ts';

/** A tmux server that is gone and held sessions that can come back. */
export interface LostDesk {
  readonly server: TmuxServer;
  /** What `--from` calls it: short, and the same in every run. */
  readonly name: string;
  readonly startedAtMs: number;
  /** When anything on it was last seen. */
  readonly lastSeenAtMs: number;
  /** How many of its sessions are lost. */
  readonly sessions: number;
}

/** The lost desks, the one that was seen last first: what `--from` chooses among. */
export function lostDesks(facts: RecoveryFacts): readonly LostDesk[] {
  const desks = new Map<string, LostDesk>();
  for (const session of facts.registry.sessions.values()) {
    const { place, state, lastSeenAtMs } = session;
    if (place === null || state.kind !== 'lost' || isLive(facts, place.server)) continue;
    const name = originOfServer(place.server);
    const known = desks.get(name);
    desks.set(name, {
      server: place.server,
      name,
      startedAtMs: place.server.startedAtS * 1000,
      lastSeenAtMs: Math.max(known?.lastSeenAtMs ?? 0, lastSeenAtMs),
      sessions: (known?.sessions ?? 0) + 1,
    });
  }
  return [...desks.values()].sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs);
}

function isLive({ servers }: RecoveryFacts, server: TmuxServer): boolean {
  const live = servers.get(server.socketPath);
  return live !== undefined && isSameServer(live.desk.server, server);
}

/** Whether a session sat on the desk of this name. */
export function satOn({ place }: Session, name: string): boolean {
  return place !== null && originOfServer(place.server) === name;
}
