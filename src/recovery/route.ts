import type { SessionId } from '../claude/session-id.ts';
import type { Session } from '../session/session.ts';
import type { DeskWindow } from '../tmux/desk.ts';
import { isSameServer, serverKey, type Place } from '../tmux/place.ts';
import type { LivePane, LiveServer, RecoveryFacts } from './facts.ts';
import { halfMade } from './half-made.ts';
import { originOf, originOfSession } from './origin.ts';

/** Where a session comes back. */
export type Route =
  /** Its pane is being started, by an earlier run. */
  | { readonly kind: 'watch'; readonly socketPath: string; readonly paneId: string }
  /** Its pane stands and can take it: idle shell, dead, or waiting for Enter. */
  | { readonly kind: 'in-place'; readonly socketPath: string; readonly paneId: string }
  /** Its pane waits for Enter already, and no more was asked for. */
  | { readonly kind: 'offered'; readonly socketPath: string; readonly paneId: string }
  /** Its window is made again with its lost desk, the one of this server key. */
  | { readonly kind: 'with-desk'; readonly deskKey: string; readonly socketPath: string }
  /** A window of its own. */
  | {
      readonly kind: 'own-window';
      readonly socketPath: string;
      readonly tmuxSession: string;
      /** Which lost tmux session it goes to, or null for one that the user named. */
      readonly origin: string | null;
      /** `$3`, where that session is known to stand. */
      readonly liveId: string | null;
      readonly index: number | null;
    }
  | { readonly kind: 'split'; readonly socketPath: string; readonly windowId: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Name of the tmux session for conversations that sat in none. */
const homelessSession = 'recovered';

/** Which live pane stands for what. Built once per plan: a thousand sessions ask it. */
export interface Standing {
  readonly byOrigin: ReadonlyMap<string, StandingPane>;
  /** Panes of ours that start or offer this session. */
  readonly bySession: ReadonlyMap<SessionId, StandingPane>;
  /** The windows of all desks that the registry knows, by their origin. */
  readonly windows: ReadonlyMap<string, DeskWindow>;
}

/** A live pane and the server that holds it. */
interface StandingPane {
  readonly socketPath: string;
  readonly server: LiveServer;
  readonly pane: LivePane;
}

/** Looks through all live panes. */
export function standingPanes(facts: RecoveryFacts): Standing {
  const byOrigin = new Map<string, StandingPane>();
  const bySession = new Map<SessionId, StandingPane>();
  for (const [socketPath, server] of facts.servers) {
    for (const pane of server.panes.values()) {
      const standing = { socketPath, server, pane };
      byOrigin.set(originOf(server.desk.server, pane.id), standing);
      if (pane.origin !== null) byOrigin.set(pane.origin, standing);
      const { standing: what } = pane;
      if (what.kind === 'started' || what.kind === 'offered') bySession.set(what.session, standing);
    }
  }
  const windows = [...facts.registry.desks.values()].flatMap(({ desk }) =>
    desk.windows.map((window) => [originOf(desk.server, window.id), window] as const),
  );
  return { byOrigin, bySession, windows: new Map(windows) };
}

/** The origin that a session's pane bears: its last place, or the session itself where it had none. */
export function originOfPlace(session: Session): string {
  const { place } = session;
  return place === null ? originOfSession(session.id) : originOf(place.server, place.paneId);
}

/** What the routes of other sessions have taken already. */
export interface Taken {
  readonly panes: ReadonlySet<string>;
  readonly lostPanes: ReadonlySet<string>;
}

/** Decides where a session comes back. Panes in `taken` belong to a session that used them later. */
export function routeOf(facts: RecoveryFacts, standing: Standing, session: Session, taken: Taken): Route {
  const { target } = facts.options;
  if (target !== null) return targetRoute(facts, session);
  const own = standing.bySession.get(session.id) ?? standing.byOrigin.get(originOfPlace(session));
  if (own !== undefined && !taken.panes.has(paneKey({ socketPath: own.socketPath, paneId: own.pane.id }))) {
    const route = standingRoute(facts, session, own);
    if (route !== null) return route;
  }
  return session.place === null ? homelessRoute(facts) : lostRoute(facts, standing, session.place, taken);
}

/** A text that no other pane of a living server has. */
export function paneKey(at: { readonly socketPath: string; readonly paneId: string }): string {
  return `${at.socketPath}|${at.paneId}`;
}

function standingRoute(facts: RecoveryFacts, session: Session, own: StandingPane): Route | null {
  const { socketPath, pane } = own;
  const at = { socketPath, paneId: pane.id };
  switch (pane.standing.kind) {
    case 'started':
      return pane.standing.session === session.id ? { kind: 'watch', ...at } : null;
    case 'offered':
      if (pane.standing.session !== session.id) return null;
      return facts.options.isLazy ? { kind: 'offered', ...at } : { kind: 'in-place', ...at };
    case 'dead':
    case 'idle-shell':
      return { kind: 'in-place', ...at };
    case 'busy':
      return null;
    default:
      return pane.standing satisfies never;
  }
}

function targetRoute(facts: RecoveryFacts, session: Session): Route {
  const { target } = facts.options;
  if (target === null) return { kind: 'refused', why: 'no target' };
  const server = facts.servers.get(target.socketPath);
  if (server === undefined) return { kind: 'refused', why: 'the target has no live tmux server' };
  switch (target.kind) {
    case 'pane': {
      const pane = server.panes.get(target.paneId);
      if (pane === undefined) return { kind: 'refused', why: `there is no pane ${target.paneId}` };
      const own: StandingPane = { socketPath: target.socketPath, server, pane };
      const why = `pane ${target.paneId} is busy: only an idle shell is taken over`;
      return standingRoute(facts, session, own) ?? { kind: 'refused', why };
    }
    case 'window':
      return { kind: 'split', socketPath: target.socketPath, windowId: target.windowId };
    case 'seat': {
      const held = server.desk.sessions.find(({ id }) => id === target.sessionId);
      if (held === undefined) return { kind: 'refused', why: `there is no session ${target.sessionId}` };
      const { socketPath, index } = target;
      return { kind: 'own-window', socketPath, tmuxSession: held.name, origin: null, liveId: held.id, index };
    }
    default:
      return target satisfies never;
  }
}

/** For a session whose pane cannot take it: its server lives without that pane, or is gone. */
function lostRoute(facts: RecoveryFacts, standing: Standing, place: Place, taken: Taken): Route {
  const { socketPath } = place.server;
  const live = facts.servers.get(socketPath);
  const isAlive = live !== undefined && isSameServer(live.desk.server, place.server);
  const origin = originOf(place.server, place.paneId);
  const isWindowBack = isWindowStanding(facts, standing, place);
  if (!isAlive && !isWindowBack && !taken.lostPanes.has(origin)) {
    return {
      kind: 'with-desk',
      deskKey: serverKey(place.server),
      socketPath: usableSocket(facts, socketPath),
    };
  }
  const sessionOrigin = originOf(place.server, place.sessionId);
  const liveId = isAlive
    ? (live.desk.sessions.find(({ id }) => id === place.sessionId)?.id ?? null)
    : (live?.sessionOrigins.get(sessionOrigin) ?? null);
  return {
    kind: 'own-window',
    socketPath: usableSocket(facts, socketPath),
    tmuxSession: place.sessionName,
    origin: sessionOrigin,
    liveId,
    index: place.windowIndex,
  };
}

/** Whether any pane of the lost window has been given back already, so that the others have nowhere to go. */
function isWindowStanding(
  facts: RecoveryFacts,
  { byOrigin, windows }: Standing,
  { server, windowId }: Place,
): boolean {
  const window = windows.get(originOf(server, windowId));
  const live = facts.servers.get(usableSocket(facts, server.socketPath)) ?? null;
  // What a window lacks that was never made whole, it is still to get.
  if (window !== undefined && halfMade(server, window, live) !== null) return false;
  return window?.panes.some((pane) => byOrigin.has(originOf(server, pane.id))) ?? false;
}

function homelessRoute({ options, servers }: RecoveryFacts): Route {
  const { homeSocket: socketPath } = options;
  const origin = homelessSession;
  const liveId = servers.get(socketPath)?.sessionOrigins.get(origin) ?? null;
  return { kind: 'own-window', socketPath, tmuxSession: homelessSession, origin, liveId, index: null };
}

/** The socket itself, or the user's usual one where it cannot be made again. */
export function usableSocket(facts: RecoveryFacts, socketPath: string): string {
  return facts.unusableSockets.has(socketPath) ? facts.options.homeSocket : socketPath;
}
