import { describe, expect, test } from 'vitest';
import { hintedPane, socketInArgv } from '../../src/tmux/hint.ts';
import { serverLiveness } from '../../src/tmux/server.ts';
import { terminalNumber } from '../../src/tmux/terminal.ts';
import { fakeProcessTable } from '../fakes/process-table.ts';

const known = { socketPath: '/s', pid: 50, startedAtS: 1000 };
const silence = { ok: false, failure: { kind: 'no-server', socketPath: '/s' } } as const;
const wedged = { ok: false, failure: { kind: 'timed-out', socketPath: '/s', timeoutMs: 9 } } as const;
const answers = (
  server: typeof known,
): { readonly ok: true; readonly value: { readonly server: typeof known } } => ({
  ok: true,
  value: { server },
});

describe('a server that was known', () => {
  const living = fakeProcessTable().add({ pid: 50, command: 'tmux: server' });
  const dead = fakeProcessTable();

  test.each([
    ['answers', living, answers(known), 'alive'],
    ['answers, though the table cannot be read', fakeProcessTable().blind(), answers(known), 'alive'],
    ['is silent and has no process', dead, silence, 'gone'],
    ['is silent while its process lives: the socket may be lost', living, silence, 'unknown'],
    [
      'is silent and its pid is someone else’s',
      fakeProcessTable().add({ pid: 50, command: 'vim' }),
      silence,
      'gone',
    ],
    [
      'is silent and left a zombie',
      fakeProcessTable().add({ pid: 50, command: 'tmux: server' }).zombie(50),
      silence,
      'gone',
    ],
    ['is silent and the table cannot be read', fakeProcessTable().blind(), silence, 'unknown'],
    ['hangs', living, wedged, 'unknown'],
    ['hangs, as another process of its pid', dead, wedged, 'gone'],
    ['has another in its place', dead, answers({ ...known, pid: 60, startedAtS: 2000 }), 'gone'],
    ['lives on behind another', living, answers({ ...known, pid: 60, startedAtS: 2000 }), 'unknown'],
    ['has another with its very pid in its place', living, answers({ ...known, startedAtS: 2000 }), 'gone'],
  ] as const)('%s', (_what, processes, answered, liveness) => {
    expect(serverLiveness(processes, known, answered)).toBe(liveness);
  });
});

test.each([
  ['/tmp/tmux-0/default,123,0', '%1', { socketPath: '/tmp/tmux-0/default', paneId: '%1' }],
  ['/with,comma/s,123,0', '%12', { socketPath: '/with,comma/s', paneId: '%12' }],
  ['/s,123,-1', '%0', { socketPath: '/s', paneId: '%0' }],
  ['/s,123,0', undefined, null],
  ['/s,123,0', '1', null],
  ['/s,123,0', '%1;kill-server', null],
  ['/s', '%1', null],
  ['relative,1,0', '%1', null],
  [undefined, '%1', null],
])('TMUX=%s TMUX_PANE=%s hints at %j', (TMUX, TMUX_PANE, hint) => {
  expect(hintedPane({ TMUX, TMUX_PANE })).toEqual(hint);
});

test.each([
  [['tmux'], null],
  [['tmux', 'new', '-s', 'x'], null],
  [['tmux', '-S', '/a/b', 'new'], '/a/b'],
  [['tmux', '-S/a/b'], '/a/b'],
  [['tmux', '-2uS', '/a/b'], '/a/b'],
  [['tmux', '-f', '/conf', '-L', 'work'], '/tmp/tmux-0/work'],
  [['tmux', '-Lwork', 'new'], '/tmp/tmux-0/work'],
  [['tmux', '-S', 'relative'], null],
  [['tmux', 'new', '-S', '/not/this'], null],
  [['tmux', '-S'], null],
  [[], null],
])('%j was started on %s', (argv, socketPath) => {
  expect(socketInArgv(argv, '/tmp/tmux-0/default')).toBe(socketPath);
});

test.each([
  ['/dev/pts/0', 0x8800],
  ['/dev/pts/255', 0x88ff],
  ['/dev/pts/256', 0x108800],
  ['/dev/ttys003', 0x10000003],
  ['/dev/tty1', null],
  ['', null],
])('the terminal %s has the device number %s', (path, number) => {
  expect(terminalNumber(path)).toBe(number);
});
