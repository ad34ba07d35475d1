// A desk from outside: what tmux itself says of its sessions, windows and panes.
import { clientEntries, isInPane, type ClientEntry } from './clients.ts';
import { seenProcess } from './processes.ts';
import type { Stage } from './stage.ts';

/** One pane as tmux lists it. */
export interface SeenPane {
  /** `work:0.1`: tmux session, window index, pane index. */
  readonly ref: string;
  readonly id: string;
  readonly pid: number;
  readonly cwd: string;
  readonly command: string;
  readonly windowName: string;
  /** The window's geometry without ids and checksum. */
  readonly geometry: string;
  readonly isActive: boolean;
}

/** Makes a pane in the project's directory by this tmux command (`new-session`, `new-window`), and gives its id. */
export async function openPane(stage: Stage, ...command: readonly [string, ...string[]]): Promise<string> {
  return (await stage.tmux(...command, '-P', '-F', '#{pane_id}', '-c', stage.project('proj'))).trim();
}

// Plain text, because tmux 3.4 rewrites control characters. A name or a path may hold a newline, but neither of these.
const separator = ' :|: ';
const end = ' :/: ';

/** What tmux lists in this format, record by record. */
async function listed(
  stage: Stage,
  command: 'list-panes' | 'list-windows',
  fields: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const printed = await stage.tmux(command, '-a', '-F', `${fields.join(separator)}${end}`);
  return printed
    .split(`${end}\n`)
    .filter((record) => record !== '')
    .map((record) => record.split(separator));
}

const fields = [
  '#{session_name}:#{window_index}.#{pane_index}',
  '#{pane_id}',
  '#{pane_pid}',
  '#{pane_current_path}',
  '#{pane_current_command}',
  '#{window_name}',
  '#{window_layout}',
  '#{pane_active}',
];

/** Every pane of the stage's server, in tmux's order. */
export async function seenPanes(stage: Stage): Promise<readonly SeenPane[]> {
  return (await listed(stage, 'list-panes', fields)).map(
    ([ref = '', id = '', pid = '', cwd = '', command = '', windowName = '', layout = '', active = '']) => {
      return {
        ref,
        id,
        pid: Number(pid),
        cwd,
        command,
        windowName,
        geometry: geometryOf(layout),
        isActive: active === '1',
      };
    },
  );
}

/** A layout string without its checksum and pane ids: equal for equal geometry. */
function geometryOf(layout: string): string {
  return layout.replace(/^[0-9a-f]{4},/, '').replaceAll(/(\d+x\d+,\d+,\d+),\d+/g, '$1');
}

/** Which pane each live client sits in, by the client's session id: from its own files, /proc and tmux. */
export async function clientsByRef(stage: Stage): Promise<Readonly<Record<string, string>>> {
  const panes = await seenPanes(stage);
  const seats = clientEntries(stage).map((entry) => {
    const pane = panes.find(({ pid }) => isInPane(entry.pid, pid));
    return [pane?.ref ?? `nowhere (pid ${entry.pid})`, entry.sessionId] as const;
  });
  return Object.fromEntries(seats);
}

/** The processes of the stage that run a client on this conversation, by their arguments. */
export function processesOn(stage: Stage, sessionId: string): readonly number[] {
  const clients = stage
    .processes()
    .filter(({ argv }) => argv.includes(sessionId) && /(^|\/)claude$/.test(argv[0] ?? ''));
  const pids = new Set(clients.map(({ pid }) => pid));
  // What a client has forked bears its arguments until it becomes another program.
  return clients.filter(({ ppid }) => !pids.has(ppid)).map(({ pid }) => pid);
}

/** The client's own entry for a conversation; fails when there is none, or more than one. */
export function onlyEntry(stage: Stage, sessionId: string): ClientEntry {
  const [entry, ...more] = clientEntries(stage).filter((candidate) => candidate.sessionId === sessionId);
  if (entry === undefined) throw new Error(`No client says that it runs ${sessionId}.`);
  if (more.length > 0) throw new Error(`${more.length + 1} clients run ${sessionId}.`);
  return entry;
}

/** The arguments of a running process. */
export function argvOf(pid: number): readonly string[] {
  return seenProcess(pid)?.argv ?? [];
}

/** One seat of a window as tmux lists it: a window that is linked has several. */
export interface SeenWindow {
  /** `work:0`: tmux session and index. */
  readonly ref: string;
  readonly id: string;
  readonly name: string;
  /** Whether tmux names it by itself. */
  readonly hasAutomaticName: boolean;
  readonly isCurrent: boolean;
  readonly isLast: boolean;
  readonly isZoomed: boolean;
  readonly isSynchronized: boolean;
}

const windowFields = [
  '#{session_name}:#{window_index}',
  '#{window_id}',
  '#{window_name}',
  '#{automatic-rename}',
  '#{window_active}',
  '#{window_last_flag}',
  '#{window_zoomed_flag}',
  '#{pane_synchronized}',
];

/** Every seat of every window of the stage's server, in tmux's order. */
export async function seenWindows(stage: Stage): Promise<readonly SeenWindow[]> {
  return (await listed(stage, 'list-windows', windowFields)).map(
    ([ref = '', id = '', name = '', ...flags]) => {
      const [
        hasAutomaticName = false,
        isCurrent = false,
        isLast = false,
        isZoomed = false,
        isSynced = false,
      ] = flags.map((flag) => flag === '1');
      return { ref, id, name, hasAutomaticName, isCurrent, isLast, isZoomed, isSynchronized: isSynced };
    },
  );
}
