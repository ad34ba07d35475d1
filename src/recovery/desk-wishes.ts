import type { Desk } from '../tmux/desk.ts';
import { isSameServer, serverKey, type TmuxServer } from '../tmux/place.ts';
import type { DeskWish, HalfMade } from './desk-goals.ts';
import { wantsDesks, type LiveServer, type RecoveryFacts } from './facts.ts';
import { halfMade } from './half-made.ts';
import { knownDesk } from './known-desk.ts';
import { originOf, originOfServer } from './origin.ts';
import { usableSocket, type Standing } from './route.ts';
import type { Traveller } from './travellers.ts';

/** What is wanted of every lost desk that the sessions to bring back sat on. */
export function deskWishes(
  facts: RecoveryFacts,
  standing: Standing,
  travellers: readonly Traveller[],
): readonly DeskWish[] {
  return lostServers(facts, travellers).map((server) => wishOf(facts, { standing, travellers, server }));
}

/** Servers that are gone, in the order in which their sessions are listed. */
function lostServers(facts: RecoveryFacts, travellers: readonly Traveller[]): readonly TmuxServer[] {
  const servers = new Map<string, TmuxServer>();
  // A target takes the one session away from its desk.
  if (facts.options.target !== null) return [];
  for (const { session } of travellers) {
    if (session.place !== null && !isLive(facts, session.place.server)) {
      servers.set(serverKey(session.place.server), session.place.server);
    }
  }
  for (const server of begunServers(facts)) servers.set(serverKey(server), server);
  return [...servers.values()];
}

/** Desks that an earlier `all` has not given back whole, though every session of theirs may be back by now. */
function begunServers(facts: RecoveryFacts): readonly TmuxServer[] {
  const { from } = facts.options;
  if (!wantsDesks(facts.options)) return [];
  return [...facts.registry.desks.values()].flatMap(({ desk: { server } }) => {
    const origin = originOfServer(server);
    const live = facts.servers.get(usableSocket(facts, server.socketPath));
    const isBegun = live?.begun.includes(origin) === true && !live.rebuilt.includes(origin);
    return isBegun && !isLive(facts, server) && (from === null || from === origin) ? [server] : [];
  });
}

function isLive(facts: RecoveryFacts, server: TmuxServer): boolean {
  const live = facts.servers.get(server.socketPath);
  return live !== undefined && isSameServer(live.desk.server, server);
}

function wishOf(
  facts: RecoveryFacts,
  around: {
    readonly standing: Standing;
    readonly travellers: readonly Traveller[];
    readonly server: TmuxServer;
  },
): DeskWish {
  const { standing, server } = around;
  const key = serverKey(server);
  const placed = around.travellers.flatMap(({ session, launch, route }) =>
    route.kind === 'with-desk' && route.deskKey === key && session.place !== null
      ? [{ session, launch, place: session.place }]
      : [],
  );
  const desk = knownDesk(facts.registry.desks.get(key)?.desk ?? null, server, placed);
  const socketPath = usableSocket(facts, server.socketPath);
  const live = facts.servers.get(socketPath) ?? null;
  return {
    desk,
    socketPath,
    live,
    launches: new Map(placed.map(({ place, launch }) => [place.paneId, launch])),
    programs: facts.programs,
    isWhole: isWholeWanted(facts, server),
    standing: standingWindows(standing, { desk, socketPath }),
    unfinished: unfinishedOf(desk, live),
  };
}

function unfinishedOf(desk: Desk, live: LiveServer | null): ReadonlyMap<string, HalfMade> {
  return new Map(
    desk.windows.flatMap((window) => {
      const half = halfMade(desk.server, window, live);
      return half === null ? [] : [[window.id, half] as const];
    }),
  );
}

/**
 * `all` (and a choice of all) gives back the windows without Claude too, once: what the user has closed since must not come again
 * with the next run.
 */
function isWholeWanted(facts: RecoveryFacts, server: TmuxServer): boolean {
  const live = facts.servers.get(usableSocket(facts, server.socketPath));
  const isDone = live?.rebuilt.includes(originOfServer(server)) ?? false;
  return wantsDesks(facts.options) && !isDone;
}

function standingWindows(
  { byOrigin }: Standing,
  { desk, socketPath }: Pick<DeskWish, 'desk' | 'socketPath'>,
): ReadonlyMap<string, string> {
  const standing = new Map<string, string>();
  for (const window of desk.windows) {
    const pane = window.panes
      .map(({ id }) => byOrigin.get(originOf(desk.server, id)))
      .find((found) => found?.socketPath === socketPath);
    if (pane !== undefined) standing.set(window.id, pane.pane.windowId);
  }
  return standing;
}
