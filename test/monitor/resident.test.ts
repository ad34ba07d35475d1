import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { differences, samples } from '../docs/samples.ts';
import { until } from '../rig/wait.ts';
import { shimText } from '../../src/claude/shim.ts';
import { addressPath } from '../../src/monitor/address.ts';
import { kill, seenProcess } from '../rig/processes.ts';
import { run } from '../rig/run.ts';
import { layPlugin } from './rig/build.ts';
import { hookJson, statusJson } from './rig/fixture.ts';
import { buildHouse, type House } from './rig/house.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse(`a "house" of 'mine' $HOME`);
});
afterEach(() => house.close());

async function status(): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await house.call(['monitor', 'status', '--json']);
  // Printed by the program: one object.
  return JSON.parse(stdout) as never;
}

const tooMany = 'statusline: "now" is one word too many: see `statusline monitor --help`\n';

describe('the resident', () => {
  test('is started by the first render and answers the next one with the same line', async () => {
    const first = await house.call(['render'], statusJson());
    expect(first).toMatchObject({ code: 0, stderr: '' });
    await house.serving();
    const second = await house.call(['render'], statusJson());
    expect(second).toMatchObject({ code: 0, stdout: first.stdout, stderr: '' });
    expect(await status()).toMatchObject({ running: true, requests: 2 });
    expect(differences(samples.get('statusline monitor status --json'), await status())).toEqual([]);
  });

  test('is not started where the user goes without', async () => {
    const without = { STATUSLINE_NO_MONITOR: '1' };
    const rendered = await house.call(['render'], statusJson(), without);
    expect(rendered.stdout).not.toBe('');
    await house.call(['hook', 'Stop'], '{}', without);
    expect(house.residents()).toEqual([]);
    expect(existsSync(house.den)).toBe(false);
  });

  test('and no run takes a variable that is set to nothing for the directory it is in', async () => {
    const cwd = join(house.directory, 'project');
    mkdirSync(cwd);
    const env = { ...house.env, STATUSLINE_INSTANCES_DIR: '', STATUSLINE_NO_MONITOR: '1' };
    for (const words of [['render'], ['hook', 'SessionStart'], ['list']]) {
      const program = join(house.dist, 'statusline.js');
      expect(
        await run(process.execPath, [program, ...words], { env, cwd, stdin: statusJson() }),
      ).toMatchObject({ code: 0 });
    }
    expect(readdirSync(cwd)).toEqual([]);
    expect(readdirSync(house.instances)).toContain('statusline.jsonl');
  });

  test('is one, also when fifty callers find none at once', async () => {
    const renders = await Promise.all(Array.from({ length: 50 }, () => house.call(['render'], statusJson())));
    expect(renders.map(({ code }) => code)).toEqual(Array.from({ length: 50 }, () => 0));
    const pid = await house.serving();
    expect(house.residents()).toEqual([pid]);
    expect(house.seat().number).toBe(1);
  }, 60_000);

  test.each([
    ['monitor stop --help', 0],
    ['monitor stop now', 2],
    ['monitor status now', 2],
    ['uninstall -h', 0],
    ['uninstall --dryRun', 0],
    ['render --help', 0],
    ['hook -h', 0],
  ])('lives on, and renders nothing, when somebody only asks: %s', async (words, code) => {
    await house.call(['render'], statusJson());
    const pid = await house.serving();
    const said = await house.call(words.split(' '));
    expect(said).toMatchObject({ code, stderr: code === 0 ? '' : tooMany });
    expect(house.residents()).toEqual([pid]);
    expect(await status()).toMatchObject({ running: true, requests: 1 });
  });

  test('outlives whoever started it, in a session of its own at the root, with nothing of theirs open', async () => {
    const lock = join(house.directory, 'lock');
    writeFileSync(lock, '');
    // `(flock 200; …) 200>lock` hands its lock to all that is started there.
    const file = openSync(lock, 'a');
    const stdio = [...Array.from({ length: 200 }, () => 'ignore' as const), file];
    const { status: code } = spawnSync(house.launcher, ['render'], { env: house.env, stdio });
    closeSync(file);
    expect(code).toBe(0);
    const pid = await house.serving();
    const open = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
    expect(open.filter((each) => each.startsWith('/'))).toEqual(open.filter((each) => each === '/dev/null'));
    expect(linkOf(`/proc/${pid}/cwd`)).toBe('/');
    const fields = (await until('the process is there', () => readStat(pid))).split(' ');
    expect(fields.slice(3, 6)).toEqual([String(pid), String(pid), '0']);
  });

  test('is missed by nobody for long when its socket is taken away under it', async () => {
    await house.call(['render'], statusJson());
    const before = await house.serving();
    rmSync(join(house.den, 'socket'));
    await until('it is gone', () => !house.residents().includes(before));
    await house.call(['render'], statusJson());
    expect(await house.serving()).not.toBe(before);
    expect(await status()).toMatchObject({ running: true });
  });

  test('leaves when tmux cannot call it any more, so that the next one mends that', async () => {
    await house.call(['render'], statusJson());
    const before = await house.serving();
    const script = join(house.den, 'tmux-hook');
    await until('it is furnished', () => existsSync(script));
    rmSync(script);
    await until('it is gone', () => !house.residents().includes(before));
    await house.call(['render'], statusJson());
    expect(await house.serving()).not.toBe(before);
    await until('tmux can call it', () => existsSync(script));
  });

  test('that is killed costs its callers nothing but time, and is replaced', async () => {
    await house.call(['render'], statusJson());
    const killed = await house.serving();
    kill(killed, 'SIGKILL');
    const rendered = await house.call(['render'], statusJson());
    expect(rendered).toMatchObject({ code: 0, stderr: '' });
    expect(rendered.stdout).not.toBe('');
    const next = await until('another one serves', async () => {
      const pid = await house.serving();
      return pid === killed ? null : pid;
    });
    expect(house.residents()).toEqual([next]);
  });

  test('that is stopped keeps nobody waiting for long, tells nothing twice, and is found again', async () => {
    await house.call(['render'], statusJson());
    const pid = await house.serving();
    const session = '5709bed0-0000-4000-8000-000000000001';
    const said = { session_id: session, cwd: house.directory, hook_event_name: 'UserPromptSubmit' };
    kill(pid, 'SIGSTOP');
    const begunAtMs = Date.now();
    const rendered = await house.call(['render'], statusJson());
    const asked = JSON.stringify({ ...said, prompt_id: 'one', prompt: 'hello' });
    const hooked = await house.call(['hook', 'UserPromptSubmit'], asked);
    expect(Date.now() - begunAtMs).toBeLessThan(15_000);
    expect([rendered.code, hooked.code, rendered.stdout === '']).toEqual([0, 0, false]);
    kill(pid, 'SIGCONT');
    // What it was asked meanwhile, and nobody waits for any more, it serves now.
    await until('it answers again', async () => (await status())['pid'] === pid);
    await house.call(
      ['hook', 'UserPromptSubmit'],
      JSON.stringify({ ...said, prompt_id: 'two', prompt: 'you' }),
    );
    await until('the views are brought up', () => Number(house.registry()[session]?.['prompts']) >= 2);
    expect(house.registry()[session]?.['prompts']).toBe(2);
    expect(house.residents()).toEqual([pid]);
  });

  test('is asked by nobody any more once somebody has called in vain, until it goes on', async () => {
    await house.call(['render'], statusJson());
    const pid = await house.serving();
    const address = addressPath(house.instances);
    const socketTold = (): string | undefined => readFileSync(address, 'utf8').split('\n')[0];
    const told = socketTold();
    const sinceMs = house.seat().holder?.sinceMs ?? 0;
    await until('it serves for longer than anybody waits', () => Date.now() - sinceMs > 4500);
    kill(pid, 'SIGSTOP');
    for (const what of ['waits', 'does not']) {
      const said = await house.call(['hook', 'Stop'], hookJson('04-Stop'));
      expect([what, said.code, socketTold()]).toEqual([what, 0, '']);
    }
    kill(pid, 'SIGCONT');
    await until('it says that it is there', () => socketTold() === told);
    expect(house.residents()).toEqual([pid]);
  });

  test('ends when it is told to, and leaves neither a process nor a socket', async () => {
    await house.call(['render'], statusJson());
    await house.serving();
    expect(await house.call(['monitor', 'stop'])).toMatchObject({ code: 0, stderr: '' });
    expect(house.residents()).toEqual([]);
    expect(readdirSync(house.den)).toEqual(['seat.1']);
    expect(await status()).toEqual({ running: false });
  });

  test('leaves when its program is replaced, and the next request starts the new one', async () => {
    await house.call(['render'], statusJson());
    const before = await house.serving();
    const file = join(house.dist, 'statusline.js');
    copyFileSync(file, `${file}.new`);
    rmSync(file);
    copyFileSync(`${file}.new`, file);
    await until('the earlier one is gone', () => !house.residents().includes(before));
    await house.call(['render'], statusJson());
    expect(await house.serving()).not.toBe(before);
  });

  test('is that of the version which the client has put in the place of another, newer or older', async () => {
    await house.call(['render'], statusJson());
    const before = await house.serving();
    const { dist } = await layPlugin(join(house.directory, '0.0.9'));
    writeFileSync(join(house.dist, '..', '.orphaned_at'), '');
    await until('the replaced one is gone', () => !house.residents().includes(before));
    // Nobody had to call: what it watches may die at any moment.
    const heir = await house.serving();
    expect(seenProcess(heir)?.argv).toContain(join(dist, 'statusline.js'));
    kill(heir, 'SIGKILL');
    // A session of before goes on with the launcher that it was started with.
    await house.call(['render'], statusJson());
    const next = await until('another one serves', async () => {
      const pid = await house.serving();
      return pid === heir ? null : pid;
    });
    expect(seenProcess(next)?.argv).toContain(join(dist, 'statusline.js'));
  });

  test('gives way to a newer version as soon as that one asks', async () => {
    await house.call(['render'], statusJson());
    const before = await house.serving();
    const plugin = join(house.directory, 'plugins/cache/m/statusline/9.8.7');
    cpSync(join(house.dist, '..'), plugin, { recursive: true });
    const hook = ['hook', 'Stop'];
    const env = { env: house.env, cwd: house.directory, stdin: hookJson('04-Stop') };
    await run(join(plugin, 'bin/statusline'), hook, env);
    await until('the earlier one is gone', () => !house.residents().includes(before));
    await house.serving();
    expect(house.seat().holder?.program).toBe(join(plugin, 'dist/statusline.js'));
  });

  test('serves a newer version that the client has replaced by its own, and goes on', async () => {
    await house.call(['render'], statusJson());
    const before = await house.serving();
    const plugin = join(house.directory, '9.8.7');
    cpSync(join(house.dist, '..'), plugin, { recursive: true });
    writeFileSync(join(plugin, '.orphaned_at'), '');
    const env = { ...house.env, CLAUDE_CODE_SESSION_ID: 'of-a-former-version' };
    const stdin = statusJson();
    await run(join(plugin, 'bin/statusline'), ['render'], { env, cwd: house.directory, stdin });
    // A resident that is about to leave keeps no lines any more.
    const line = join(house.instances, 'lines/of-a-former-version');
    await until('it has looked about since', () => existsSync(line));
    expect(house.residents()).toEqual([before]);
  });

  test('brings the stable path up to its own launcher, and leads it nowhere else', async () => {
    const path = join(house.instances, 'bin/statusline');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const earlier = '#!/bin/sh\n# An earlier launcher.\nlauncher=\n\ncommand=${1-}\n';
    writeFileSync(path, shimText('/opt/my copy/bin/statusline', earlier) ?? '', { mode: 0o700 });
    await house.call(['render'], statusJson());
    await house.serving();
    const wanted = shimText('/opt/my copy/bin/statusline', readFileSync(house.launcher, 'utf8'));
    await until('it is brought up', () => readFileSync(path, 'utf8') === wanted);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test('leaves alone what is no stable path of ours, and makes none', async () => {
    const path = join(house.instances, 'bin/statusline');
    await house.call(['render'], statusJson());
    await house.serving();
    expect(existsSync(path)).toBe(false);
    await house.call(['monitor', 'stop']);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, '#!/bin/sh\necho mine\n');
    await house.call(['render'], statusJson());
    await house.serving();
    await house.call(['monitor', 'stop']);
    expect(readFileSync(path, 'utf8')).toBe('#!/bin/sh\necho mine\n');
  });

  test('leaves when its directory is taken away', async () => {
    await house.call(['render'], statusJson());
    const pid = await house.serving();
    // Its resident may still be furnishing it.
    rmSync(house.den, { recursive: true, maxRetries: 20 });
    await until('it is gone', () => !house.residents().includes(pid));
    expect(await status()).toEqual({ running: false });
  });

  test('leaves when the instances it is for are gone', async () => {
    await house.call(['render'], statusJson());
    const pid = await house.serving();
    // In one step: emptied file by file, it would be written to meanwhile.
    renameSync(house.instances, `${house.instances}.away`);
    await until('it is gone', () => !house.residents().includes(pid));
    expect(await status()).toEqual({ running: false });
  });

  const untrusted: (readonly [string, (den: string) => unknown])[] = [
    ['open to others', (den: string) => chmodSync(den, 0o755)],
    [
      'a link',
      (den: string) => {
        rmSync(den, { recursive: true });
        symlinkSync(house.directory, den);
      },
    ],
    [
      'a file',
      (den: string) => {
        rmSync(den, { recursive: true });
        writeFileSync(den, '');
      },
    ],
  ];
  // Only root can give a directory away.
  if (process.getuid?.() === 0) untrusted.push(['another user’s', (den) => chownSync(den, 4321, 4321)]);
  test.each(untrusted)(
    'trusts no directory that is %s, and everything works without it',
    async (_case, spoil) => {
      await house.call(['render'], statusJson());
      await house.serving();
      await house.call(['monitor', 'stop']);
      spoil(house.den);
      const rendered = await house.call(['render'], statusJson());
      expect(rendered).toMatchObject({ code: 0, stderr: '' });
      expect(rendered.stdout).not.toBe('');
      const started = await house.call(['monitor', 'start']);
      expect(started.code).toBe(1);
      expect(started.stderr).toContain(house.den);
      expect(house.residents()).toEqual([]);
      rmSync(house.den, { recursive: true, force: true });
    },
  );

  test('shows its socket and its seat to nobody else', async () => {
    await house.call(['render'], statusJson());
    await house.serving();
    expect(statSync(house.den).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(house.den)) {
      expect(statSync(join(house.den, name)).mode & 0o077).toBe(0);
    }
  });
});

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since it was listed.
    return '';
  }
}

function readStat(pid: number): string | null {
  const stat = process.getBuiltinModule('node:fs').readFileSync(`/proc/${pid}/stat`, 'utf8');
  // pid, state, ppid, pgrp, session, tty: the command in between may hold spaces.
  return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2)}`;
}
