import { failed, ok, type Result } from '../../src/text/result.ts';
import type { Tmux, TmuxCallOptions, TmuxCommand, TmuxFailure } from '../../src/tmux/tmux.ts';
import { mayStartServer } from '../../src/tmux/argv.ts';
import type { FakeProcessTable } from './process-table.ts';
import { questions } from './tmux/ask.ts';
import { changes, type Command } from './tmux/change.ts';
import { newSession, newWindow, respawnPane, splitWindow } from './tmux/create.ts';
import { Refusal, type Pane, type Server } from './tmux/model.ts';
import { removePane, type Context, type Machine, type PaneStart } from './tmux/panes.ts';
import { findTarget } from './tmux/targets.ts';

export type { PaneStart } from './tmux/panes.ts';

/** One command that the fake was given. */
export interface LoggedCommand {
  readonly socketPath: string;
  /** Commands of one `run` bear the same number. */
  readonly call: number;
  readonly command: TmuxCommand;
  /** How it went; commands behind a refused one are never reached and not logged. */
  readonly outcome: 'done' | 'refused';
}

const commands: Readonly<Record<string, Command>> = {
  ...questions,
  ...changes,
  'new-session': newSession,
  'new-window': newWindow,
  'split-window': splitWindow,
  'respawn-pane': respawnPane,
};

/**
 * tmux in memory: servers with sessions, windows, panes and their processes, good enough to plan, apply
 * and check a whole recovery against. Unknown commands, letters and inexact targets throw, so that
 * no test passes on what the model does not know. Given a process table, servers and pane programs are
 * processes there.
 */
export class FakeTmux implements Tmux {
  /** Everything that was run, in order. */
  readonly log: LoggedCommand[] = [];
  /** Shell commands that a `#(…)` in a text would have run. Must stay empty. */
  readonly executed: string[] = [];
  readonly #servers = new Map<string, Server>();
  readonly #machine: Machine;
  readonly #failures: { readonly name: string; readonly failure: TmuxFailure }[] = [];
  readonly #wedged = new Set<string>();
  #calls = 0;
  #nowS = 1_800_000_000;

  constructor(
    around: {
      readonly processes?: FakeProcessTable;
      /** Told of every program that tmux starts in a pane, once its whole call is done. */
      readonly onStart?: (start: PaneStart) => void;
      /** First pid to give out. */
      readonly firstPid?: number;
    } = {},
  ) {
    let pid = around.firstPid ?? 5000;
    this.#machine = {
      processes: around.processes ?? null,
      onStart: around.onStart ?? ((): void => undefined),
      executed: this.executed,
      nextPid: () => (pid += 1),
    };
  }

  async run(
    socketPath: string,
    asked: readonly TmuxCommand[],
    options: TmuxCallOptions = {},
  ): Promise<Result<string, TmuxFailure>> {
    if (asked.length === 0) return ok('');
    this.#calls += 1;
    if (this.#wedged.has(socketPath)) {
      return failed({ kind: 'timed-out', socketPath, timeoutMs: options.timeoutMs ?? 2000 });
    }
    if (!this.#servers.has(socketPath) && mayStartServer(asked)) this.#startServer(socketPath, options);
    const server = this.#servers.get(socketPath);
    if (server === undefined) return failed({ kind: 'no-server', socketPath });
    const context: Context = { server, machine: this.#machine, started: [] };
    const result = this.#runAll(context, asked);
    this.#endEmpty(server);
    for (const start of context.started) this.#machine.onStart(start);
    return result;
  }

  async sockets(): Promise<readonly string[]> {
    return [...this.#servers.keys()];
  }

  defaultSocket(): string {
    return '/tmp/tmux-1000/default';
  }

  async version(): Promise<string | null> {
    return '3.3a';
  }

  /** The server dies as by kill -9: its panes' programs are hung up, nothing is told. */
  crash(socketPath: string): void {
    const server = this.#servers.get(socketPath);
    if (server === undefined) return;
    const panes = server.sessions.flatMap((session) => session.links.flatMap((link) => link.window.panes));
    this.#servers.delete(socketPath);
    this.#machine.processes?.kill(server.pid, ...panes.map((pane) => pane.pid));
  }

  /** The server lives but answers nobody. */
  wedge(socketPath: string): void {
    this.#wedged.add(socketPath);
  }

  /** The next command of this name fails so. Call it several times for several failures. */
  failNext(name: string, failure: TmuxFailure): void {
    this.#failures.push({ name, failure });
  }

  /** The program in a pane ends by itself: the pane closes. */
  endPane(socketPath: string, paneId: string): void {
    const server = this.server(socketPath);
    const { link, pane } = findTarget(server, paneId);
    removePane({ server, machine: this.#machine, started: [] }, link.window, pane);
    this.#endEmpty(server);
  }

  /** A pane of the model, to look at or to change what it shows. */
  pane(socketPath: string, paneId: string): Pane {
    return findTarget(this.server(socketPath), paneId).pane;
  }

  /** A server of the model. */
  server(socketPath: string): Server {
    const server = this.#servers.get(socketPath);
    if (server === undefined) throw new Error(`The fake tmux has no server on ${socketPath}.`);
    return server;
  }

  /** How many times tmux was started. */
  get calls(): number {
    return this.#calls;
  }

  #runAll(context: Context, asked: readonly TmuxCommand[]): Result<string, TmuxFailure> {
    const { socketPath } = context.server;
    let printed = '';
    for (const command of asked) {
      if (!this.#servers.has(socketPath)) break;
      const done = this.#runOne(context, command);
      const outcome = done.ok ? 'done' : 'refused';
      this.log.push({ socketPath, call: this.#calls, command, outcome });
      if (!done.ok) return done;
      printed += done.value;
    }
    return ok(printed);
  }

  #runOne(context: Context, command: TmuxCommand): Result<string, TmuxFailure> {
    const { socketPath } = context.server;
    const [name] = command;
    const injected = this.#failures.findIndex((each) => each.name === name);
    const [failure] = injected === -1 ? [] : this.#failures.splice(injected, 1);
    if (failure !== undefined) return failed(failure.failure);
    if (name === 'kill-server') {
      this.crash(socketPath);
      return ok('');
    }
    const run = commands[name];
    if (run === undefined) throw new Error(`The fake tmux does not know the command ${name}.`);
    try {
      return ok(run(context, command));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return failed({ kind: 'refused', socketPath, message: error.message });
    }
  }

  #startServer(socketPath: string, options: TmuxCallOptions): void {
    this.#nowS += 1;
    const pid = this.#machine.nextPid();
    this.#machine.processes?.add({ pid, command: 'tmux: server', argv: ['tmux', '-S', socketPath] });
    this.#servers.set(socketPath, {
      socketPath,
      pid,
      startedAtS: this.#nowS,
      environment: options.environment ?? {},
      configFile: options.configFile ?? null,
      sessions: [],
      options: new Map(),
      windowOptions: new Map(),
      hooks: new Map(),
      next: { session: 0, window: 0, pane: 0 },
    });
  }

  /** A server without a session ends (`exit-empty`). */
  #endEmpty(server: Server): void {
    if (server.sessions.length === 0) this.crash(server.socketPath);
  }
}
