import type { DeskWindow } from '../tmux/desk.ts';
import type { TmuxServer } from '../tmux/place.ts';
import type { HalfMade } from './desk-goals.ts';
import type { LiveServer } from './facts.ts';
import { originOf } from './origin.ts';

/**
 * How far the making of a lost window has come that failed half-way; null where it is whole, is not there, or
 * has been changed since: panes of somebody else's among ours are theirs to arrange.
 */
export function halfMade(server: TmuxServer, window: DeskWindow, live: LiveServer | null): HalfMade | null {
  const found = live?.unfinished.get(originOf(server, window.id));
  if (found === undefined) return null;
  const { windowId, lastPaneId, origins } = found;
  const isAsMade = origins.every((origin, at) => {
    const pane = window.panes[at];
    return pane !== undefined && origin === originOf(server, pane.id);
  });
  return isAsMade ? { windowId, lastPaneId, made: origins.length } : null;
}
