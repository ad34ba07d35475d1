import type { Desk, DeskSeat, DeskSession, DeskWindow } from '../tmux/desk.ts';
import { iso } from './iso.ts';
import { occupantsOf } from './occupants.ts';
import type { Registry } from './registry.ts';

type Occupants = ReturnType<typeof occupantsOf>;

/** `layout.json`: the last layout of every tmux server seen, newest capture last. */
export function layoutView(registry: Registry): unknown {
  return {
    servers: [...registry.desks.values()].map(({ desk, capturedAtMs }) => ({
      socket_path: desk.server.socketPath,
      server_pid: desk.server.pid,
      server_started: desk.server.startedAtS,
      captured_at: iso(capturedAtMs),
      sessions: deskSessionsView(desk, occupantsOf(registry, desk.server)),
    })),
  };
}

function deskSessionsView(desk: Desk, occupants: Occupants): unknown {
  return desk.sessions.map((session) => deskSessionView(desk, session, occupants));
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
      return [{ ...windowView(seat, window, occupants), active: isActive }];
    }),
  };
}

function windowView(seat: DeskSeat, window: DeskWindow, occupants: Occupants): object {
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
      session_id: occupants.get(pane.id)?.id ?? null,
    })),
  };
}
