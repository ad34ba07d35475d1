import type { Session } from '../session/session.ts';
import type { Desk, DeskPane, DeskSession, DeskWindow } from '../tmux/desk.ts';
import type { Place, TmuxServer } from '../tmux/place.ts';

/** A session whose place is known. */
export interface PlacedSession {
  readonly session: Session;
  readonly place: Place;
}

/**
 * A lost desk as far as it is known: as captured last, with the windows and panes of these sessions added that
 * came after the capture. Without any capture, the sessions' own places are all there is.
 */
export function knownDesk(captured: Desk | null, server: TmuxServer, placed: readonly PlacedSession[]): Desk {
  const held = new Set(captured?.windows.flatMap(({ panes }) => panes.map(({ id }) => id)));
  const missing = placed
    .filter(({ place }) => !held.has(place.paneId))
    .toSorted((a, b) => a.place.windowIndex - b.place.windowIndex || a.place.paneIndex - b.place.paneIndex);
  return missing.reduce(withPane, captured ?? { server, sessions: [], windows: [] });
}

function withPane(desk: Desk, { session, place }: PlacedSession): Desk {
  const pane: DeskPane = {
    id: place.paneId,
    index: place.paneIndex,
    pid: place.panePid,
    cwd: session.projectDir ?? session.cwd ?? '/',
    command: '',
    title: '',
  };
  const window = desk.windows.find(({ id }) => id === place.windowId);
  if (window !== undefined) {
    // Its layout speaks of other panes: the planner sees that and tiles the window.
    const grown = { ...window, panes: [...window.panes, pane] };
    return { ...desk, windows: desk.windows.map((each) => (each === window ? grown : each)) };
  }
  return { ...desk, windows: [...desk.windows, newWindow(place, pane)], sessions: withSeat(desk, place) };
}

function newWindow(place: Place, pane: DeskPane): DeskWindow {
  return {
    id: place.windowId,
    name: place.windowName,
    layout: '',
    widthCols: 0,
    heightRows: 0,
    isZoomed: false,
    // Nobody knows whether tmux gave the name; ours to give is better than wrongly kept.
    hasAutomaticName: true,
    isSynchronized: false,
    activePane: pane.id,
    panes: [pane],
  };
}

function withSeat(desk: Desk, place: Place): readonly DeskSession[] {
  const seat = { index: place.windowIndex, windowId: place.windowId };
  const known = desk.sessions.find(({ id }) => id === place.sessionId);
  if (known === undefined) {
    const session: DeskSession = {
      id: place.sessionId,
      name: place.sessionName,
      group: null,
      seats: [seat],
      activeIndex: seat.index,
      lastIndex: null,
    };
    return [...desk.sessions, session];
  }
  const seats = [...known.seats.filter(({ index }) => index !== seat.index), seat];
  const grown = { ...known, seats: seats.toSorted((a, b) => a.index - b.index) };
  return desk.sessions.map((each) => (each === known ? grown : each));
}
