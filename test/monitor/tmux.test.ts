import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kill, seenProcess } from '../rig/processes.ts';
import { run } from '../rig/run.ts';
import { until } from '../rig/wait.ts';
import { statusJson } from './rig/fixture.ts';
import { askClient, buildHouse, clientProgram, type House, takesCalls } from './rig/house.ts';

interface LayoutPane {
  readonly id: string;
  readonly pid: number;
  readonly cwd: string;
}

interface LayoutServer {
  readonly server_pid: number;
  readonly sessions: readonly {
    readonly name: string;
    readonly windows: readonly {
      readonly index: number;
      readonly name: string;
      readonly panes: readonly LayoutPane[];
    }[];
  }[];
}

let house: House;
let socket: string;
beforeEach(async () => {
  house = await buildHouse(`it's #{pid} "q"`);
  socket = join(house.directory, '..', 'tmux');
});
afterEach(async () => {
  await run('tmux', ['-S', socket, 'kill-server'], { env: house.env });
  await house.close();
});

async function tmux(...args: readonly string[]): Promise<string> {
  const ran = await run('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
    env: house.env,
    cwd: house.directory,
  });
  if (ran.code !== 0) throw new Error(ran.stderr);
  return ran.stdout.trim();
}

/** A session in a tmux pane: a stand-in for the client that has rendered once. */
async function openSession(
  id: string,
  ...where: readonly string[]
): Promise<{ readonly pane: string; readonly pid: number }> {
  const [program, script] = clientProgram(house, id);
  const ear = join(house.directory, '..', `ear-${id}`);
  const format = '#{pane_id} #{pane_pid}';
  const [pane = '', pid = ''] = (
    await tmux(...where, '-P', '-F', format, program, script, ear, house.launcher, id)
  ).split(' ');
  await until('the client listens', () => takesCalls(ear));
  await renderIn(id);
  return { pane, pid: Number(pid) };
}

function renderIn(id: string): Promise<{ readonly stdout: string }> {
  const json: unknown = JSON.parse(statusJson());
  const stdin = JSON.stringify({ ...(typeof json === 'object' ? json : {}), session_id: id });
  const command = `'${house.launcher.replaceAll("'", String.raw`'\''`)}' render`;
  return askClient(join(house.directory, '..', `ear-${id}`), { command, stdin });
}

const first = '11111111-1111-4111-8111-111111111111';
const second = '22222222-2222-4222-8222-222222222222';

function layout(): readonly LayoutServer[] {
  // Written by the program; what is read of it is asserted on.
  const parsed = JSON.parse(readFileSync(join(house.instances, 'layout.json'), 'utf8')) as {
    readonly servers: readonly LayoutServer[];
  };
  return parsed.servers;
}

function paneIds(): readonly string[] {
  return layout().flatMap((server) =>
    server.sessions.flatMap((session) =>
      session.windows.flatMap((window) => window.panes.map(({ id }) => id)),
    ),
  );
}

/** The first session's windows, in their order. */
function order(): string {
  const windows = layout()[0]?.sessions[0]?.windows ?? [];
  return windows.map(({ index, name }) => `${index} ${name}`).join(', ');
}

function windowNames(): readonly string[] {
  return layout().flatMap((server) =>
    server.sessions.flatMap((session) => session.windows.map(({ name }) => name)),
  );
}

/** All hooks: those of windows and panes are shown apart from those of sessions. */
async function hooks(): Promise<string> {
  return `${await tmux('show-hooks', '-g')}\n${await tmux('show-hooks', '-gw')}`;
}

async function hooked(): Promise<void> {
  await until('the hooks are in', async () => (await hooks()).includes('tmux-hook'));
  await until('the desk is captured', () => windowNames().length > 0);
}

