import { readRecords, recordFormat } from './format.ts';
import type { Place } from './place.ts';
import { terminalNumber } from './terminal.ts';

const variables = [
  'socket_path',
  'pid',
  'start_time',
  'session_id',
  'session_name',
  'window_id',
  'window_index',
  'window_name',
  'pane_id',
  'pane_index',
  'pane_pid',
  'pane_tty',
  'window_linked',
  'session_grouped',
] as const;

/** A pane as one session shows it, with what tells whether it is the asked-for one. */
export interface SeenPane {
  readonly place: Place;
  /** Device number of its terminal, or null. */
  readonly ttyNumber: number | null;
  /** Other sessions may show it too: then tmux names now this session and now that. */
  readonly isShared: boolean;
}

/** The format that {@link readPanes} reads. */
export const paneFormat = recordFormat('pane', variables);

/** The panes in what tmux printed by {@link paneFormat}. A target that is not there prints none. */
export function readPanes(printed: string): readonly SeenPane[] {
  return readRecords(printed).flatMap(({ tag, values }) => {
    const value = (name: (typeof variables)[number]): string => values[variables.indexOf(name)] ?? '';
    if (tag !== 'pane' || values.length !== variables.length || value('pane_id') === '') return [];
    const place: Place = {
      server: {
        socketPath: value('socket_path'),
        pid: Number(value('pid')),
        startedAtS: Number(value('start_time')),
      },
      sessionId: value('session_id'),
      sessionName: value('session_name'),
      windowId: value('window_id'),
      windowIndex: Number(value('window_index')),
      windowName: value('window_name'),
      paneId: value('pane_id'),
      paneIndex: Number(value('pane_index')),
      panePid: Number(value('pane_pid')),
    };
    const isShared = value('window_linked') === '1' || value('session_grouped') === '1';
    return [{ place, ttyNumber: terminalNumber(value('pane_tty')), isShared }];
  });
}
