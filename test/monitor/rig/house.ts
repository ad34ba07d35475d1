// A house of its own for one test: home, instances, plugin, tmux server. Closing it ends every process that
// was started in it, found by its HOME.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { denOf } from '../../../src/monitor/den.ts';
import { viewSeat, type SeatView } from '../../../src/monitor/seat.ts';
import { kill, processesWith } from '../../rig/processes.ts';
import { run, type Ran } from '../../rig/run.ts';
import { until } from '../../rig/wait.ts';
import { layPlugin } from './build.ts';

/** A house to test in. */
export interface House {
  readonly directory: string;
  readonly instances: string;
  readonly launcher: string;
  readonly dist: string;
  readonly den: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the launcher. */
  call(args: readonly string[], stdin?: string, env?: Readonly<Record<string, string>>): Promise<Ran>;
  seat(): SeatView;
  /** Pids of all residents that run. */
  residents(): readonly number[];
  /** The one that serves, once it does. */
  serving(): Promise<number>;
  registry(): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  close(): Promise<void>;
}

/** Builds a house. `name` may hold whatever a path may hold. */
export async function buildHouse(name: string = 'house'): Promise<House> {
  const root = mkdtempSync(join(tmpdir(), 'sl-monitor-'));
  const directory = join(root, name);
  const instances = join(directory, '.claude', 'instances');
  mkdirSync(join(directory, '.claude'), { recursive: true });
  const { launcher, dist } = await layPlugin(join(directory, 'plugin'));
  const env = { HOME: directory, PATH: process.env['PATH'] ?? '', TERM: 'xterm', LANG: 'C.UTF-8' };
  const denDirectory = (): string => denOf(instances, process.getuid?.() ?? 0).directory;
  const residents = (): readonly number[] =>
    processesWith('HOME', directory)
      .filter(({ argv }) => argv.includes('monitor') && argv.includes('run'))
      .map(({ pid }) => pid);
  const seat = (): SeatView => viewSeat(denDirectory());
  return {
    directory,
    instances,
    launcher,
    dist,
    get den() {
      return denDirectory();
    },
    env,
    call: (args, stdin = '', more = {}) =>
      run(launcher, args, { env: { ...env, ...more }, cwd: directory, stdin, timeoutMs: 120_000 }),
    seat,
    residents,
    serving: () =>
      until('a resident serves', () => {
        const { holder } = seat();
        return holder?.phase === 'serving' && residents().includes(holder.process.pid)
          ? holder.process.pid
          : null;
      }),
    registry: () => {
      // Written by the program: an object keyed by session id.
      return JSON.parse(readFileSync(join(instances, 'registry.json'), 'utf8')) as never;
    },
    close: async () => {
      await until('every process of the house is gone', () => {
        for (const { pid } of processesWith('HOME', directory)) kill(pid, 'SIGKILL');
        return processesWith('HOME', directory).length === 0;
      });
      rmSync(denDirectory(), { recursive: true, force: true, maxRetries: 20 });
      rmSync(root, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** The link by which Node passes for a client in the process table. */
export function clientProgram(house: House, name: string): readonly [program: string, script: string] {
  const folder = join(house.directory, 'clients', name);
  mkdirSync(folder, { recursive: true });
  const link = join(folder, 'claude');
  symlinkSync(process.execPath, link);
  return [link, join(import.meta.dirname, 'fake-client.mjs')];
}

/** Has a fake client run a command as it runs its hooks, and gives what it printed. */
export function askClient(
  socketPath: string,
  asked: {
    readonly command: string;
    readonly stdin: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    // Written by fake-client.mjs.
    socket.once('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as never));
    socket.end(JSON.stringify(asked));
  });
}

/** Whether a client takes calls yet. Its socket's file is there a moment before. */
export function takesCalls(socketPath: string): Promise<boolean> {
  return askClient(socketPath, { command: 'true', stdin: '' }).then(
    () => true,
    () => false,
  );
}
