import { serverKey } from '../tmux/place.ts';
import type { Event } from './event.ts';
import type { KnownDesk, Registry } from './registry.ts';
import type { Session } from './session.ts';

type Capture = Extract<Event, { kind: 'desk' }>;
type Desks = Registry['desks'];

/** Desks that are kept per socket, so that a loss can be recovered from the one before it. */
const desksPerSocket = 4;
/** Desks that are kept in all: private servers come and go, each on a socket of its own. */
const desksInAll = 32;

/** The desks after one capture. A new server's desk stands beside the lost one's, never in its place. */
export function foldDesk(
  desks: Desks,
  event: Capture,
  atMs: number,
  sessions: ReadonlyMap<string, Session>,
): Desks {
  const key = serverKey(event.server);
  const known = desks.get(key);
  const next: KnownDesk = {
    desk: {
      server: event.server,
      sessions: event.sessions ?? known?.desk.sessions ?? [],
      windows: windowsAfter(known, event),
    },
    capturedAtMs: atMs,
  };
  const others = new Map([...desks].filter(([otherKey]) => otherKey !== key));
  if (known === undefined) makeRoom(others, event, sessions);
  return others.set(key, next);
}

function windowsAfter(known: KnownDesk | undefined, event: Capture): KnownDesk['desk']['windows'] {
  const windows = new Map((known?.desk.windows ?? []).map((window) => [window.id, window]));
  const present = new Set(event.windows.map(({ id }) => id));
  for (const id of event.gone) if (!present.has(id)) windows.delete(id);
  for (const window of event.windows) windows.set(window.id, window);
  return [...windows.values()];
}

/** Leaves room for one more desk on this socket and in all. */
function makeRoom(
  desks: Map<string, KnownDesk>,
  event: Capture,
  sessions: ReadonlyMap<string, Session>,
): void {
  const { socketPath } = event.server;
  const ofSocket = [...desks].filter(([, { desk }]) => desk.server.socketPath === socketPath);
  if (ofSocket.length < desksPerSocket && desks.size < desksInAll) return;
  const wanted = wantedDesks(sessions);
  const drop = (keys: readonly string[], keptCount: number): void => {
    // The oldest first, but those that somebody may still want back last.
    const inOrder = [...keys.filter((key) => !wanted.has(key)), ...keys.filter((key) => wanted.has(key))];
    for (const key of inOrder.slice(0, Math.max(0, keys.length - keptCount))) desks.delete(key);
  };
  drop(
    ofSocket.map(([key]) => key),
    desksPerSocket - 1,
  );
  drop([...desks.keys()], desksInAll - 1);
}

/** The desks on which a session sits that is not over: they hold the only layout that it can come back to. */
function wantedDesks(sessions: ReadonlyMap<string, Session>): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const { place, state } of sessions.values()) {
    if (place !== null && state.kind !== 'ended') wanted.add(serverKey(place.server));
  }
  return wanted;
}
