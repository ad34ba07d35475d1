import { beforeEach, describe, expect, test } from 'vitest';
import { locate, type Location } from '../../src/tmux/locate.ts';
import type { Tmux } from '../../src/tmux/tmux.ts';
import { fakeProcessTable, type FakeProcessTable } from '../fakes/process-table.ts';
import { FakeTmux } from '../fakes/tmux.ts';

const socket = '/tmp/tmux-1000/default';
const otherSocket = '/home/dev/work,place/socket';

let processes: FakeProcessTable;
let tmux: FakeTmux;

beforeEach(async () => {
  processes = fakeProcessTable();
  tmux = new FakeTmux({ processes });
  await tmux.run(socket, [['new-session', '-d', '-s', 'main', '-n', 'first']]);
  await tmux.run(otherSocket, [['new-session', '-d', '-s', 'other', '-n', 'second']]);
});

/** A client under the shell of a pane. */
function clientIn(socketPath: string, paneId = '%0', pid = 900): number {
  const pane = tmux.pane(socketPath, paneId);
  processes.add({ pid, ppid: pane.pid, command: 'claude', ttyNumber: pane.ttyNumber });
  return pid;
}

function hint(socketPath: string, paneId = '%0'): Readonly<Record<string, string>> {
  return { TMUX: `${socketPath},${tmux.server(socketPath).pid},0`, TMUX_PANE: paneId };
}

async function place(
  pid: number,
  env: Readonly<Record<string, string>>,
  through: Tmux = tmux,
): Promise<string> {
  return inWords(await locate({ tmux: through, processes }, { pid, env }));
}

function inWords(location: Location): string {
  if (location.kind !== 'place') return location.kind;
  const { server, sessionName, windowIndex, paneId } = location.place;
  return `${server.socketPath} ${sessionName}:${windowIndex} ${paneId}`;
}

/** The same tmux, whose custom sockets nobody can list. */
function withoutSockets(): Tmux {
  return {
    run: (...asked) => tmux.run(...asked),
    sockets: async () => [],
    defaultSocket: () => tmux.defaultSocket(),
    version: () => tmux.version(),
  };
}

describe('with a good hint', () => {
  test('one call to tmux is enough', async () => {
    const pid = clientIn(socket);
    const before = tmux.calls;
    expect(await place(pid, hint(socket))).toBe(`${socket} main:0 %0`);
    expect(tmux.calls - before).toBe(1);
  });

  test('a pane that is the client itself is its place', async () => {
    await tmux.run(socket, [['new-window', '-d', '-t', '$0:', 'claude', '--resume', 'x']]);
    expect(await place(tmux.pane(socket, '%1').pid, hint(socket, '%1'))).toBe(`${socket} main:1 %1`);
  });

  test('a pane that was moved is found where it is now', async () => {
    const pid = clientIn(socket);
    await tmux.run(socket, [
      ['new-session', '-d', '-s', 'later'],
      ['move-window', '-s', '$0:0', '-t', '$1:7'],
    ]);
    expect(await place(pid, hint(socket))).toBe(`${socket} later:7 %0`);
  });
});

describe('a hint that does not agree with the ancestors is not believed', () => {
  test.each([
    ['of another server', (): Readonly<Record<string, string>> => hint(otherSocket)],
    ['of a pane that is gone', () => hint(socket, '%9')],
    ['of a socket where nobody answers', () => ({ TMUX: '/gone,1,0', TMUX_PANE: '%0' })],
    ['that is no pane', () => ({ TMUX: socket, TMUX_PANE: 'x' })],
    ['that is empty', () => ({})],
  ])('%s', async (_what, env) => {
    expect(await place(clientIn(socket), env())).toBe(`${socket} main:0 %0`);
  });

  test('of a pane next to it', async () => {
    await tmux.run(socket, [['split-window', '-d', '-t', '%0']]);
    expect(await place(clientIn(socket, '%1'), hint(socket, '%0'))).toBe(`${socket} main:0 %1`);
  });
});

