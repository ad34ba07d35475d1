import type { SessionId } from '../claude/session-id.ts';
import type { Desk, DeskSession } from '../tmux/desk.ts';
import { isSameServer, serverKey } from '../tmux/place.ts';
import type { Registry } from './registry.ts';

/** What may be done with a fresh capture. */
export type Verdict =
  /** It is how things are. */
  | 'record'
  /** It lacks panes that stood a moment ago: a server that is going down looks just like this. Look again. */
  | 'confirm'
  /** It lacks the pane of a session that nobody has said the end of. Wait until its end is told apart. */
  | 'wait'
  /** It holds nothing. A desk is never replaced by nothing. */
  | 'pass-over';

/**
 * Judges a capture against the desk that is known. A dying server loses its windows one after the other
 * while it still answers, so a desk that shrinks is believed only when the server outlived the loss.
 * `over` names sessions whose end is told already, though the registry does not have it yet.
 */
export function judgeCapture(
  registry: Registry,
  desk: Desk,
  over: ReadonlySet<SessionId> = new Set(),
): Verdict {
  const known = registry.desks.get(serverKey(desk.server))?.desk;
  if (panesOf(desk).length === 0) return panesOf(known).length === 0 ? 'record' : 'pass-over';
  const lost = lostPanes(known, desk);
  if (lost.size === 0) return 'record';
  const isSessionLost = [...registry.sessions.values()].some(
    ({ id, state, place }) =>
      state.kind === 'live' &&
      !over.has(id) &&
      place !== null &&
      lost.has(place.paneId) &&
      isSameServer(place.server, desk.server),
  );
  return isSessionLost ? 'wait' : 'confirm';
}

/** The panes that a capture lacks. */
export function lostPanes(known: Desk | undefined, desk: Desk): ReadonlySet<string> {
  const now = new Set(panesOf(desk));
  return new Set(panesOf(known).filter((pane) => !now.has(pane)));
}

/**
 * The capture with all that it lacks put back as it was known: what is new in it is true whatever becomes of
 * the rest, and need not wait for the proof. Null where the two do not go together (a pane left a window that is
 * to be put back), and for a capture of nothing.
 */
export function withoutLoss(registry: Registry, desk: Desk): Desk | null {
  const known = registry.desks.get(serverKey(desk.server))?.desk;
  if (known === undefined || panesOf(desk).length === 0) return null;
  const lost = lostPanes(known, desk);
  const back = known.windows.filter((window) => window.panes.some(({ id }) => lost.has(id)));
  const isBack = new Set(back.map(({ id }) => id));
  const windows = [...desk.windows.filter(({ id }) => !isBack.has(id)), ...back];
  const whole: Desk = { server: desk.server, windows, sessions: sessionsWith(known, desk, isBack) };
  const panes = panesOf(whole);
  return new Set(panes).size === panes.length ? whole : null;
}

/** In the known order, so that a desk with nothing but losses is the known one. */
function sessionsWith(known: Desk, desk: Desk, isBack: ReadonlySet<string>): readonly DeskSession[] {
  const now = new Map(desk.sessions.map((session) => [session.id, session]));
  const before = known.sessions.flatMap((session) => {
    const seats = session.seats.filter(({ windowId }) => isBack.has(windowId));
    const fresh = now.get(session.id);
    if (fresh !== undefined) return [withSeats(fresh, session, seats)];
    return seats.length === 0 ? [] : [{ ...session, seats }];
  });
  const isKnown = new Set(known.sessions.map(({ id }) => id));
  return [...before, ...desk.sessions.filter(({ id }) => !isKnown.has(id))];
}

/**
 * Where a window went, the next one got the focus: that is part of the loss. A seat that was given to another
 * window is not taken back: the one before gets a seat behind them all.
 */
function withSeats(fresh: DeskSession, known: DeskSession, back: DeskSession['seats']): DeskSession {
  const missing = back.filter(({ windowId }) => fresh.seats.every((seat) => seat.windowId !== windowId));
  if (missing.length === 0) return fresh;
  const taken = new Set(fresh.seats.map(({ index }) => index));
  const unseated = missing.filter(({ index }) => taken.has(index));
  const next = 1 + Math.max(...fresh.seats.map(({ index }) => index), ...missing.map(({ index }) => index));
  const seats = [
    ...fresh.seats,
    ...missing.filter(({ index }) => !taken.has(index)),
    ...unseated.map(({ windowId }, at) => ({ index: next + at, windowId })),
  ].sort((a, b) => a.index - b.index);
  if (unseated.length > 0) return { ...fresh, seats };
  return { ...fresh, seats, activeIndex: known.activeIndex, lastIndex: known.lastIndex };
}

function panesOf(desk: Desk | undefined): readonly string[] {
  return (desk?.windows ?? []).flatMap((window) => window.panes.map(({ id }) => id));
}
