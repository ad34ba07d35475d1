import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressPath } from '../../src/monitor/address.ts';
import { shimText } from '../../src/claude/shim.ts';
import { linesDirectory } from '../../src/monitor/last-line.ts';
import { answerText, type Answer } from '../../src/monitor/protocol.ts';
import { listen, type RunningServer, type ServedRequest } from '../../src/monitor/server.ts';
import { kill } from '../rig/processes.ts';
import { run, type Ran } from '../rig/run.ts';
import { until } from '../rig/wait.ts';
import { statusJson } from './rig/fixture.ts';
import { buildHouse, type House } from './rig/house.ts';

/** Where a tool is on this machine, or null. */
function find(tool: string): string | null {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, tool));
  return places.find((place) => existsSync(place)) ?? null;
}

let house: House;
let listening: string;
let server: RunningServer | null = null;
let heard: ServedRequest[] = [];

beforeAll(async () => {
  house = await buildHouse(`it's a "house" with  spaces`);
});
afterAll(() => house.close());
beforeEach(() => {
  listening = mkdtempSync(join(tmpdir(), 'sl-den-'));
  heard = [];
});
afterEach(async () => {
  await server?.close();
  server = null;
  // A run that found no resident has started one, which would write an address of its own.
  await until('no resident is left', () => {
    for (const pid of house.residents()) kill(pid, 'SIGKILL');
    return house.residents().length === 0;
  });
  rmSync(listening, { recursive: true, force: true });
  rmSync(house.instances, { recursive: true, force: true });
});

/** A resident that answers everything in one way. */
async function stand(
  answer: Answer = { exitCode: 0, stdout: 'from the resident\n', stderr: '' },
): Promise<void> {
  const socket = join(listening, 'socket');
  server = await listen(socket, (request) => {
    heard.push(request);
    return Promise.resolve(answer);
  });
  writeAddress(socket);
}

function writeAddress(socket: string, node: string = process.execPath): void {
  mkdirSync(house.instances, { recursive: true, mode: 0o700 });
  writeFileSync(addressPath(house.instances), `${socket}\n${node}\n${join(house.dist, 'statusline.js')}\n`);
}

/** A PATH of nothing but these tools. */
function only(...tools: readonly string[]): string {
  const directory = mkdtempSync(join(house.directory, 'tools-'));
  for (const tool of tools) {
    const place = tool === 'node' ? process.execPath : find(tool);
    if (place !== null) symlinkSync(place, join(directory, tool));
  }
  return directory;
}

async function render(env: Readonly<Record<string, string>> = {}, stdin = statusJson()): Promise<Ran> {
  return house.call(['render'], stdin, { ...env });
}

/** A copy as setup makes it, from this launcher. */
function stable(from: string): string {
  const copy = join(house.directory, 'the stable "path"');
  writeFileSync(copy, shimText(from, readFileSync(house.launcher, 'utf8')) ?? '', { mode: 0o700 });
  return copy;
}

async function renderBy(path: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return run(path, ['render'], { env: { ...house.env, ...env }, stdin: statusJson() });
}

