import { beforeEach, describe, expect, test } from 'vitest';
import { keepGit } from '../../src/monitor/kept-git.ts';
import { keepTmux, type KeptTmux } from '../../src/monitor/kept-tmux.ts';
import type { GitDirt } from '../../src/git/git.ts';
import { failed, ok, type Result } from '../../src/text/result.ts';
import type { Tmux, TmuxCommand, TmuxFailure } from '../../src/tmux/tmux.ts';

const clock = { now: 0, nowMs: () => clock.now, sleep: () => Promise.resolve() };
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
    const kept = keepGit(
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

  test('stays what it was when git could not tell this time', async () => {
    const answers = [dirt(3), null];
    const kept = keepGit({ head: () => null, dirt: () => Promise.resolve(answers.shift() ?? null) }, clock);
    await kept.dirt('/repo', 100);
    clock.now += 5000;
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(3));
    await Promise.resolve();
    expect(await kept.dirt('/repo', 100)).toEqual(dirt(3));
  });
});
