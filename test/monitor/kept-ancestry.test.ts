import { beforeEach, describe, expect, it } from 'vitest';
import { keepAncestry } from '../../src/monitor/kept-ancestry.ts';
import type { ProcessRow, Processes } from '../../src/process/processes.ts';
import { fakeProcessTable, type FakeProcessTable, readsOf } from '../fakes/process-table.ts';

const clock = { now: 0, nowMs: () => clock.now };

/** init, tmux, a shell, the client: what a render comes from. */
function desk(): FakeProcessTable {
  return fakeProcessTable()
    .add({ pid: 10, ppid: 1, command: 'tmux: server', argv: ['tmux'] })
    .add({ pid: 20, ppid: 10, command: 'bash', argv: ['-bash'] })
    .add({ pid: 30, ppid: 20, command: 'claude', argv: ['claude'] });
}

/** As a file of the table gives it: another value at every reading. */
function freshRow(table: FakeProcessTable, pid: number): ProcessRow | null {
  const row = table.row(pid);
  return row === null ? null : { ...row };
}

describe('the ancestors that are kept', () => {
  let table: FakeProcessTable;
  let kept: Processes;
  let read: number[];
  const pids = (pid: number): readonly number[] => Array.from(kept.ancestry(pid), (row) => row.pid);

  beforeEach(() => {
    clock.now = 1_000_000;
    table = desk();
    read = [];
    kept = keepAncestry(
      {
        ...readsOf(table),
        row: (pid) => (read.push(pid), freshRow(table, pid)),
        argv: (pid) => (read.push(pid), table.argv(pid)),
      },
      clock,
    );
    // Known from here on.
    pids(30);
    read = [];
  });

  it('cost one row as long as the client is the same', () => {
    clock.now += 5_000;
    expect(pids(30)).toEqual([30, 20, 10, 1]);
    expect(read).toEqual([30]);
  });

  it('cost nothing within one request', () => {
    expect(pids(30)).toEqual([30, 20, 10, 1]);
    expect(read).toEqual([]);
  });

  it('serve a caller below the client as well', () => {
    table.add({ pid: 40, ppid: 30, command: 'sh', argv: ['sh'] });
    clock.now += 5_000;
    expect(pids(40)).toEqual([40, 30, 20, 10, 1]);
    expect(read).toEqual([40, 30]);
  });

  it('cost one row also for another client in the same tmux server', () => {
    table.add({ pid: 21, ppid: 10, command: 'bash' }).add({ pid: 31, ppid: 21, command: 'claude' });
    pids(31);
    clock.now += 5_000;
    read = [];
    expect(pids(31)).toEqual([31, 21, 10, 1]);
    expect(read).toEqual([31]);
  });

  it('are read anew after a while for that one as well', () => {
    table.add({ pid: 31, ppid: 10, command: 'claude' });
    clock.now += 10_000;
    pids(31);
    clock.now += 5_000;
    expect(pids(31)).toEqual([31, 10, 1]);
    expect(read.slice(-3)).toEqual([31, 10, 1]);
  });

  it('are read anew after a while', () => {
    clock.now += 15_000;
    expect(pids(30)).toEqual([30, 20, 10, 1]);
    expect(read).toEqual([30, 20, 10, 1]);
  });

  it.each<readonly [string, () => unknown, readonly number[]]>([
    ['the shell died', () => table.kill(20), [30, 1]],
    ['the client died', () => table.kill(30), []],
    ['another process got its number', () => table.kill(30).add({ pid: 30, ppid: 1 }), [30, 1]],
    [
      'the client became another program',
      () => table.add({ pid: 30, ppid: 10, command: 'vim' }),
      [30, 10, 1],
    ],
  ])('are told as they are when %s', (_, happens, wanted) => {
    happens();
    clock.now += 5_000;
    expect(pids(30)).toEqual(wanted);
  });

  it('end where numbers that were given anew while they were read lead back', () => {
    table.add({ pid: 20, ppid: 30, command: 'sh' });
    clock.now += 15_000;
    expect(pids(30)).toEqual([30, 20]);
  });

  it('have their arguments read once', () => {
    expect(kept.argv(30)).toEqual(['claude']);
    clock.now += 5_000;
    kept.ancestry(30);
    read = [];
    expect(kept.argv(30)).toEqual(['claude']);
    expect(read).toEqual([]);
  });

  it('have their arguments read anew where nobody has just seen that they are the same', () => {
    kept.argv(30);
    table.kill(30).add({ pid: 30, ppid: 1, command: 'claude', argv: ['claude', '--other'] });
    clock.now += 5_000;
    expect(kept.argv(30)).toEqual(['claude', '--other']);
  });
});
