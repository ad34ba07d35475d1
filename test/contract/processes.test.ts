import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSameProcess, type ProcessIdentity } from '../../src/process/identity.ts';
import type { Processes } from '../../src/process/processes.ts';
import { openProcFiles, openProcesses } from '../../src/process/table.ts';
import { fakeProcessTable } from '../fakes/process-table.ts';
import { until } from '../rig/wait.ts';

/** A table with one living process of ours that has a child, and ways to end it. */
interface ProcessWorld {
  readonly processes: Processes;
  readonly pid: number;
  readonly parent: number;
  readonly cwd: string;
  /** Ends the process; nobody is left behind. */
  end(): Promise<void>;
  /** Gives the pid of a process that has ended and that nobody has waited for. */
  zombie(): Promise<number>;
  close(): Promise<void>;
}

const environment = { STATUSLINE_TEST: 'a=b', OTHER: 'x' };
const argv = ['sh', '-c', 'sleep 1000; true', 'with space', ''];

async function openFake(): Promise<ProcessWorld> {
  const processes = fakeProcessTable();
  processes.add({ pid: 20, command: 'node' });
  processes.add({ pid: 30, ppid: 20, command: 'sh', argv, cwd: '/tmp/here', environment });
  processes.add({ pid: 31, ppid: 30, command: 'sleep' });
  return {
    processes,
    pid: 30,
    parent: 20,
    cwd: '/tmp/here',
    end: async () => void processes.kill(30, 31),
    zombie: async () => {
      processes.add({ pid: 40, ppid: 20 }).zombie(40);
      return 40;
    },
    close: async () => undefined,
  };
}

async function openReal(): Promise<ProcessWorld> {
  const processes = openProcesses(process.platform);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'process-')));
  const cwd = join(root, 'a (deleted)');
  mkdirSync(cwd);
  const started: number[] = [];
  const start = (words: readonly string[]): number => {
    const [program = '', ...rest] = words;
    const child = spawn(program, rest, {
      cwd,
      env: { ...environment, PATH: process.env['PATH'] },
      stdio: 'ignore',
    });
    const pid = child.pid ?? 0;
    started.push(pid);
    return pid;
  };
  const pid = start(argv);
  const child = await until(
    'the child is the program it was started for',
    () => processes.children(pid).find(({ command }) => command === 'sleep')?.pid,
  );
  const end = async (): Promise<void> => {
    for (const each of [child, ...started.splice(0)]) process.kill(each, 'SIGKILL');
    await until('it has ended', () => processes.row(pid) === null);
  };
  return {
    processes,
    pid,
    parent: process.pid,
    cwd,
    end,
    zombie: async () => {
      // exec leaves the child to a program that never waits for it.
      const careless = start(['sh', '-c', 'true & exec sleep 1000']);
      return until(
        'a child is left unwaited for',
        () => processes.children(careless).find((row) => row.isZombie)?.pid,
      );
    },
    close: async () => {
      if (started.length > 0) await end();
      rmSync(root, { recursive: true });
    },
  };
}

describe.each([
  ['the fake', openFake],
  ['the real table', openReal],
])('%s', (_name, open) => {
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  function identity(pid: number): ProcessIdentity {
    const row = world.processes.row(pid);
    return { bootId: world.processes.bootId() ?? '', pid, started: row?.started ?? '' };
  }

  test('a living process has a row, arguments, a directory and the asked-for environment', () => {
    const { processes, pid, parent } = world;
    expect(processes.row(pid)).toMatchObject({ pid, ppid: parent, command: 'sh', isZombie: false });
    expect(processes.argv(pid)).toEqual(argv);
    expect(processes.cwd(pid)).toBe(world.cwd);
    expect(processes.environment(pid, ['STATUSLINE_TEST', 'MISSING'])).toEqual({ STATUSLINE_TEST: 'a=b' });
    expect(processes.children(pid)).toMatchObject([{ ppid: pid, command: 'sleep' }]);
    expect(processes.all().filter((row) => row.pid === pid)).toEqual([processes.row(pid)]);
  });

  test('its ancestors lead up to the first process, itself first', () => {
    const rows = [...world.processes.ancestry(world.pid)];
    expect(rows.slice(0, 2).map(({ pid }) => pid)).toEqual([world.pid, world.parent]);
    expect(rows.at(-1)?.pid).toBe(1);
  });

  test('it is alive; under another start or another boot it is dead', () => {
    const self = identity(world.pid);
    expect(isSameProcess(self, identity(world.pid))).toBe(true);
    expect(world.processes.liveness(self)).toBe('alive');
    expect(world.processes.liveness({ ...self, started: '1' })).toBe('dead');
    expect(world.processes.liveness({ ...self, bootId: 'another' })).toBe('dead');
  });

  test('when it has ended nothing is left of it', async () => {
    const { processes, pid } = world;
    const self = identity(pid);
    await world.end();
    expect(processes.liveness(self)).toBe('dead');
    expect(processes.row(pid)).toBeNull();
    expect([...processes.ancestry(pid)]).toEqual([]);
    expect(processes.argv(pid)).toBeNull();
    expect(processes.cwd(pid)).toBeNull();
    expect(processes.environment(pid, ['STATUSLINE_TEST'])).toBeNull();
    expect(processes.children(pid)).toEqual([]);
  });

  test('a zombie is dead, though it has its pid still', async () => {
    const pid = await world.zombie();
    expect(world.processes.row(pid)).toMatchObject({ isZombie: true });
    expect(world.processes.liveness(identity(pid))).toBe('dead');
    expect(world.processes.argv(pid)).toBeNull();
  });
});

describe('what cannot be read is unknown, never dead', () => {
  test('with no table at all', () => {
    const processes = openProcFiles('/nowhere');
    expect(processes.bootId()).toBeNull();
    expect(processes.liveness({ bootId: 'x', pid: process.pid, started: '1' })).toBe('unknown');
    expect(processes.all()).toEqual([]);
  });

  test('with a process that the table hides while it lives', () => {
    const root = mkdtempSync(join(tmpdir(), 'proc-'));
    const real = openProcFiles('/proc');
    // A table that knows the boot but shows no process: as under hidepid.
    mkdirSync(join(root, 'sys/kernel/random'), { recursive: true });
    const bootId = real.bootId() ?? '';
    writeFileSync(join(root, 'sys/kernel/random/boot_id'), `${bootId}\n`);
    expect(openProcFiles(root).liveness({ bootId, pid: process.pid, started: '1' })).toBe('unknown');
    rmSync(root, { recursive: true });
  });

  test('with a process of a sibling container', () => {
    const processes = openProcesses(process.platform);
    const bootId = `${processes.bootId() ?? ''}@pid:[1]`;
    expect(processes.liveness({ bootId, pid: process.pid, started: '1' })).toBe('unknown');
  });
});

test('the directory of a process outlives its removal, without the kernel’s mark', async () => {
  const processes = openProcesses(process.platform);
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'removed-')));
  const child = spawn('sleep', ['1000'], { cwd: directory, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  await until('it has started', () => processes.cwd(pid) === directory);
  rmSync(directory, { recursive: true });
  expect(processes.cwd(pid)).toBe(directory);
  child.kill('SIGKILL');
});