describe.each([
  ['perl', ['perl', 'node', 'cat']],
  ['nc', ['nc', 'node', 'cat']],
])('the launcher by %s', (tool, tools) => {
  const isThere = find(tool) !== null;

  test.skipIf(!isThere)('gives the resident what it was given, to the byte', async () => {
    await stand();
    const text = `${'ä→🜚 "quoted" \\ $HOME '.repeat(8000)}\n\n`;
    const ran = await house.call(['hook', 'Stop', `it's "two words"`, ''], text, {
      PATH: only(...tools),
      TMUX_PANE: '%7',
      COLUMNS: '80',
      CLAUDE_CODE_SESSION_ID: 'a=b c',
    });
    expect(ran).toMatchObject({ code: 0, stdout: 'from the resident\n', stderr: '' });
    const [{ head, body } = { head: null, body: '' }] = heard;
    expect(head?.launcher).toBe(house.launcher);
    expect(head).toMatchObject({
      argv: ['hook', 'Stop', `it's "two words"`, ''],
      cwd: house.directory,
      parentPid: process.pid,
      isStdinTerminal: false,
      isStdoutTerminal: false,
      env: { HOME: house.directory, TMUX_PANE: '%7', COLUMNS: '80', CLAUDE_CODE_SESSION_ID: 'a=b c' },
    });
    expect(body).toBe(text);
    expect(heard).toHaveLength(1);
  });

  test.skipIf(!isThere).each([
    ['as it was', { LC_ALL: 'de_DE.UTF-8' }, 'de_DE.UTF-8'],
    ['as empty', { LC_ALL: '' }, ''],
    ['not at all', {}, undefined],
  ])('tells LC_ALL %s', async (_case, env, told) => {
    await stand();
    await render({ PATH: only(...tools), ...env });
    expect(heard.map(({ head }) => head.env['LC_ALL'])).toEqual([told]);
  });

  test.skipIf(!isThere)('never tells a key or a token', async () => {
    await stand();
    const secret = 'not-to-be-told';
    const secrets = ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'GITHUB_TOKEN'];
    await render({
      PATH: only(...tools),
      ...Object.fromEntries(secrets.map((name) => [name, secret])),
    });
    expect(JSON.stringify(heard)).toContain('HOME');
    expect(JSON.stringify(heard)).not.toContain(secret);
  });

  test.skipIf(!isThere)('names a process below whoever called it', async () => {
    await stand();
    const parent = await run('/bin/sh', ['-c', `echo $$; "$0" render <&0; :`, house.launcher], {
      env: { ...house.env, PATH: only(...tools) },
      stdin: statusJson(),
    });
    expect(heard[0]?.head.callerPid).toBeGreaterThan(Number(parent.stdout.split('\n')[0]));
  });

  test.skipIf(!isThere)('keeps every newline of the answer', async () => {
    await stand({ exitCode: 0, stdout: 'one\n\ntwo\n\n\n', stderr: '' });
    expect((await render({ PATH: only(...tools) })).stdout).toBe('one\n\ntwo\n\n\n');
  });

  test.skipIf(!isThere)(
    'runs the program where the resident refuses',
    async () => {
      await stand();
      const big = JSON.stringify({ session_id: 'x', padding: 'p'.repeat(9 * 1024 * 1024) });
      const ran = await house.call(['render'], big, { PATH: only(...tools) });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).not.toContain('from the resident');
      expect(ran.stdout.trim()).not.toBe('');
      expect(heard).toEqual([]);
    },
    30_000,
  );

  const careless: readonly (readonly [
    string,
    (send: (bytes: string | Uint8Array | null) => void) => void,
  ])[] = [
    ['closes at once', (send) => send(null)],
    ['talks garbage', (send) => (send('HTTP/1.1 200 OK\r\n\r\n'), send(null))],
    ['dies half-way through its answer', (send) => (send(halfAnAnswer()), send(null))],
    ['says nothing', () => undefined],
  ];
  test.skipIf(!isThere).each(careless)('runs the program where the resident %s', async (_case, behave) => {
    const silent = await listenRaw(join(listening, 'socket'), behave);
    writeAddress(join(listening, 'socket'));
    const ran = await render({ PATH: only(...tools) });
    silent.close();
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Sonnet');
  });

  test.skipIf(!isThere)('trusts no socket in a directory that is open to others or a link', async () => {
    await stand();
    const real = listening;
    symlinkSync(real, `${real}-link`);
    writeAddress(join(`${real}-link`, 'socket'));
    const throughLink = await render({ PATH: only(...tools) });
    unlinkSync(`${real}-link`);
    expect(throughLink.stdout).not.toContain('from the resident');
    expect(heard).toEqual([]);
  });
});

