import { beforeEach, describe, expect, test } from 'vitest';
import { KeptGit } from '../../src/monitor/kept-git.ts';
import { keepProcesses } from '../../src/monitor/kept-processes.ts';
import { keepTmux, type KeptTmux } from '../../src/monitor/kept-tmux.ts';
import type { GitDirt } from '../../src/git/git.ts';
import { failed, ok, type Result } from '../../src/text/result.ts';
import type { Processes } from '../../src/process/processes.ts';
import type { Tmux, TmuxCommand, TmuxFailure } from '../../src/tmux/tmux.ts';
import { fakeProcessTable, type FakeProcessTable, readsOf } from '../fakes/process-table.ts';

const clock = { now: 0, nowMs: () => clock.now, sleep: () => Promise.resolve(), utcOffsetMinutes: () => 0 };
beforeEach(() => {
  clock.now = 1_000_000;
});

/** A tmux that counts what it is asked, and answers with the count. */
class CountingTmux implements Tmux {
  asked = 0;
  isDown = false;
  run(socketPath: string): Promise<Result<string, TmuxFailure>> {
    this.asked += 1;
    return Promise.resolve(this.isDown ? failed({ kind: 'no-server', socketPath }) : ok(String(this.asked)));
  }
  sockets(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
  defaultSocket(): string {
    return '/default';
  }
  version(): Promise<string | null> {
    return Promise.resolve('3.3a');
  }
}

const question: readonly TmuxCommand[] = [['display-message', '-p', '-t', '%1', '#{pane_id}']];

describe('answers of tmux', () => {
  let real: CountingTmux;
  let kept: KeptTmux;
  beforeEach(() => {
    real = new CountingTmux();
    kept = keepTmux(real, clock);
  });

  test('are asked for once by many at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => kept.run('/s', question)));
    expect(real.asked).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  const changes: readonly (readonly [string, () => unknown, number])[] = [
    ['nothing happened', () => undefined, 1],
    ['a moment passed', () => (clock.now += 299), 1],
    ['a longer moment passed', () => (clock.now += 301), 2],
    ['the clock was set back', () => (clock.now -= 60_000), 2],
    ['the server told of a change', () => kept.changed('/s'), 2],
    ['another server told of a change', () => kept.changed('/other'), 1],
    ['something was done to the server', () => kept.run('/s', [['rename-window', 'x']]), 3],
  ];
  test.each(changes)('are asked for as often as needed: %s', async (_case, happen, wanted) => {
    await kept.run('/s', question);
    await happen();
    await kept.run('/s', question);
    expect(real.asked).toBe(wanted);
  });

  test('hold for longer behind a server that tells of changes, and not for ever', async () => {
    kept.setWatched('/s', true);
    await kept.run('/s', question);
    clock.now += 10_000;
    await kept.run('/s', question);
    expect(real.asked).toBe(1);
    clock.now += 10_000;
    await kept.run('/s', question);
    expect(real.asked).toBe(2);
  });

  test('are told apart by their question and by their server', async () => {
    await kept.run('/s', question);
    await kept.run('/s', [['list-panes', '-a']]);
    await kept.run('/other', question);
    expect(real.asked).toBe(3);
  });

  test('that are failures are never kept', async () => {
    real.isDown = true;
    expect((await kept.run('/s', question)).ok).toBe(false);
    real.isDown = false;
    expect(await kept.run('/s', question)).toEqual(ok('2'));
  });
});

function dirt(staged: number): GitDirt {
  return { staged, unstaged: 0, untracked: 0, conflicts: 0, ahead: 0, behind: 0 };
}

describe('dirt of a repository', () => {
  test('is never waited for, and asked for once for all who want it', async () => {
    const pending: ((dirt: GitDirt | null) => void)[] = [];
    const kept = new KeptGit(
      { head: () => null, dirt: () => new Promise((resolve) => void pending.push(resolve)) },
      clock,
    );
    expect(await kept.dirt('/repo', 100)).toBeNull();
    expect(await kept.dirt('/repo', 100)).toBeNull();
    expect(pending).toHaveLength(1);
    pending[0]?.(dirt(1));
    await Promise.resolve();
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(1));
    clock.now += 5000;
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(1));
    expect(pending).toHaveLength(2);
    pending[1]?.(dirt(2));
    await Promise.resolve();
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(2));
  });

  test('is asked for less and less while nothing changes, and at once again when something stirs', async () => {
    let asked = 0;
    const kept = new KeptGit(
      { head: () => null, dirt: () => ((asked += 1), Promise.resolve(dirt(1))) },
      clock,
    );
    const askAfter = async (ms: number): Promise<number> => {
      clock.now += ms;
      await kept.dirt('/repo', 100);
      await Promise.resolve();
      return asked;
    };
    // The first answer is news, the second is not: 2 s, then 4 s, then 8 s.
    expect(await askAfter(0)).toBe(1);
    expect(await askAfter(2000)).toBe(2);
    expect(await askAfter(2000)).toBe(2);
    expect(await askAfter(2000)).toBe(3);
    expect(await askAfter(4000)).toBe(3);
    kept.stirred();
    expect(await askAfter(0)).toBe(4);
  });

  test('stays what it was when git could not tell this time', async () => {
    const answers = [dirt(3), null];
    const kept = new KeptGit(
      { head: () => null, dirt: () => Promise.resolve(answers.shift() ?? null) },
      clock,
    );
    await kept.dirt('/repo', 100);
    clock.now += 5000;
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(3));
    await Promise.resolve();
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(3));
  });
});

describe('a process table that is dear to read', () => {
  let table: FakeProcessTable;
  let kept: Processes;
  let reads: number;
  let signalled: ReadonlySet<number>;
  beforeEach(() => {
    table = fakeProcessTable()
      .add({ pid: 10, command: 'zsh' })
      .add({ pid: 20, ppid: 10, command: 'claude', argv: ['claude', '--resume'] });
    reads = 0;
    signalled = new Set([1, 10, 20]);
    const counted = { ...readsOf(table), all: () => ((reads += 1), table.all()) };
    kept = keepProcesses(counted, clock, (pid) => signalled.has(pid));
  });

  test('is read once for all who ask within a moment', () => {
    expect([...kept.ancestry(20)].map(({ pid }) => pid)).toEqual([20, 10, 1]);
    expect(kept.row(10)?.command).toBe('zsh');
    expect(kept.argv(20)).toEqual(['claude', '--resume']);
    expect(reads).toBe(1);
    clock.now += 5000;
    kept.row(10);
    expect(reads).toBe(2);
  });

  test('is read again for a process that is not in it', () => {
    kept.row(10);
    table.add({ pid: 30, ppid: 20 });
    expect([...kept.ancestry(30)].map(({ pid }) => pid)).toEqual([30, 20, 10, 1]);
    expect(reads).toBe(2);
  });

  test('never calls a process dead, nor alive when it takes no signals any more', () => {
    const identity = table.identity(20);
    expect(kept.row(20)?.started).toBe(identity.started);
    expect(kept.liveness(identity)).toBe('alive');
    table.kill(20);
    signalled = new Set([1, 10]);
    expect(kept.liveness(identity)).toBe('dead');
  });

  test('does not take a pid for the process that bore it before', () => {
    const earlier = table.identity(20);
    table.kill(20).add({ pid: 20, ppid: 10, command: 'claude' });
    kept.row(20);
    expect(kept.liveness(earlier)).toBe('dead');
  });
});
