import { captureDesk } from '../tmux/capture.ts';
import type { Desk } from '../tmux/desk.ts';
import { isSameServer, serverKey, type Place, type TmuxServer } from '../tmux/place.ts';
import { serverLiveness } from '../tmux/server.ts';
import type { Registry } from '../session/registry.ts';
import type { World } from '../world.ts';
import { withPrograms } from './programs.ts';

/** Every tmux server that matters to the registry, looked at once. */
export interface Survey {
  /** What the living servers hold now. */
  readonly desks: readonly Desk[];
  /** `unknown` for a server that did not answer while its process may live. */
  liveness(server: TmuxServer): 'alive' | 'gone' | 'unknown';
  /** Whether a pane still stands; `unknown` unless its server answered. */
  pane(place: Place): 'present' | 'gone' | 'unknown';
}

/** Asks each server that live sessions or known desks name: one tmux call per socket, all at once. */
export async function surveyServers(world: World, registry: Registry): Promise<Survey> {
  const servers = new Map<string, TmuxServer>();
  for (const { place, state } of registry.sessions.values()) {
    if (place !== null && state.kind === 'live') servers.set(serverKey(place.server), place.server);
  }
  for (const [key, { desk }] of registry.desks) servers.set(key, desk.server);
  const sockets = [...new Set([...servers.values()].map(({ socketPath }) => socketPath))];
  const captures = new Map(
    await Promise.all(
      sockets.map(async (socket) => [socket, await captureDesk(world.tmux, socket)] as const),
    ),
  );
  const deskOf = (server: TmuxServer): Desk | null => {
    const capture = captures.get(server.socketPath);
    return capture?.ok === true && isSameServer(capture.value.server, server) ? capture.value : null;
  };
  return {
    desks: [...captures.values()].flatMap((capture) =>
      capture.ok ? [withPrograms(world, capture.value)] : [],
    ),
    liveness: (server) => {
      const capture = captures.get(server.socketPath);
      return capture === undefined ? 'unknown' : serverLiveness(world.processes, server, capture);
    },
    pane: (place) => {
      const desk = deskOf(place.server);
      if (desk === null) return 'unknown';
      const panes = desk.windows.flatMap((window) => window.panes);
      return panes.some(({ id }) => id === place.paneId) ? 'present' : 'gone';
    },
  };
}
