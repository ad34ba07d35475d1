import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { configPath } from '../../src/command/config/file.ts';
import { markTold } from '../../src/command/loss/told.ts';
import { Greeter } from '../../src/monitor/greeter.ts';
import type { Registry } from '../../src/session/registry.ts';
import type { Tmux } from '../../src/tmux/tmux.ts';
import type { World } from '../../src/world.ts';
import { FakeMachine } from '../fakes/machine.ts';
import { until } from '../rig/wait.ts';
import { journal } from '../session/world.ts';

interface Scene {
  readonly machine: FakeMachine;
  readonly world: World;
  readonly registry: Registry;
  /** A server lives behind it, and the file system shows it. */
  readonly socketPath: string;
  readonly hooks: () => readonly string[];
}

/** A session was lost, and whoever attaches to the tmux server that is there now shall be asked. */
async function lossUntold(): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'sl-greeter-'));
  const socketPath = join(directory, 'default');
  const socket = createServer().listen(socketPath);
  onTestFinished(() => {
    socket.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const machine = new FakeMachine();
  await until('the socket is there', () => socket.listening);
  await machine.tmux.run(socketPath, [['new-session', '-d', '-s', 'main', '-n', 'one']]);
  const { registry } = journal().start('a', { socket: socketPath }).look('a', { server: 'gone' });
  const world = await worldOf(machine);
  world.settings.put(configPath(world), '{"recovery":{"autoRecover":"ask"}}', 0o600);
  return {
    machine,
    world: { ...world, tmux: asDefault(machine.tmux, socketPath) },
    registry,
    socketPath,
    hooks: () => [...machine.tmux.server(socketPath).hooks.keys()],
  };
}

async function worldOf(machine: FakeMachine): Promise<World> {
  return new Promise((resolve) => {
    void machine.inWorld([], async (world) => {
      resolve(world);
      return 0;
    });
  });
}

function asDefault(tmux: Tmux, socketPath: string): Tmux {
  return {
    run: (socket, commands, options) => tmux.run(socket, commands, options),
    sockets: () => tmux.sockets(),
    defaultSocket: () => socketPath,
    version: () => tmux.version(),
  };
}

test('a server that comes up after a loss is hooked, looked at once, and let alone once all is told', async () => {
  const { machine, world, registry, socketPath, hooks } = await lossUntold();
  const greeter = new Greeter(world, '/run/hook');
  greeter.tick(registry);
  await until('it was looked at', () => machine.started.length > 0);
  greeter.tick(registry);
  expect(machine.started).toEqual([['auto-recover', '--socket', socketPath]]);
  expect(hooks()).toEqual(['client-attached[78]', 'client-session-changed[78]']);
  markTold(world, 'attach', registry);
  greeter.tick(registry);
  await until('the hooks are gone', () => hooks().length === 0);
});

test('a server that was too busy to answer is met again', async () => {
  const { machine, world, registry, socketPath, hooks } = await lossUntold();
  machine.tmux.failNext('set-hook', { kind: 'timed-out', socketPath, timeoutMs: 2000 });
  const greeter = new Greeter(world, '/run/hook');
  await until(
    'it was looked at',
    () => {
      greeter.tick(registry);
      return machine.started.length > 0;
    },
    { timeoutMs: 3000 },
  );
  expect(hooks()).toHaveLength(2);
});

test('a server that takes its time until all is told is left without hooks', async () => {
  const { machine, world, registry, hooks } = await lossUntold();
  const held: (() => void)[] = [];
  const slow: Tmux = {
    ...world.tmux,
    run: async (socketPath, commands) => {
      if (commands[0]?.[0] === 'set-hook' && !commands[0].includes('-gu'))
        await new Promise<void>((resolve) => held.push(resolve));
      return machine.tmux.run(socketPath, commands);
    },
  };
  const greeter = new Greeter({ ...world, tmux: slow }, '/run/hook');
  greeter.tick(registry);
  await until('it is about to be hooked', () => held.length > 0);
  markTold(world, 'attach', registry);
  greeter.tick(registry);
  for (const goOn of held) goOn();
  await until(
    'it was hooked, and unhooked',
    () => machine.tmux.log.some(({ command }) => command.includes('-gu')) && hooks().length === 0,
    { timeoutMs: 3000 },
  );
  expect(machine.started).toEqual([]);
});
