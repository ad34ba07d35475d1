import { isShell } from '../process/shells.ts';
import type { Desk, DeskPane, DeskWindow } from '../tmux/desk.ts';

/** The directory of each pane by its id, as some capture had it. */
export type PaneDirectories = ReadonlyMap<string, string>;

/** The directories of a capture's panes. */
export function directoriesOf(desk: Desk): PaneDirectories {
  return new Map(desk.windows.flatMap(({ panes }) => panes.map(({ id, cwd }) => [id, cwd] as const)));
}

/**
 * Whether a capture that no hook of tmux called for has anything to tell: windows in other places, a pane with
 * another process, an option, a shell that went elsewhere. What comes and goes with every command (the program in
 * front and its directory, titles, names that tmux gives) is none; but a program that stays in another directory,
 * which `before` had already, does count.
 */
export function hasUntold(known: Desk | undefined, desk: Desk, before: PaneDirectories): boolean {
  if (known === undefined || known.windows.length !== desk.windows.length) return true;
  if (JSON.stringify(known.sessions) !== JSON.stringify(desk.sessions)) return true;
  const windows = new Map(known.windows.map((window) => [window.id, window]));
  return desk.windows.some((window) => {
    const was = windows.get(window.id);
    return was === undefined || isOther(was, window) || hasMoved(was, window, before);
  });
}

function isOther(was: DeskWindow, is: DeskWindow): boolean {
  return lasting(was) !== lasting(is);
}

function lasting({ panes, name, ...window }: DeskWindow): string {
  return JSON.stringify([
    { ...window, name: window.hasAutomaticName ? null : name },
    panes.map(({ id, index, pid, program }: DeskPane) => [id, index, pid, program ?? null]),
  ]);
}

function hasMoved(was: DeskWindow, is: DeskWindow, before: PaneDirectories): boolean {
  const known = new Map(was.panes.map(({ id, cwd }) => [id, cwd]));
  return is.panes.some(
    ({ id, cwd, command }) => cwd !== known.get(id) && (isShell(command) || before.get(id) === cwd),
  );
}
