import { serverKey } from '../tmux/place.ts';
import type { Desk, DeskSeat, DeskSession, DeskWindow } from '../tmux/desk.ts';
import { iso } from './iso.ts';
import type { Registry } from './registry.ts';

/** Who sits where: session id by `serverKey` and pane id. */
type Occupants = ReadonlyMap<string, string>;

/** `layout.json`: the last layout of every tmux server seen, newest capture last. */
export function layoutView(registry: Registry): unknown {
  const occupants = new Map<string, string>();
  for (const { place, id } of registry.sessions.values()) {
    if (place !== null) occupants.set(`${serverKey(place.server)} ${place.paneId}`, id);
  }
  return {
    servers: [...registry.desks.values()].map(({ desk, capturedAtMs }) => ({
      socket_path: desk.server.socketPath,
      server_pid: desk.server.pid,
      server_started: desk.server.startedAtS,
      captured_at: iso(capturedAtMs),
      sessions: desk.sessions.map((session) => deskSessionView(desk, session, occupants)),
    })),
  };
}

function deskSessionView(desk: Desk, session: DeskSession, occupants: Occupants): unknown {
  return {
    name: session.name,
    group: session.group,
    active_window: session.activeIndex,
    last_window: session.lastIndex,
    windows: session.seats.flatMap((seat) => {
      const window = desk.windows.find(({ id }) => id === seat.windowId);
      if (window === undefined) return [];
      const isActive = seat.index === session.activeIndex;
      return [{ ...windowView(desk, seat, window, occupants), active: isActive }];
    }),
  };
}

function windowView(desk: Desk, seat: DeskSeat, window: DeskWindow, occupants: Occupants): object {
  const key = serverKey(desk.server);
  return {
    index: seat.index,
    id: window.id,
    name: window.name,
    layout: window.layout,
    zoomed: window.isZoomed,
    automatic_rename: window.hasAutomaticName,
    panes: window.panes.map((pane) => ({
      index: pane.index,
      id: pane.id,
      pid: pane.pid,
      cwd: pane.cwd,
      command: pane.command,
      active: pane.id === window.activePane,
      session_id: occupants.get(`${key} ${pane.id}`) ?? null,
    })),
  };
}
