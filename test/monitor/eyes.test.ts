import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Eyes } from '../../src/monitor/eyes.ts';
import { keep } from '../../src/monitor/kept.ts';
import type { World } from '../../src/world.ts';
import { clientEntryJson } from '../fakes/client-files.ts';
import { FakeMachine } from '../fakes/machine.ts';
import { readsOf } from '../fakes/process-table.ts';
import { until } from '../rig/wait.ts';

const sessionId = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

/** A session that reported from a config directory on a real disk, and the resident's eyes on it. */
async function watched(configDir: string): Promise<{ machine: FakeMachine; eyes: Eyes; pid: number }> {
  const machine = new FakeMachine();
  const { pid: shell } = await machine.openPane('main', 'one');
  const pid = machine.startClient(shell);
  const stdin = JSON.stringify({ session_id: sessionId, cwd: '/home/dev', hook_event_name: 'SessionStart' });
  await machine.asClient(pid, ['hook', 'SessionStart'], stdin, { CLAUDE_CONFIG_DIR: configDir });
  return { machine, pid, eyes: await eyesOn(machine, (world) => world) };
}

async function eyesOn(machine: FakeMachine, as: (world: World) => World): Promise<Eyes> {
  return new Promise((resolve) => {
    void machine.inWorld([], async (bare) => {
      const world = as({ ...bare, processes: readsOf(machine.processes) });
      const kept = keep(world);
      const eyes = new Eyes({ world: kept.around(world), kept, hookProgram: '/run/hook' });
      onTestFinished(() => eyes.close(false));
      resolve(eyes);
      return 0;
    });
  });
}

function diskDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sl-eyes-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test('a config directory that cannot be looked into leaves the eyes open', async () => {
  const circle = join(diskDirectory(), 'circle');
  symlinkSync(circle, circle);
  const { eyes } = await watched(circle);
  eyes.tick();
  eyes.tick();
  expect(eyes.liveSessions).toHaveLength(1);
  expect(eyes.failure).toBeNull();
});

test('what fails while somebody waits to be seen is told, and ends nothing', async () => {
  const configDir = diskDirectory();
  mkdirSync(join(configDir, 'sessions'));
  const { machine, pid } = await watched(configDir);
  const eyes = await eyesOn(machine, (world) => ({
    ...world,
    client: {
      ...world.client,
      session: () => {
        throw new Error('a bug of ours');
      },
    },
  }));
  eyes.tick();
  writeFileSync(join(configDir, 'sessions', `${pid}.json`), clientEntryJson({ pid, sessionId }));
  await until('it is told', () => eyes.failure !== null);
  expect(eyes.failure).toContain('a bug of ours');
});

test('hooks that somebody took out of tmux are put in again, however much there is to look at', async () => {
  const configDir = diskDirectory();
  mkdirSync(join(configDir, 'sessions'));
  const { machine } = await watched(configDir);
  let looks = 0;
  const eyes = await eyesOn(machine, (world) => ({
    ...world,
    client: { ...world.client, sessions: () => ((looks += 1), []) },
  }));
  const { hooks } = machine.tmux.server(machine.socketPath);
  eyes.tick();
  await until('there was a first look, and the hooks are there', () => looks > 0 && hooks.size > 0);
  hooks.clear();
  for (const pid of [11, 12, 13]) {
    const before = looks;
    machine.pass(30_000);
    writeFileSync(join(configDir, 'sessions', `${pid}.json`), '{}');
    eyes.tick();
    await until('there was a look', () => looks > before);
  }
  await until('the hooks are there again', () => hooks.size > 0, { timeoutMs: 3000 });
  expect([...hooks.keys()]).toContain('window-linked[77]');
});

test('a window that was closed is known to be gone, also when the clock is set back meanwhile', async () => {
  const { machine } = await watched(diskDirectory());
  const { socketPath } = machine;
  await machine.tmux.run(socketPath, [['new-window', '-d', '-t', '=main:', '-n', 'two']]);
  const seen: World[] = [];
  const eyes = await eyesOn(machine, (world) => (seen.push(world), world));
  const windows = (): readonly string[] =>
    [...(seen[0]?.ledger.read().state.desks.values() ?? [])].flatMap(({ desk }) =>
      desk.windows.map(({ name }) => name),
    );
  eyes.tick();
  await until('the desk is known', () => windows().length === 2);
  expect(await machine.tmux.run(socketPath, [['kill-window', '-t', '@1']])).toMatchObject({ ok: true });
  const before = machine.tmux.log.length;
  eyes.tmuxChanged(machine.tmux.server(socketPath).pid);
  await until('it was looked at', () => machine.tmux.log.length > before);
  machine.pass(-3_600_000);
  await until('it is known to be gone', () => (machine.pass(50), windows().length === 1), {
    timeoutMs: 4000,
  });
  expect(windows()).toEqual(['one']);
});
