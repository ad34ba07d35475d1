import { failed, ok, type Result } from '../text/result.ts';
import { maskSecrets } from '../text/secret-mask.ts';
import type { Desk, DeskPane, DeskSeat, DeskSession, DeskWindow } from './desk.ts';
import { readRecords, recordFormat, type PrintedRecord } from './format.ts';
import { readServer, serverFormat } from './server.ts';
import type { Tmux, TmuxCallOptions, TmuxCommand, TmuxFailure } from './tmux.ts';

const sessionVariables = ['session_id', 'session_name', 'session_group'];
const windowVariables = [
  'session_id',
  'window_id',
  'window_index',
  'window_active',
  'window_last_flag',
  'window_name',
  'window_layout',
  'window_width',
  'window_height',
  'window_zoomed_flag',
  'automatic-rename',
];
const paneVariables = [
  'window_id',
  'pane_id',
  'pane_index',
  'pane_pid',
  'pane_active',
  'pane_synchronized',
  'pane_current_path',
  'pane_current_command',
  'pane_title',
];

/** The commands whose output {@link readDesk} reads: one call, one moment. */
export const captureCommands: readonly TmuxCommand[] = [
  ['display-message', '-p', serverFormat],
  ['list-sessions', '-F', recordFormat('session', sessionVariables)],
  ['list-windows', '-a', '-F', recordFormat('window', windowVariables)],
  ['list-panes', '-a', '-F', recordFormat('pane', paneVariables)],
];

/** Everything that the server behind this socket holds now, by ONE tmux call. */
export async function captureDesk(
  tmux: Tmux,
  socketPath: string,
  options: TmuxCallOptions = {},
): Promise<Result<Desk, TmuxFailure>> {
  const printed = await tmux.run(socketPath, captureCommands, options);
  if (printed.ok) return readDesk(socketPath, printed.value);
  if (printed.failure.kind !== 'refused' || printed.failure.message !== 'no current target') return printed;
  // A server without any session refuses to list windows; it can still say who it is.
  const alone = await tmux.run(socketPath, captureCommands.slice(0, 1), options);
  return alone.ok ? readDesk(socketPath, alone.value) : alone;
}

/** The desk in what {@link captureCommands} printed. */
export function readDesk(socketPath: string, printed: string): Result<Desk, TmuxFailure> {
  const records = readRecords(printed);
  const server = readServer(printed);
  if (server === null) {
    return failed({ kind: 'refused', socketPath, message: 'tmux did not say which server it is' });
  }
  const windows = valuesOf(records, 'window', windowVariables);
  const panes = valuesOf(records, 'pane', paneVariables);
  return ok({
    server,
    sessions: valuesOf(records, 'session', sessionVariables).map((values) => readSession(values, windows)),
    windows: unique(windows, 'window_id').map((values) => readWindow(values, panes)),
  });
}

/** The values of one record by the names they were asked for by. */
type Values = ReadonlyMap<string, string>;

function valuesOf(
  records: readonly PrintedRecord[],
  tag: string,
  names: readonly string[],
): readonly Values[] {
  return records
    .filter((record) => record.tag === tag && record.values.length === names.length)
    .map((record) => new Map(names.map((name, index) => [name, record.values[index] ?? ''])));
}

function text(values: Values, name: string): string {
  return values.get(name) ?? '';
}

function number(values: Values, name: string): number {
  return Number(text(values, name));
}

/** tmux prints a flag option as `1` or, before 3.2, as `on`. */
function isSet(values: Values, name: string): boolean {
  return text(values, name) === '1' || text(values, name) === 'on';
}

/** Windows linked into several sessions, and their panes, are listed once for each of them. */
function unique(all: readonly Values[], name: string): readonly Values[] {
  return [...new Map(all.map((values) => [text(values, name), values])).values()];
}

function readSession(values: Values, allWindows: readonly Values[]): DeskSession {
  const id = text(values, 'session_id');
  const windows = allWindows.filter((window) => text(window, 'session_id') === id);
  const seats: readonly DeskSeat[] = windows
    .map((window) => ({ index: number(window, 'window_index'), windowId: text(window, 'window_id') }))
    .sort((a, b) => a.index - b.index);
  const active = windows.find((window) => isSet(window, 'window_active'));
  const last = windows.find((window) => isSet(window, 'window_last_flag'));
  const group = text(values, 'session_group');
  return {
    id,
    name: text(values, 'session_name'),
    group: group === '' ? null : group,
    seats,
    activeIndex: active === undefined ? (seats[0]?.index ?? 0) : number(active, 'window_index'),
    lastIndex: last === undefined ? null : number(last, 'window_index'),
  };
}

function readWindow(values: Values, allPanes: readonly Values[]): DeskWindow {
  const id = text(values, 'window_id');
  const panes = unique(
    allPanes.filter((pane) => text(pane, 'window_id') === id),
    'pane_id',
  );
  const active = panes.find((pane) => isSet(pane, 'pane_active')) ?? panes[0];
  return {
    id,
    name: text(values, 'window_name'),
    layout: text(values, 'window_layout'),
    widthCols: number(values, 'window_width'),
    heightRows: number(values, 'window_height'),
    isZoomed: isSet(values, 'window_zoomed_flag'),
    hasAutomaticName: isSet(values, 'automatic-rename'),
    isSynchronized: panes.length > 0 && panes.every((pane) => isSet(pane, 'pane_synchronized')),
    activePane: active === undefined ? '' : text(active, 'pane_id'),
    panes: panes.map(readPane).sort((a, b) => a.index - b.index),
  };
}

/**
 * Whatever runs in a pane can give it a title, of a megabyte even: one so long would fill the journal, and no tmux
 * command could give it back.
 */
const longestTitleChars = 256;

/** Read of a title, so that a key is masked before it is cut. */
const titleCharsRead = 4096;

/** Whole characters: each has one or two of the units that `slice` counts. What looks like a key is masked: it would be kept. */
function headOf(title: string): string {
  return Array.from(maskSecrets(title.slice(0, titleCharsRead)).slice(0, 2 * longestTitleChars))
    .slice(0, longestTitleChars)
    .join('');
}

function readPane(values: Values): DeskPane {
  return {
    id: text(values, 'pane_id'),
    index: number(values, 'pane_index'),
    pid: number(values, 'pane_pid'),
    cwd: text(values, 'pane_current_path'),
    command: text(values, 'pane_current_command'),
    title: headOf(text(values, 'pane_title')),
  };
}
