import { readRecords, recordFormat } from '../tmux/format.ts';
import type { TmuxCommand } from '../tmux/tmux.ts';
import type { UnfinishedWindow } from './facts.ts';
import { begunOption, makingOption, paneOption, rebuiltOption, sessionOption } from './origin.ts';

/** A live pane as tmux tells of it, with what recovery has left on it. */
export interface ListedPane {
  readonly id: string;
  readonly windowId: string;
  readonly sessionId: string;
  readonly pid: number;
  readonly isDead: boolean;
  readonly isInMode: boolean;
  readonly widthCols: number;
  /** The cursor's cell, from the top left of what the pane shows. */
  readonly cursorCol: number;
  readonly cursorRow: number;
  readonly origin: string | null;
  readonly sessionOrigin: string | null;
  /** The lost window that its window stands for, while that is being made. */
  readonly making: string | null;
  readonly begun: readonly string[];
  readonly rebuilt: readonly string[];
}

const tag = 'recovery';
const variables = [
  'pane_id',
  'window_id',
  'session_id',
  'pane_pid',
  'pane_dead',
  'pane_in_mode',
  'pane_width',
  'cursor_x',
  'cursor_y',
  paneOption,
  sessionOption,
  makingOption,
  begunOption,
  rebuiltOption,
];

/** Asks for what {@link readListing} reads; may stand beside other questions in one call. */
export const listingCommand: TmuxCommand = ['list-panes', '-a', '-F', recordFormat(tag, variables)];

/** The panes in what tmux printed; a pane in a window that several sessions share comes once for each. */
export function readListing(printed: string): readonly ListedPane[] {
  return readRecords(printed)
    .filter((record) => record.tag === tag && record.values.length === variables.length)
    .map(({ values }) => {
      const [id = '', windowId = '', sessionId = '', pid, dead, mode, ...rest] = values;
      const [width, col, row, origin, session, making, begun, rebuilt] = rest;
      return {
        id,
        windowId,
        sessionId,
        pid: Number(pid),
        isDead: dead === '1',
        isInMode: mode !== '0' && mode !== '',
        widthCols: Number(width),
        cursorCol: Number(col),
        cursorRow: Number(row),
        origin: orNull(origin),
        sessionOrigin: orNull(session),
        making: orNull(making),
        begun: wordsIn(begun),
        rebuilt: wordsIn(rebuilt),
      };
    });
}

/** The windows that bear the mark of being made, by what they stand for. Panes come in the order of their windows. */
export function unfinishedWindows(listed: readonly ListedPane[]): ReadonlyMap<string, UnfinishedWindow> {
  const unfinished = new Map<string, UnfinishedWindow>();
  // Once for each pane, whatever the number of sessions that show it.
  const panes = new Map(listed.map((pane) => [pane.id, pane])).values();
  for (const { id, windowId, origin, making } of panes) {
    if (making === null) continue;
    const known = unfinished.get(making);
    // Two windows of one origin can only be a user's doing: the first is the one.
    if (known !== undefined && known.windowId !== windowId) continue;
    unfinished.set(making, {
      windowId,
      origins: [...(known?.origins ?? []), origin],
      lastPaneId: id,
    });
  }
  return unfinished;
}

function wordsIn(text: string | undefined): readonly string[] {
  return (text ?? '').split(' ').filter((each) => each !== '');
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
