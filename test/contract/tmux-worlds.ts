// The two worlds that the tmux contract holds in: the model in memory and the real program on a socket of
// its own, in a home of its own.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Processes } from '../../src/process/processes.ts';
import { openProcesses } from '../../src/process/table.ts';
import type { Result } from '../../src/text/result.ts';
import { captureDesk } from '../../src/tmux/capture.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import { openTmux } from '../../src/tmux/run.ts';
import type { Tmux, TmuxCommand, TmuxFailure } from '../../src/tmux/tmux.ts';
import { fakeProcessTable } from '../fakes/process-table.ts';
import { FakeTmux } from '../fakes/tmux.ts';
import { until } from '../rig/wait.ts';

/** A place to run the contract in. */
export interface TmuxWorld {
  readonly tmux: Tmux;
  readonly processes: Processes;
  readonly socketPath: string;
  /** A directory that exists, also for the model. */
  directory(name: string): string;
  /** Runs commands that must succeed. */
  run(...commands: readonly TmuxCommand[]): Promise<string>;
  /** Runs commands and gives what came of it. */
  attempt(...commands: readonly TmuxCommand[]): Promise<Result<string, TmuxFailure>>;
  /** Everything the server holds. */
  desk(): Promise<Desk>;
  /** Makes the server stop answering. */
  wedge(): Promise<void>;
  close(): Promise<void>;
}

/** A program that stays, for panes. */
export const stay: readonly string[] = ['sleep', '1000'];

/** Starts a server with one session `main` of one window, whose pane is `%0`. */
export async function withSession(world: TmuxWorld): Promise<TmuxWorld> {
  await world.run(['new-session', '-d', '-s', 'main', '-n', 'first', '-x', '100', '-y', '30', ...stay]);
  return world;
}

/** The model. */
export async function openFakeWorld(): Promise<TmuxWorld> {
  const processes = fakeProcessTable();
  const tmux = new FakeTmux({ processes });
  const socketPath = '/tmp/private/socket';
  return {
    ...shared(tmux, socketPath),
    processes,
    directory: (name) => `/tmp/private/${name}`,
    wedge: async () => tmux.wedge(socketPath),
    close: async () => undefined,
  };
}

/** The real one. */
export async function openRealWorld(): Promise<TmuxWorld> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tx-')));
  const env = { PATH: process.env['PATH'] ?? '', HOME: root, TMUX_TMPDIR: root };
  // Another version's program can be put to the same contract by naming it.
  const program = process.env['TMUX_UNDER_TEST'];
  const tmux = openTmux({
    env,
    uid: process.getuid?.() ?? 0,
    ...(program === undefined ? {} : { program }),
  });
  const socketPath = join(root, 'socket');
  const processes = openProcesses(process.platform);
  const world = shared(tmux, socketPath);
  let stopped: number | null = null;
  return {
    ...world,
    processes,
    directory: (name) => {
      mkdirSync(join(root, name), { recursive: true });
      return join(root, name);
    },
    wedge: async () => {
      stopped = (await world.desk()).server.pid;
      process.kill(stopped, 'SIGSTOP');
    },
    close: async () => {
      if (stopped !== null) process.kill(stopped, 'SIGCONT');
      if (existsSync(socketPath)) await tmux.run(socketPath, [['kill-server']]);
      await until('the server has ended', async () => !(await tmux.run(socketPath, [['list-sessions']])).ok);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function shared(
  tmux: Tmux,
  socketPath: string,
): Pick<TmuxWorld, 'tmux' | 'socketPath' | 'run' | 'attempt' | 'desk'> {
  const attempt: TmuxWorld['attempt'] = (...commands) =>
    tmux.run(socketPath, commands, { configFile: '/dev/null' });
  return {
    tmux,
    socketPath,
    attempt,
    run: async (...commands) => valueOf(await attempt(...commands)),
    desk: async () => valueOf(await captureDesk(tmux, socketPath)),
  };
}

function valueOf<T>(result: Result<T, TmuxFailure>): T {
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) throw new Error('unreachable');
  return result.value;
}
