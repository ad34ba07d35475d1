import { isShell } from '../process/shells.ts';
import type { Desk, DeskWindow } from '../tmux/desk.ts';
import { serverKey } from '../tmux/place.ts';
import type { Event } from './event.ts';
import type { Registry } from './registry.ts';

/**
 * What a capture adds to the known desk of its server: only the windows that are new or differ, so that a
 * desk of a hundred panes costs a record of one window when one window changes. Nothing for the same desk.
 */
export function observeDesk(registry: Registry, desk: Desk): readonly Event[] {
  const known = registry.desks.get(serverKey(desk.server))?.desk;
  const before = new Map(known?.windows.map((window) => [window.id, fingerprint(window)]));
  const windows = desk.windows.filter((window) => before.get(window.id) !== fingerprint(window));
  const present = new Set(desk.windows.map(({ id }) => id));
  const gone = [...before.keys()].filter((id) => !present.has(id));
  const isSameFrame = JSON.stringify(known?.sessions) === JSON.stringify(desk.sessions);
  if (windows.length === 0 && gone.length === 0 && isSameFrame) return [];
  return [
    {
      kind: 'desk',
      server: desk.server,
      ...(!isSameFrame && { sessions: desk.sessions }),
      windows,
      gone,
    },
  ];
}

/**
 * All that matters of a window. Titles are left out, save those of shells: a client at work changes its own several
 * times a second.
 */
function fingerprint({ panes, ...window }: DeskWindow): string {
  return JSON.stringify([
    window,
    panes.map(({ title, ...pane }) => (isShell(pane.command) ? { ...pane, title } : pane)),
  ]);
}
