import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { locate } from '../../src/tmux/locate.ts';
import { identifyServer, serverLiveness } from '../../src/tmux/server.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { until } from '../rig/wait.ts';
import { openFakeWorld, openRealWorld, stay, withSession, type TmuxWorld } from './tmux-worlds.ts';

describe.each([
  ['the model', openFakeWorld],
  ['the real tmux', openRealWorld],
])('%s', (_name, open) => {
  let world: TmuxWorld;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  /** A server that is ending still takes calls for a moment, and drops them. */
  async function endServer(): Promise<void> {
    const { server } = await world.desk();
    await world.run(['kill-server']);
    await until('nobody answers', async () => !(await identifyServer(world.tmux, world.socketPath)).ok);
    // It answers no more before it is gone.
    await until('its process is gone', () => world.processes.row(server.pid)?.isZombie !== false);
  }

  describe('without a server', () => {
    test.each<[TmuxCommand]>([
      [['list-sessions', '-F', 'x']],
      [['display-message', '-p', 'x']],
      [['kill-session', '-t', '$0']],
      [['set-option', '-g', 'base-index', '1']],
      [['new-window', '-d', '-t', '$0:']],
    ])('%j finds nobody and starts nothing', async (command) => {
      expect(await world.attempt(command)).toEqual({
        ok: false,
        failure: { kind: 'no-server', socketPath: world.socketPath },
      });
      expect(existsSync(world.socketPath)).toBe(false);
    });

    test('new-session starts one', async () => {
      await withSession(world);
      expect((await world.desk()).sessions.map(({ name }) => name)).toEqual(['main']);
    });
  });

  describe('several commands in one call', () => {
    beforeEach(() => withSession(world));

    test('print in order', async () => {
      const printed = await world.run(
        ['display-message', '-p', 'one'],
        ['list-panes', '-a', '-F', '#{pane_id}'],
        ['display-message', '-p', 'two'],
      );
      expect(printed).toBe('one\n%0\ntwo\n');
    });

    test('stop at the first that fails', async () => {
      const result = await world.attempt(
        ['rename-window', '-t', '@0', 'before'],
        ['rename-window', '-t', '@9', 'never'],
        ['rename-window', '-t', '@0', 'after'],
      );
      expect(result).toEqual({
        ok: false,
        failure: { kind: 'refused', socketPath: world.socketPath, message: "can't find window: @9" },
      });
      expect((await world.desk()).windows.map(({ name }) => name)).toEqual(['before']);
    });

    test.each([
      ['a word with a semicolon at its end', 'x;'],
      ['a lone semicolon', ';'],
      ['a semicolon behind a backslash', 'x\\;'],
      ['quotes', `a"b'c`],
      ['a dollar', '$HOME ${HOME}'],
      ['a backslash at the end', 'x\\'],
      ['spaces', '  x  '],
      ['lines', 'a\nb\\\nc'],
      ['wide characters', '漢字 🎉 é'],
    ])('take %s as data, in a short call and in one too long for arguments', async (_what, text) => {
      const padding: readonly TmuxCommand[] = Array.from({ length: 40 }, () => [
        'set-option',
        '-g',
        '@padding',
        'x'.repeat(500),
      ]);
      const commands: readonly TmuxCommand[] = [
        ['set-option', '-g', '@text', text],
        ['display-message', '-p', '<#{@text}>'],
      ];
      expect(await world.run(...commands)).toBe(`<${text}>\n`);
      expect(await world.run(...padding, ...commands)).toBe(`<${text}>\n`);
    });

    test('too long for arguments still stop at the first that fails', async () => {
      const padding: TmuxCommand = ['set-option', '-g', '@padding', 'x'.repeat(20_000)];
      const result = await world.attempt(
        padding,
        ['rename-window', '-t', '@0', 'before'],
        ['rename-window', '-t', '@9', 'never'],
        ['rename-window', '-t', '@0', 'after'],
      );
      expect(result).toMatchObject({ ok: false, failure: { message: "can't find window: @9" } });
      expect((await world.desk()).windows.map(({ name }) => name)).toEqual(['before']);
    });

    test('too long for arguments can start a server', async () => {
      await endServer();
      await world.run(
        ['new-session', '-d', '-s', 'again', ...stay],
        ['set-option', '-g', '@padding', 'x'.repeat(20_000)],
      );
      expect((await world.desk()).sessions.map(({ name }) => name)).toEqual(['again']);
    });
  });

  describe('refusals bear tmux’s own words', () => {
    beforeEach(() => withSession(world));

    test.each<[string, TmuxCommand]>([
      ['duplicate session: main', ['new-session', '-d', '-s', 'main']],
      ['create window failed: index 0 in use', ['new-window', '-d', '-t', '$0:0']],
      ["can't find pane: %99", ['kill-pane', '-t', '%99']],
      ["can't find window: @99", ['kill-window', '-t', '@99']],
      ["can't find window: 9", ['kill-window', '-t', '=main:9']],
      ["can't find session: zz", ['kill-session', '-t', '=zz']],
      ["can't find session: $77", ['kill-session', '-t', '$77']],
      ["can't find session: b", ['has-session', '-t', '=b']],
      ['invalid layout: bad', ['select-layout', '-t', '@0', 'bad']],
      ['respawn pane failed: pane main:0.0 still active', ['respawn-pane', '-t', '%0', ...stay]],
      ['no last window', ['last-window', '-t', '$0']],
    ])('%s', async (message, command) => {
      expect(await world.attempt(command)).toEqual({
        ok: false,
        failure: { kind: 'refused', socketPath: world.socketPath, message },
      });
    });

    test('too few cells for the panes that are there', async () => {
      await world.run(['split-window', '-d', '-t', '%0', ...stay]);
      expect(await world.attempt(['select-layout', '-t', '@0', 'a87d,100x30,0,0,0'])).toMatchObject({
        ok: false,
        failure: { message: 'have 2 panes but need 1: a87d,100x30,0,0,0' },
      });
    });
  });

  describe('a server', () => {
    test('says who it is, and another one after it is another', async () => {
      await withSession(world);
      const before = await world.desk();
      expect(await identifyServer(world.tmux, world.socketPath)).toEqual({ ok: true, value: before.server });
      expect(before.server.socketPath).toBe(world.socketPath);
      const alive = { ok: true, value: before } as const;
      expect(serverLiveness(world.processes, before.server, alive)).toBe('alive');
      await endServer();
      await withSession(world);
      const after = { ok: true, value: await world.desk() } as const;
      expect(after.value.server).not.toEqual(before.server);
      expect(serverLiveness(world.processes, before.server, after)).toBe('gone');
    });

    test('that does not answer is unknown, never gone', async () => {
      await withSession(world);
      const { server } = await world.desk();
      await world.wedge();
      const answer = await world.tmux.run(world.socketPath, [['list-sessions', '-F', 'x']], {
        timeoutMs: 200,
      });
      expect(answer).toEqual({
        ok: false,
        failure: { kind: 'timed-out', socketPath: world.socketPath, timeoutMs: 200 },
      });
      if (answer.ok) return;
      expect(serverLiveness(world.processes, server, answer)).toBe('unknown');
    });

    test('ends with its last session', async () => {
      await withSession(world);
      await world.run(['kill-session', '-t', '$0']);
      await expect
        .poll(() => identifyServer(world.tmux, world.socketPath))
        .toMatchObject({ ok: false, failure: { kind: 'no-server' } });
    });
  });

  describe('the place of a process', () => {
    test('is found by the hint, and without one', async () => {
      await withSession(world);
      await world.run(['split-window', '-d', '-t', '%0', ...stay]);
      const { server, windows } = await world.desk();
      const [window] = windows;
      const pane = window?.panes[1];
      const place = {
        server,
        sessionId: '$0',
        sessionName: 'main',
        windowId: '@0',
        windowIndex: 0,
        windowName: 'first',
        paneId: '%1',
        paneIndex: 1,
        panePid: pane?.pid,
      };
      const pid = pane?.pid ?? 0;
      const socket = `${world.socketPath},${server.pid},0`;
      const hints = [
        { TMUX: socket, TMUX_PANE: '%1' },
        { TMUX: socket, TMUX_PANE: '%0' },
        { TMUX: '/nowhere,1,0', TMUX_PANE: '%1' },
        {},
      ];
      for (const env of hints) {
        expect(await locate(world, { pid, env })).toEqual({ kind: 'place', place });
      }
    });

    test('of a pane that two sessions show is always in the older one', async () => {
      await withSession(world);
      await world.run(
        ['new-session', '-d', '-s', 'a-second', '-t', '=main'],
        ['select-window', '-t', '=a-second:0'],
      );
      const { server, windows } = await world.desk();
      const pid = windows[0]?.panes[0]?.pid ?? 0;
      const env = { TMUX: `${world.socketPath},${server.pid},1`, TMUX_PANE: '%0' };
      expect(await locate(world, { pid, env })).toMatchObject({ place: { sessionName: 'main' } });
    });

    test('of pid 1 is not in tmux, whatever its environment says', async () => {
      await withSession(world);
      const { server } = await world.desk();
      const env = { TMUX: `${world.socketPath},${server.pid},0`, TMUX_PANE: '%0' };
      expect(await locate(world, { pid: 1, env })).toEqual({ kind: 'not-in-tmux' });
    });
  });
});
