import type { SessionId } from '../claude/session-id.ts';
import type { TmuxServer } from '../tmux/place.ts';

/**
 * What recovery leaves on the panes that it makes, as tmux user options: which lost pane each stands for.
 * A later run (or this one, killed half-way and started again) knows by it what is already there,
 * whatever was renamed or moved meanwhile.
 */
export const paneOption = '@statusline_pane';
/** On a tmux session: which lost one it stands for. */
export const sessionOption = '@statusline_session';
/** On a window of several panes, for as long as it is being made: which lost one it stands for. */
export const makingOption = '@statusline_making';
/** On the server: the lost desks that are to be given back whole, separated by spaces. */
export const begunOption = '@statusline_begun';
/** On the server: the lost desks whose windows without Claude were given back too, separated by spaces. */
export const rebuiltOption = '@statusline_rebuilt';

/** The name of a server incarnation in these options: short, and free of anything that a format or a shell minds. */
export function originOfServer(server: TmuxServer): string {
  return `${server.startedAtS}.${server.pid}`;
}

/** The name of something (`%12`, `$3`, `@7`) that a server incarnation held. */
export function originOf(server: TmuxServer, id: string): string {
  return `${originOfServer(server)}.${id}`;
}

/** The name of the place of a session that sat in no tmux. */
export function originOfSession(session: SessionId): string {
  return `session.${session}`;
}
