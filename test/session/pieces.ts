import { Buffer } from 'node:buffer';
import { parseSessionId, type SessionId } from '../../src/claude/session-id.ts';
import type { ProcessIdentity } from '../../src/process/identity.ts';
import type { Origin, SessionProcess } from '../../src/session/session.ts';
import type { Sight } from '../../src/session/sight.ts';
import type { Desk, DeskPane, DeskWindow } from '../../src/tmux/desk.ts';
import type { Place, TmuxServer } from '../../src/tmux/place.ts';

/** A session id that tells by its beginning which name it was made from: `a` is `61000000-…`. */
export function id(name: string): SessionId {
  const hex = Buffer.from(name).toString('hex');
  const session = parseSessionId(`${hex.padEnd(8, '0').slice(0, 8)}-0000-4000-8000-000000000000`);
  if (session === null) throw new Error(`"${name}" makes no session id.`);
  return session;
}

/** Who reports, and from where; what is left out is a client with pid 10 in pane %1 of server 1. */
export interface Where {
  /** Null for a report whose client could not be told. */
  readonly pid?: number | null;
  readonly boot?: string;
  /** Tells the processes of one pid apart. */
  readonly started?: string;
  readonly argv?: readonly string[] | null;
  /** Null for a client outside tmux. */
  readonly pane?: string | null;
  /** Which incarnation of the tmux server: its pid. */
  readonly server?: number;
  readonly socket?: string;
  readonly window?: string;
  readonly windowIndex?: number;
  readonly origin?: Origin;
  readonly projectDir?: string | null;
  readonly configDir?: string | null;
  readonly paneAtEnd?: Sight['paneAtEnd'];
}

/** The identity of a process. */
export function identity({ pid = 10, boot = 'boot-1', started }: Where = {}): ProcessIdentity {
  return { bootId: boot, pid: pid ?? 0, started: started ?? `${pid}00` };
}

/** A client's process; null where `pid` is. */
export function clientProcess(where: Where = {}): SessionProcess | null {
  if (where.pid === null) return null;
  return { identity: identity(where), ppid: 1, argv: where.argv ?? ['claude'], executable: null };
}

/** An incarnation of a tmux server. */
export function server(pid = 1, socketPath = '/tmp/tmux-1000/default'): TmuxServer {
  return { socketPath, pid, startedAtS: 1_000_000 + pid };
}

/** A place; null where `pane` is. */
export function place(where: Where = {}): Place | null {
  const { pane = '%1', window = 'proj', windowIndex = 1 } = where;
  if (pane === null) return null;
  return {
    server: server(where.server, where.socket),
    sessionId: '$0',
    sessionName: 'main',
    windowId: '@1',
    windowIndex,
    windowName: window,
    paneId: pane,
    paneIndex: 0,
    panePid: 500,
  };
}

/** The sight of a report. */
export function sight(where: Where = {}): Sight {
  return {
    process: clientProcess(where),
    place: place(where),
    origin: where.origin ?? 'interactive',
    projectDir: where.projectDir ?? null,
    configDir: where.configDir ?? null,
    paneAtEnd: where.paneAtEnd ?? 'unknown',
  };
}

/** A pane of a desk. */
function deskPane(paneId: string, index = 0): DeskPane {
  return { id: paneId, index, pid: 500 + index, cwd: '/home/dev/proj', command: 'claude', title: '' };
}

/** A window of a desk with these panes. */
export function deskWindow(windowId: string, ...panes: readonly string[]): DeskWindow {
  return {
    id: windowId,
    name: `name of ${windowId}`,
    layout: 'b25d,80x24,0,0,0',
    widthCols: 80,
    heightRows: 24,
    isZoomed: false,
    hasAutomaticName: true,
    isSynchronized: false,
    activePane: panes[0] ?? '',
    panes: panes.map(deskPane),
  };
}

/** A desk of one tmux session `main` with these windows, the first of them at index 1. */
export function desk(of: TmuxServer, ...windows: readonly DeskWindow[]): Desk {
  const seats = windows.map((window, position) => ({ index: position + 1, windowId: window.id }));
  return {
    server: of,
    sessions: [{ id: '$0', name: 'main', group: null, seats, activeIndex: 1, lastIndex: null }],
    windows,
  };
}