/** Until the tmux server has used no CPU at all for so long. */
function untilItRests(forMs: number): Promise<boolean> {
  const rest = { used: '', sinceMs: 0 };
  return until('tmux rests', () => {
    const used = readFileSync(`/proc/${layout()[0]?.server_pid}/schedstat`, 'utf8');
    if (used !== rest.used) Object.assign(rest, { used, sinceMs: Date.now() });
    return Date.now() - rest.sinceMs > forMs;
  });
}

/** Until the views say so, and how long that took. */
async function timed(what: string, look: () => boolean): Promise<number> {
  const begunAtMs = Date.now();
  await until(what, look, { timeoutMs: 10_000 });
  return Date.now() - begunAtMs;
}

describe('a tmux server with a session in it', () => {
  test('is in layout.json a moment after each change', async () => {
    await openSession(first, 'new-session', '-d', '-s', 'main', '-x', '120', '-y', '40');
    await hooked();
    const took: Record<string, number> = {};
    const pane = await tmux('split-window', '-h', '-P', '-F', '#{pane_id}', '-t', 'main');
    took['split'] = await timed('the new pane', () => paneIds().includes(pane));
    await tmux('rename-window', '-t', 'main', 'a ##{pid} "name"');
    took['rename'] = await timed('the new name', () => windowNames().includes('a #{pid} "name"'));
    await tmux('new-window', '-d', '-n', 'other', '-t', 'main');
    took['new window'] = await timed('the new window', () => windowNames().includes('other'));
    await tmux('break-pane', '-d', '-n', 'broken', '-s', pane);
    took['break'] = await timed('the broken-out window', () => windowNames().includes('broken'));
    await tmux('kill-window', '-t', 'main:other');
    took['kill window'] = await timed('its end', () => !windowNames().includes('other'));
    await tmux('new-session', '-d', '-s', 'aside');
    took['new session'] = await timed('the new session', () =>
      layout().some((server) => server.sessions.some(({ name }) => name === 'aside')),
    );
    // 300 ms is what is promised (the bench measures it); a machine that does ten things at once gets more.
    const slow = Object.entries(took).filter(([, ms]) => ms > 1500);
    expect(slow).toEqual([]);
  });

  test.runIf(process.platform === 'linux')(
    'is in layout.json within seconds of a change that no hook tells of, and is let rest',
    async () => {
      await openSession(first, 'new-session', '-d', '-s', 'main', '-x', '120', '-y', '40');
      const shell = ['/bin/sh', '-c', 'cd /; exec sh'] as const;
      const pane = await tmux('new-window', '-d', '-P', '-F', '#{pane_id}', '-n', 'one', ...shell);
      await tmux('new-window', '-d', '-n', 'two', '-t', 'main:7', 'sleep', '1000');
      await hooked();
      await until('all windows', () => windowNames().length === 3);
      const paneNow = (): LayoutPane | undefined =>
        layout()
          .flatMap(({ sessions }) => sessions.flatMap(({ windows }) => windows.flatMap(({ panes }) => panes)))
          .find(({ id }) => id === pane);
      const changes: readonly (readonly [string, readonly string[], () => unknown])[] = [
        [
          'swapped',
          ['swap-window', '-d', '-s', 'main:one', '-t', 'main:two'],
          () => order().includes('7 one'),
        ],
        ['numbered anew', ['move-window', '-r', '-t', 'main'], () => order().includes('2 one')],
        [
          'elsewhere',
          ['send-keys', '-t', pane, 'cd /usr/share', 'Enter'],
          () => paneNow()?.cwd === '/usr/share',
        ],
        [
          'a new process',
          ['respawn-pane', '-k', '-t', pane, 'sleep', '1000'],
          async () =>
            String(paneNow()?.pid) === (await tmux('display-message', '-p', '-t', pane, '#{pane_pid}')),
        ],
      ];
      for (const [what, command, look] of changes) {
        // Whatever happens before it rests is seen when somebody stirs it again, or within a minute.
        await untilItRests(500);
        await tmux(...command);
        await until(what, look, { timeoutMs: 10_000 });
      }
      // Looked at because it was looked at, it would never rest.
      expect(await untilItRests(3000)).toBe(true);
    },
  );

  test('keeps its desk in layout.json when it is killed, whatever it showed while dying', async () => {
    await openSession(first, 'new-session', '-d', '-s', 'main');
    await openSession(second, 'new-window', '-t', 'main:');
    for (let index = 0; index < 8; index += 1)
      await tmux('new-window', '-d', '-n', `w${index}`, '-t', 'main:');
    await hooked();
    await until('all windows', () => windowNames().length === 10);
    await tmux('kill-server');
    await until('both sessions are over', () =>
      Object.values(house.registry()).every(({ status }) => status === 'inactive'),
    );
    expect(windowNames()).toHaveLength(10);
    const reasons = Object.values(house.registry()).map(({ ended }) => (ended as { reason: string }).reason);
    expect(reasons).toEqual(['server-lost', 'server-lost']);
  });

  test('keeps the hooks that the user has, and loses ours when the last session leaves', async () => {
    const { pid } = await openSession(first, 'new-session', '-d', '-s', 'main');
    await tmux('set-hook', '-g', 'window-renamed', 'display-message theirs');
    await tmux('new-window', '-d', '-t', 'main:');
    await hooked();
    const both = await hooks();
    expect(both).toContain('theirs');
    kill(pid, 'SIGKILL');
    await until('ours are out', async () => !(await hooks()).includes('tmux-hook'));
    expect(await hooks()).toContain('theirs');
  });

  test('loses our hooks when the resident is stopped, and none that its user has at their places', async () => {
    const theirs = ['window-renamed[77]', 'window-linked[78]', 'after-kill-pane[77]', 'session-closed[0]'];
    await tmux('new-session', '-d', '-s', 'before');
    for (const entry of theirs) await tmux('set-hook', '-g', entry, `set-option -g @theirs ${entry}`);
    await openSession(first, 'new-session', '-d', '-s', 'main');
    await hooked();
    const kept = async (): Promise<readonly string[]> =>
      (await hooks()).split('\n').filter((line) => line.includes('@theirs'));
    expect(await kept()).toHaveLength(theirs.length);
    await tmux('rename-window', '-t', 'main', 'told');
    await until('it is told of all the same', () => windowNames().includes('told'));
    expect(await house.call(['monitor', 'stop'])).toMatchObject({ code: 0 });
    expect(await hooks()).not.toContain('tmux-hook');
    expect(await kept()).toHaveLength(theirs.length);
  });

  test.each([
    ['while the resident runs', () => undefined],
    [
      'after the resident was killed',
      async () => {
        kill(await house.serving(), 'SIGKILL');
        await until('it is gone', () => house.residents().length === 0);
      },
    ],
  ])('keeps the hooks of its user alone when all is uninstalled %s', async (_case, before) => {
    await openSession(first, 'new-session', '-d', '-s', 'main');
    await hooked();
    await tmux('set-hook', '-g', 'window-renamed', 'display-message theirs');
    await tmux('set-hook', '-g', 'session-created[77]', 'display-message ours-no-more');
    await tmux('set-hook', '-g', 'alert-bell[77]', 'run-shell "true tmux-hook alert-bell x"');
    const lines = join(house.instances, 'lines');
    await renderIn(first);
    await until('the last line is kept', () => existsSync(lines));
    await before();
    expect(await house.call(['uninstall'])).toMatchObject({ code: 0, stderr: '' });
    expect(house.residents()).toEqual([]);
    expect([house.den, lines, join(house.instances, 'monitor.address')].filter(existsSync)).toEqual([]);
    const left = (await hooks()).split('\n').filter((line) => /\] ./.test(line));
    expect(left.filter((line) => line.includes(house.den))).toEqual([]);
    expect(left.filter((line) => /theirs|ours-no-more|alert-bell x/.test(line))).toHaveLength(3);
    expect(Object.keys(house.registry())).toEqual([first]);
  });

  const endings: readonly (readonly [
    string,
    (session: { readonly pane: string; readonly pid: number }) => unknown,
    string,
  ])[] = [
    ['closed by its user', ({ pane }) => tmux('kill-pane', '-t', pane), 'closed'],
    ['told to end', ({ pid }) => kill(pid, 'SIGTERM'), 'terminated'],
    ['killed without a word', ({ pid }) => kill(pid, 'SIGKILL'), 'crashed'],
    ['taken down with its tmux session', () => tmux('kill-session', '-t', 'main'), 'closed'],
    ['taken down with its tmux server', () => tmux('kill-server'), 'server-lost'],
  ];
  test.each(endings)('knows the end of a client that was %s', async (_case, end, reason) => {
    const session = await openSession(first, 'new-session', '-d', '-s', 'main');
    await tmux('new-session', '-d', '-s', 'other');
    await hooked();
    await end(session);
    await until('its end is known', () => house.registry()[first]?.['status'] === 'inactive');
    expect(house.registry()[first]?.['ended']).toMatchObject({ reason });
  });

  test('tells of a client that died without a word within two seconds', async () => {
    const { pid } = await openSession(first, 'new-session', '-d', '-s', 'main');
    await tmux('new-window', '-d', '-t', 'main:');
    await hooked();
    kill(pid, 'SIGKILL');
    const tookMs = await timed('its end', () => house.registry()[first]?.['status'] === 'inactive');
    expect(house.registry()[first]?.['ended']).toMatchObject({ reason: 'crashed' });
    expect(tookMs).toBeLessThan(4000);
  });

  test('finds a client that never reported, in a config directory that another session uses', async () => {
    const configDir = join(house.directory, 'claude at work');
    const env = `CLAUDE_CONFIG_DIR=${configDir}`;
    await openSession(first, 'new-session', '-d', '-s', 'main', '-e', env);
    const [program, script] = clientProgram(house, second);
    const ear = join(house.directory, '..', 'ear-silent');
    const pid = Number(
      await tmux('new-window', '-d', '-P', '-F', '#{pane_pid}', program, script, ear, house.launcher, second),
    );
    await until('it runs', () => takesCalls(ear));
    mkdirSync(join(configDir, 'sessions'), { recursive: true });
    const procStart = seenProcess(pid)?.started;
    const entry = { pid, sessionId: second, cwd: house.directory, procStart, kind: 'interactive' };
    writeFileSync(join(configDir, 'sessions', `${pid}.json`), JSON.stringify(entry));
    const found = await until('it is found', () => house.registry()[second] ?? null);
    expect(found).toMatchObject({ status: 'active', continued: true, config_dir: configDir });
  });

  test('takes the same hooks from the optional tmux file, whatever its path holds', async () => {
    await tmux('new-session', '-d', '-s', 'main');
    const folder = join(house.directory, 'plugin', 'tmux');
    mkdirSync(folder);
    const file = join(folder, 'statusline.tmux');
    copyFileSync(join(import.meta.dirname, '../../plugins/statusline/tmux/statusline.tmux'), file);
    const log = join(house.directory, '..', 'log');
    writeFileSync(house.launcher, `#!/bin/sh\nprintf '<%s>' "$@" >>'${log}'\n`, { mode: 0o755 });
    const serverPid = await tmux('display-message', '-p', '#{pid}');
    const ran = await run('/bin/sh', [file], { env: { ...house.env, TMUX: `${socket},${serverPid},0` } });
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: '' });
    await tmux('new-window', '-d', '-t', 'main:');
    const wanted = '<tmux-hook><window-linked><$0><@1>';
    const called = await until('the launcher was called', () => {
      const calls = existsSync(log) ? readFileSync(log, 'utf8') : '';
      return calls.includes(wanted) && calls;
    });
    expect(called).toContain(wanted);
  });
});