describe('a tmux inside another’s pane', () => {
  test('the inner one is the place', async () => {
    const pid = clientIn(otherSocket);
    expect(await place(pid, hint(otherSocket))).toBe(`${otherSocket} other:0 %0`);
    expect(await place(pid, hint(socket))).toBe(`${otherSocket} other:0 %0`);
  });
});

describe('a server on a socket that nobody can list', () => {
  test('is found by what tmux put into the pane’s environment', async () => {
    expect(await place(clientIn(otherSocket), {}, withoutSockets())).toBe(`${otherSocket} other:0 %0`);
  });

  test('is found by how it was started', async () => {
    const pid = clientIn(otherSocket);
    const pane = tmux.pane(otherSocket, '%0');
    // `env -i claude` in the pane: nothing of tmux is left in its environment.
    processes.add({ pid: pane.pid, ppid: tmux.server(otherSocket).pid, command: 'claude', environment: {} });
    expect(await place(pid, {}, withoutSockets())).toBe(`${otherSocket} other:0 %0`);
  });
});

describe('a client that outlived its shell', () => {
  test('is found by its terminal', async () => {
    const pane = tmux.pane(socket, '%0');
    processes.add({ pid: 900, ppid: 1, command: 'claude', ttyNumber: pane.ttyNumber });
    expect(await place(900, {})).toBe(`${socket} main:0 %0`);
    expect(await place(900, hint(socket))).toBe(`${socket} main:0 %0`);
  });

  test('is not in tmux when no pane has its terminal', async () => {
    processes.add({ pid: 900, ppid: 1, command: 'claude', ttyNumber: 77 });
    expect(await place(900, {})).toBe('not-in-tmux');
  });
});

describe('outside tmux', () => {
  test('nothing is asked of tmux', async () => {
    processes.add({ pid: 800, command: 'gnome-terminal' });
    processes.add({ pid: 810, ppid: 800, command: 'bash', ttyNumber: 77 });
    processes.add({ pid: 900, ppid: 810, command: 'claude', ttyNumber: 77 });
    const before = tmux.calls;
    expect(await place(900, {})).toBe('not-in-tmux');
    expect(tmux.calls).toBe(before);
  });

  test('an inherited hint does not put it in a pane', async () => {
    processes.add({ pid: 800, command: 'code' });
    processes.add({ pid: 900, ppid: 800, command: 'claude', ttyNumber: 77 });
    expect(await place(900, hint(socket))).toBe('not-in-tmux');
  });
});

describe('what cannot be told is unknown', () => {
  test('when tmux does not answer', async () => {
    const pid = clientIn(socket);
    tmux.wedge(socket);
    expect(await locate({ tmux, processes }, { pid, env: hint(socket) })).toEqual({
      kind: 'unknown',
      reason: { kind: 'timed-out', socketPath: socket, timeoutMs: 2000 },
    });
  });

  test('when the server has died under the client', async () => {
    const pid = clientIn(socket);
    const env = hint(socket);
    tmux.crash(socket);
    processes.add({ pid, ppid: 1, command: 'claude' });
    expect(await locate({ tmux, processes }, { pid, env })).toEqual({
      kind: 'unknown',
      reason: { kind: 'no-server', socketPath: socket },
    });
  });

  test('when there is no such process, or it cannot be read', async () => {
    expect(await locate({ tmux, processes }, { pid: 999, env: {} })).toEqual({
      kind: 'unknown',
      reason: 'no-such-process',
    });
  });

  test('when the server above it does not show its pane', async () => {
    const { pid } = tmux.server(socket);
    // A popup or run-shell job: started by the server, in no pane.
    processes.add({ pid: 850, ppid: pid, command: 'sh' });
    expect(await locate({ tmux, processes }, { pid: 850, env: {} })).toEqual({
      kind: 'unknown',
      reason: 'pane-not-found',
    });
  });
});