describe('the launcher', () => {
  test('trusts no socket in a directory that others may write to', async () => {
    await stand();
    chmodSync(listening, 0o777);
    expect((await render({ PATH: only('perl', 'node') })).stdout).not.toContain('from the resident');
    expect(heard).toEqual([]);
  });

  test.each([
    ['without perl and nc', ['node', 'cat'], {}],
    ['with nothing but Node', ['node'], {}],
    ['with a Node that only the address knows', [], {}],
    ['when the user goes without a resident', ['perl', 'nc', 'node'], { STATUSLINE_NO_MONITOR: '1' }],
  ])('runs the program %s', async (_case, tools, env) => {
    await stand();
    const ran = await render({ PATH: only(...tools), ...env });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Sonnet');
    expect(heard).toEqual([]);
  });

  test.each([
    ['of the session', { CLAUDE_CODE_SESSION_ID: '0123456789-abcdef' }, '0123456789-abcdef'],
    ['of the pane', { TMUX_PANE: '%12345' }, 'pane-12345'],
  ])('prints the last good line %s when nothing can run', async (_case, env, key) => {
    writeAddress('/nowhere/socket', '/nowhere/node');
    mkdirSync(linesDirectory(house.instances), { recursive: true });
    writeFileSync(join(linesDirectory(house.instances), key), 'one\ntwo\n');
    // Node where it usually is would run after all, so the program has to be missing too.
    await withoutProgram(async () => {
      expect(await render({ PATH: only(), ...env })).toMatchObject({
        code: 0,
        stdout: 'one\ntwo\n',
        stderr: '',
      });
    });
  });

  test('says that it is not running when there is no last good line either', async () => {
    await withoutProgram(async () => {
      expect(await render({ PATH: only() })).toMatchObject({ code: 0, stderr: '' });
      expect((await render({ PATH: only() })).stdout).toContain('not running');
    });
  });

  test('is silent and exits 0 when a hook can reach nothing', async () => {
    await withoutProgram(async () => {
      const ran = await house.call(['hook', 'Stop'], '{}', { PATH: only() });
      expect(ran).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    });
  });

  test('takes a last line from nowhere else', async () => {
    writeFileSync(join(house.directory, 'outside'), 'not a line\n');
    await withoutProgram(async () => {
      const ran = await render({ PATH: only(), CLAUDE_CODE_SESSION_ID: '../../../outside' });
      expect(ran.stdout).not.toContain('not a line');
    });
  });

  test('works as a copy, by the address alone', async () => {
    writeAddress('/nowhere/socket');
    const copy = join(house.directory, 'copied statusline');
    writeFileSync(copy, readFileSync(house.launcher), { mode: 0o755 });
    const ran = await run(copy, ['render'], {
      env: { ...house.env, PATH: only('node') },
      stdin: statusJson(),
    });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Sonnet');
  });

  describe('at the stable path', () => {
    test.each([
      ['perl', ['perl']],
      ['nc', ['nc', 'cat']],
    ])('asks the resident by itself, by %s', async (tool, tools) => {
      if (find(tool) === null) return;
      await stand();
      // Where nothing else can be started, only the copy itself can have asked.
      const ran = await renderBy(stable('/gone/bin/statusline'), { PATH: only(...tools) });
      expect(ran).toMatchObject({ code: 0, stdout: 'from the resident\n', stderr: '' });
      expect(heard.map(({ body }) => body)).toEqual([statusJson()]);
    });

    test.each([
      ['perl', ['perl', 'node']],
      ['nc', ['nc', 'node', 'cat']],
    ])('starts the program with all that it was given where nobody answers %s', async (tool, tools) => {
      if (find(tool) === null) return;
      const asked: string[] = [];
      const silent = await listenRaw(join(listening, 'socket'), (send) => (asked.push('asked'), send(null)));
      writeAddress(join(listening, 'socket'));
      const ran = await renderBy(stable(house.launcher), { PATH: only(...tools) });
      silent.close();
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toContain('Sonnet');
      expect(asked).toEqual(['asked']);
    });

    test('goes without a resident where the user does', async () => {
      await stand();
      const ran = await renderBy(stable(house.launcher), { STATUSLINE_NO_MONITOR: '1' });
      expect(ran.stdout).toContain('Sonnet');
      expect(heard).toEqual([]);
    });

    test('says that the plugin is gone when it is, and a resident no longer answers', async () => {
      writeAddress('/nowhere/socket');
      const ran = await renderBy(stable('/gone/bin/statusline'), { PATH: only('perl') });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toMatch(/^statusline: the plugin is gone[^\n]*\n$/);
    });
  });

  test('gives every other command to the program as it is, exit code and all', async () => {
    expect(await house.call(['no-such-command'])).toMatchObject({ code: 2 });
  });

  test('tells of every variable that the program reads', () => {
    const told = /^variables="([^"]*)"/m.exec(readFileSync(house.launcher, 'utf8'))?.[1]?.split(/\s+/) ?? [];
    const read = sources('src').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\benv\[['"]([A-Z_]+)['"]\]/g)].map((match) => match[1] ?? ''),
    );
    // What only the launcher goes by, and what only commands read that never go to the resident.
    // LC_ALL is told apart from the list: perl itself runs with another one.
    const ownOnes = [
      'STATUSLINE_NO_MONITOR',
      'STATUSLINE_REFUSED',
      'SESSION_ID',
      'ANTHROPIC_BASE_URL',
      'LC_ALL',
    ];
    const missing = [...new Set(read)].filter((name) => !told.includes(name) && !isSecret(name));
    expect(read.length).toBeGreaterThan(5);
    expect(missing.filter((name) => !ownOnes.includes(name))).toEqual([]);
    expect(told.filter(isSecret)).toEqual([]);
  });
});

function isSecret(name: string): boolean {
  return /KEY|TOKEN|SECRET|PASSWORD/.test(name);
}

function halfAnAnswer(): string {
  return answerText({ exitCode: 0, stdout: 'from the resident\n', stderr: '' }).slice(0, -5);
}

function listenRaw(
  socketPath: string,
  behave: (send: (bytes: string | Uint8Array | null) => void) => void,
): Promise<Server> {
  const raw = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => behave((bytes) => (bytes === null ? socket.end() : socket.write(bytes))));
  });
  return new Promise((resolve) => raw.listen(socketPath, () => resolve(raw)));
}

async function withoutProgram(check: () => Promise<void>): Promise<void> {
  const file = join(house.dist, 'statusline.js');
  const text = readFileSync(file);
  unlinkSync(file);
  await check().finally(() => writeFileSync(file, text));
}

function sources(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
