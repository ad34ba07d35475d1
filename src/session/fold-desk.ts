import { isSameServer, serverKey } from '../tmux/place.ts';
import type { Event } from './event.ts';
import type { KnownDesk, Registry } from './registry.ts';

/** Desks of earlier servers that are kept per socket, so that a loss can be recovered from the one before it. */
const desksPerSocket = 4;

/** The desks after one capture. A new server's desk stands beside the lost one's, never in its place. */
export function foldDesk(
  desks: Registry['desks'],
  event: Extract<Event, { kind: 'desk' }>,
  atMs: number,
): Registry['desks'] {
  const key = serverKey(event.server);
  const known = desks.get(key);
  const windows = new Map((known?.desk.windows ?? []).map((window) => [window.id, window]));
  for (const id of event.gone) windows.delete(id);
  for (const window of event.windows) windows.set(window.id, window);
  const next: KnownDesk = {
    desk: {
      server: event.server,
      sessions: event.sessions ?? known?.desk.sessions ?? [],
      windows: [...windows.values()],
    },
    capturedAtMs: atMs,
  };
  const others = [...desks].filter(([otherKey]) => otherKey !== key);
  return new Map([...keepNewest(others, event), [key, next]]);
}

function keepNewest(
  desks: readonly (readonly [string, KnownDesk])[],
  event: Extract<Event, { kind: 'desk' }>,
): readonly (readonly [string, KnownDesk])[] {
  const sameSocket = desks.filter(
    ([, known]) =>
      known.desk.server.socketPath === event.server.socketPath &&
      !isSameServer(known.desk.server, event.server),
  );
  const dropped = new Set(sameSocket.slice(0, Math.max(0, sameSocket.length - desksPerSocket + 1)));
  return desks.filter((entry) => !dropped.has(entry));
}
