import type { Desk } from '../../src/tmux/desk.ts';
import { parseLayout, printLayout, type LayoutCell } from '../../src/tmux/layout.ts';

/** Everything of a desk that must be the same before and after, whatever the ids. Sessions come by name. */
export function shape(desk: Desk): readonly SessionShape[] {
  const windows = new Map(desk.windows.map((window) => [window.id, window]));
  const names = new Map<string, string>();
  const sessions = desk.sessions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const session of sessions) {
    for (const { windowId, index } of session.seats) {
      // The first seat stands for the window, so that links are seen as such.
      if (!names.has(windowId)) names.set(windowId, `${session.name}:${index}`);
    }
  }
  return sessions.map((session) => ({
    name: session.name,
    isGrouped: session.group !== null,
    active: session.activeIndex,
    last: session.lastIndex,
    windows: session.seats.map(({ index, windowId }) => {
      const window = windows.get(windowId);
      if (window === undefined) throw new Error(`The desk has no window ${windowId}.`);
      return {
        index,
        same: names.get(windowId) ?? '',
        name: window.hasAutomaticName ? null : window.name,
        geometry: geometry(window.layout),
        isZoomed: window.isZoomed,
        isSynchronized: window.isSynchronized,
        active: window.panes.findIndex(({ id }) => id === window.activePane),
        directories: window.panes.map(({ cwd }) => cwd),
      };
    }),
  }));
}

/** See {@link shape}. */
export interface SessionShape {
  readonly name: string;
  readonly isGrouped: boolean;
  readonly active: number;
  readonly last: number | null;
  readonly windows: readonly object[];
}

function geometry(layout: string): string {
  const parsed = parseLayout(layout);
  if (parsed === null) throw new Error(`Not a layout: ${layout}`);
  const bare = (cell: LayoutCell): LayoutCell =>
    cell.kind === 'pane' ? { ...cell, paneNumber: null } : { ...cell, cells: cell.cells.map(bare) };
  return printLayout(bare(parsed));
}
