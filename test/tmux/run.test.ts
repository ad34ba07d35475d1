import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTmux } from '../../src/tmux/run.ts';
import { until } from '../rig/wait.ts';

let root: string;
const path = process.env['PATH'] ?? '';
const uid = process.getuid?.() ?? 0;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'run-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program in tmux's place. */
function program(text: string): string {
  const file = join(root, 'tmux');
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the program', () => {
  test('that is not there is not installed', async () => {
    const tmux = openTmux({ env: { PATH: root }, uid, program: join(root, 'none') });
    expect(await tmux.run('/s', [['list-sessions']])).toEqual({
      ok: false,
      failure: { kind: 'not-installed' },
    });
    expect(await tmux.version()).toBeNull();
  });

  test('that may not be run is refused in words', async () => {
    const file = program('exit 0');
    chmodSync(file, 0o644);
    const tmux = openTmux({ env: {}, uid, program: file });
    expect(await tmux.run('/s', [['list-sessions']])).toEqual({
      ok: false,
      failure: { kind: 'refused', socketPath: '/s', message: 'tmux could not be started: EACCES' },
    });
  });

  test('is found in PATH, the first one first', async () => {
    program('echo "tmux from-here"');
    expect(await openTmux({ env: { PATH: `/nowhere:${root}:${path}` }, uid }).version()).toBe('from-here');
  });

  test.each([
    ['tmux 3.3a', '3.3a'],
    ['tmux next-3.7', 'next-3.7'],
    ['tmux openbsd-7.8', 'openbsd-7.8'],
    ['something else', null],
  ])('that calls itself %j is version %s', async (words, version) => {
    expect(await openTmux({ env: {}, uid, program: program(`echo "${words}"`) }).version()).toBe(version);
  });

  test('that does not end in time is killed, and says nothing', async () => {
    const file = program(`echo $$ > "${root}/pid"; echo half; exec sleep 1000`);
    const tmux = openTmux({ env: { PATH: path }, uid, program: file });
    expect(await tmux.run('/s', [['list-sessions']], { timeoutMs: 400 })).toEqual({
      ok: false,
      failure: { kind: 'timed-out', socketPath: '/s', timeoutMs: 400 },
    });
    const pid = Number(readFileSync(join(root, 'pid'), 'utf8'));
    await until('it is gone', () => !isRunning(pid));
  });

  test('that prints much, in pieces that cut characters, is read whole', async () => {
    const file = program(`i=0; while [ $i -lt 3000 ]; do printf '漢字かな🎉'; i=$((i+1)); done`);
    const printed = await openTmux({ env: {}, uid, program: file }).run('/s', [['list-sessions']]);
    expect(printed).toEqual({ ok: true, value: '漢字かな🎉'.repeat(3000) });
  });
});

describe('the environment', () => {
  const env = {
    PATH: path,
    HOME: '/home/dev',
    TMUX: '/s,1,0',
    TMUX_PANE: '%0',
    SECRET: 'x',
    LANG: 'C',
    OTHER: undefined,
  };

  test('of a call that asks holds what tmux needs and no more', async () => {
    const tmux = openTmux({
      env,
      uid,
      program: program('env | sort | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD='),
    });
    expect(await tmux.run('/s', [['list-sessions']])).toEqual({
      ok: true,
      value: `HOME=/home/dev\nLANG=C\nPATH=${path}\n`,
    });
  });

  test('of a call that may start a server is the given one, or the caller’s, without the outer tmux', async () => {
    const tmux = openTmux({ env, uid, program: program('echo "$SECRET $GIVEN $TMUX $TMUX_PANE."') });
    expect(await tmux.run('/s', [['new-session', '-d']])).toEqual({ ok: true, value: 'x   .\n' });
    const given = { PATH: path, GIVEN: 'y', TMUX: 'z' };
    expect(await tmux.run('/s', [['new-session', '-d']], { environment: given })).toEqual({
      ok: true,
      value: ' y  .\n',
    });
  });

  test('without any UTF-8 in it still lets wide characters through', async () => {
    const tmux = openTmux({ env: { PATH: path, HOME: root, LC_ALL: 'C', LANG: '' }, uid });
    const socket = join(root, 'socket');
    const printed = await tmux.run(
      socket,
      [
        ['new-session', '-d', '-n', '漢字 🎉', 'sleep', '1000'],
        ['list-windows', '-a', '-F', '#{window_name}'],
      ],
      { configFile: '/dev/null' },
    );
    await tmux.run(socket, [['kill-server']]);
    expect(printed).toEqual({ ok: true, value: '漢字 🎉\n' });
  });
});

describe('a server is started', () => {
  test('also where a reboot has taken the socket’s directory away', async () => {
    const tmux = openTmux({ env: { PATH: path, HOME: root }, uid });
    const socket = join(root, `tmux-${uid}`, 'default');
    const started = await tmux.run(socket, [['new-session', '-d', 'sleep', '1000']], {
      configFile: '/dev/null',
    });
    await tmux.run(socket, [['kill-server']]);
    expect(started).toEqual({ ok: true, value: '' });
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  });

  test('nowhere but in words where there can be no directory', async () => {
    writeFileSync(join(root, 'file'), '');
    const tmux = openTmux({ env: { PATH: path, HOME: root }, uid });
    expect(await tmux.run(join(root, 'file', 'socket'), [['new-session', '-d']])).toMatchObject({
      ok: false,
      failure: { kind: 'refused' },
    });
  });

  test('by no commands at all it is not', async () => {
    const tmux = openTmux({ env: {}, uid, program: program(`touch "${root}/ran"`) });
    expect(await tmux.run('/s', [])).toEqual({ ok: true, value: '' });
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });
});

describe('sockets', () => {
  test('are those of the user in TMUX_TMPDIR and in /tmp, links resolved', async () => {
    const directory = join(root, `tmux-${uid}`);
    mkdirSync(directory);
    writeFileSync(join(directory, 'file'), '');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(directory, 'work'), resolve));
    symlinkSync(root, join(root, 'link'));
    const tmux = openTmux({ env: { TMUX_TMPDIR: join(root, 'link') }, uid });
    const sockets = await tmux.sockets();
    server.close();
    expect(sockets).toContain(join(directory, 'work'));
    expect(sockets).not.toContain(join(directory, 'file'));
    expect(tmux.defaultSocket()).toBe(join(directory, 'default'));
  });

  test.each([
    ['no directory is named', {}],
    ['the named directory is not there', { TMUX_TMPDIR: '/nowhere' }],
  ])('the default one is in /tmp when %s', (_what, env) => {
    expect(openTmux({ env, uid: 1234 }).defaultSocket()).toBe(`${realpathSync('/tmp')}/tmux-1234/default`);
  });
});

test('a call does not hold this process open when it was given up', async () => {
  const file = program('exec sleep 1000');
  const script = join(root, 'script.mts');
  const source = join(import.meta.dirname, '../../src/tmux/run.ts');
  writeFileSync(
    script,
    `import { openTmux } from '${source}';\n` +
      `await openTmux({ env: {}, uid: 0, program: '${file}' }).run('/s', [['x']], { timeoutMs: 50 });\n`,
  );
  const tsx = join(import.meta.dirname, '../../node_modules/.bin/tsx');
  const child = spawn(tsx, [script], { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
});
