/**
 * One tmux server, told apart from the ones before and after it on the same socket: pane ids start
 * again from %0 in a new server, so an id without its server says nothing.
 */
export interface TmuxServer {
  readonly socketPath: string;
  readonly pid: number;
  /** `#{start_time}`: seconds since the epoch. */
  readonly startedAtS: number;
}

/** Where a session sits: the pane, and its surroundings as last seen. */
export interface Place {
  readonly server: TmuxServer;
  /** `$3`. */
  readonly sessionId: string;
  readonly sessionName: string;
  /** `@7`. */
  readonly windowId: string;
  readonly windowIndex: number;
  readonly windowName: string;
  /** `%12`. */
  readonly paneId: string;
  readonly paneIndex: number;
  readonly panePid: number;
}

/** True for the same incarnation of a server. */
export function isSameServer(a: TmuxServer, b: TmuxServer): boolean {
  return a.socketPath === b.socketPath && a.pid === b.pid && a.startedAtS === b.startedAtS;
}

/** True for the same pane of the same server, wherever it has moved. */
export function isSamePane(a: Place, b: Place): boolean {
  return a.paneId === b.paneId && isSameServer(a.server, b.server);
}

/** One text per server incarnation, fit for a key. */
export function serverKey(server: TmuxServer): string {
  return `${server.socketPath}|${server.pid}|${server.startedAtS}`;
}
