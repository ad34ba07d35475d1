import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/claude/session-id.ts';
import {
  leftOutLines,
  notBuiltWords,
  resultLines,
  waitingWords,
} from '../../../src/command/recover/words.ts';
import type { RecoveryResult } from '../../../src/recovery/recovery-run.ts';
import { emptyRegistry } from '../../../src/session/registry.ts';

const session = parseSessionId('763984d1-222d-4a68-bae8-ec0cda9a93c4');

const window = {
  origin: null,
  name: null,
  layout: null,
  widthCols: 80,
  heightRows: 24,
  panes: [],
  activePane: 0,
  isZoomed: false,
  isSynchronized: false,
};

function result(outcome: RecoveryResult['outcome'], detail: string | null = null): RecoveryResult {
  if (session === null) throw new Error('no session id');
  return { session, outcome, paneId: '%3', detail };
}

describe('the end of a recovery in words', () => {
  it('names what was not tried because it failed a moment ago', () => {
    if (session === null) throw new Error('no session id');
    const failure = { kind: 'recently-failed', outcome: 'waiting', detail: 'login', atMs: 0 } as const;
    const left = [{ session, obstacles: [{ kind: 'never-prompted' } as const, failure] }];
    expect(leftOutLines(left, emptyRegistry, 60_000)).toEqual([
      `  ${session}: left out: failed 1m ago: waiting, login (name it to try again)`,
    ]);
  });

  it.each([
    ['nothing asked for', [], ['Nothing to bring back.']],
    ['all back', [result('restored'), result('restored')], ['2 of 2 back.']],
    [
      'one that waits for Enter',
      [result('offered', 'waits for Enter')],
      ['0 of 1 back. 1 waits: Enter in its pane resumes.'],
    ],
    [
      'one that did not come back, with its reason',
      [result('restored'), result('waiting', 'asks whether to trust the folder')],
      ['1 of 2 back.', `  ${session}: started, but it waits for you in %3: asks whether to trust the folder`],
    ],
  ])('says %s', (_, results, lines) => {
    expect(resultLines(results, emptyRegistry, 'none')).toEqual(lines);
  });

  it.each([
    ['made', 'No session had to come back; the windows that were missing are there.'],
    ['not all made', 'No session had to come back; not every window that was missing could be made.'],
  ] as const)('says of windows alone that they were %s', (windows, line) => {
    expect(resultLines([], emptyRegistry, windows)).toEqual([line]);
  });
});

it('names the window that tmux would not make, with the reason of tmux', () => {
  const batch = { key: 'k', socketPath: '/s', name: 'work', liveId: null, steps: [] };
  const failure = { kind: 'refused', socketPath: '/s', message: 'fork failed:\u001b[2J no room' } as const;
  const step = { kind: 'create-window', index: 3, window } as const;
  expect(notBuiltWords({ batch, step, failure })).toBe(
    'work: window 3 could not be made: fork failed: no room',
  );
  expect(
    notBuiltWords({ batch, step: { kind: 'name-session', name: 'work', hasPlaceholder: true }, failure }),
  ).toBe('work: the tmux session could not be named: fork failed: no room');
});

function many(offered: number, failed: number): readonly RecoveryResult[] {
  return [
    ...Array.from({ length: offered }, () => result('offered')),
    ...Array.from({ length: failed }, () => result('no-conversation')),
    result('restored'),
  ];
}

describe('what waits in the panes, unasked', () => {
  it.each([
    [2, 0, '2 lost sessions wait in their panes: Enter resumes'],
    [1, 2, '1 lost session waits in its pane: Enter resumes; 2 could not come back: statusline recover list'],
    [0, 1, '1 lost session could not come back: statusline recover list'],
    [0, 0, null],
  ])('%i and %i that could not come back', (offered, failed, line) => {
    expect(waitingWords(many(offered, failed))).toBe(line);
  });
});
