import { describe, expect, test } from 'vitest';
import { candidateView } from '../../src/recovery/candidate-view.ts';
import { choose, listCandidates } from '../../src/recovery/candidates.ts';
import { obstacleWords } from '../../src/recovery/obstacle-words.ts';
import type { Session } from '../../src/session/session.ts';
import type { Place } from '../../src/tmux/place.ts';
import { clientProcess, id, identity, place } from '../session/pieces.ts';
import { nowMs, only, scene, type Scene } from './scene.ts';

function lost(changes: Partial<Session> = {}): Scene {
  return scene().session('a', changes);
}

const failedNow: Session['recovery'] = {
  lastAttemptedAtMs: nowMs - 60_000,
  attempts: 1,
  result: 'timed-out',
  detail: null,
};
const claim = { recoveryId: 'r', claimer: identity({ pid: 77 }), atMs: nowMs };

interface Case {
  readonly name: string;
  readonly given: Scene;
  readonly obstacles: readonly string[];
  readonly isRecoverable: boolean;
  readonly isInAll: boolean;
}

const free = { isRecoverable: true, isInAll: true };
const asks = { isRecoverable: true, isInAll: false };
const blocked = { isRecoverable: false, isInAll: false };

const cases: readonly Case[] = [
  { name: 'a lost session', given: lost(), obstacles: [], ...free },
  {
    name: 'one that runs elsewhere',
    given: lost().runs('a', { pid: 9, kind: 'interactive' }),
    obstacles: ['live-elsewhere'],
    ...blocked,
  },
  {
    name: 'one that an agent holds',
    given: lost().runs('a', { pid: 9, kind: 'background' }),
    obstacles: ['held-by-agent'],
    ...blocked,
  },
  {
    name: 'one whose directory is gone',
    given: lost().with({ directories: new Map([['/home/dev/proj', 'absent']]) }),
    obstacles: ['directory-gone'],
    ...blocked,
  },
  {
    name: 'one whose directory cannot be read',
    given: lost().with({ directories: new Map([['/home/dev/proj', 'unreadable']]) }),
    obstacles: [],
    ...free,
  },
  {
    name: 'one of which no directory is known',
    given: lost({ projectDir: null, cwd: null }),
    obstacles: ['directory-unknown'],
    ...blocked,
  },
  {
    name: 'one that never had a prompt',
    given: lost({ prompts: 0 }).conversation('a', { kind: 'none' }),
    obstacles: ['never-prompted'],
    ...free,
  },
  {
    name: 'one whose transcript was swept',
    given: lost().conversation('a', { kind: 'none' }),
    obstacles: ['no-conversation'],
    ...blocked,
  },
  {
    name: 'one whose copy is left',
    given: lost().conversation('a', { kind: 'insured', path: '/i' }),
    obstacles: ['insured-transcript'],
    ...free,
  },
  {
    name: 'one whose transcript is a stub',
    given: lost().conversation('a', { kind: 'stub', path: '/s' }),
    obstacles: ['stub-transcript'],
    ...blocked,
  },
  {
    name: 'one that another recovery holds',
    given: lost().held('a', claim),
    obstacles: ['claimed'],
    ...blocked,
  },
  {
    name: 'one whose server is silent',
    given: lost().with({ silentSockets: new Set(['/tmp/tmux-1000/default']) }),
    obstacles: ['server-silent'],
    ...blocked,
  },
  {
    name: 'one that failed a moment ago',
    given: lost({ recovery: failedNow }),
    obstacles: ['recently-failed'],
    ...asks,
  },
  {
    name: 'one that failed long ago',
    given: lost({ recovery: { ...failedNow, lastAttemptedAtMs: nowMs - 3_600_000 } }),
    obstacles: [],
    ...free,
  },
  {
    name: 'one that failed, asked for again',
    given: lost({ recovery: failedNow }).options({ retriesFailed: true }),
    obstacles: [],
    ...free,
  },
  {
    name: 'one that was restored and is lost again',
    given: lost({ recovery: { ...failedNow, result: 'restored' } }),
    obstacles: [],
    ...free,
  },
  {
    name: 'one of unknown state',
    given: lost({ state: { kind: 'unknown', missing: 'its process' } }),
    obstacles: ['not-proven-lost'],
    ...asks,
  },
  {
    name: 'one with a flag that nobody knows',
    given: lost({ process: clientProcess({ argv: ['claude', '--brand-new', 'word'] }) }),
    obstacles: ['flags-left-out'],
    ...free,
  },
];

test.for(cases)('$name: $obstacles', ({ given, obstacles, isRecoverable, isInAll }) => {
  const [candidate] = listCandidates(given.facts);
  expect(candidate?.obstacles.map(({ kind }) => kind)).toEqual(obstacles);
  expect(candidate).toMatchObject({ isRecoverable, isInAll });
});

describe('who is offered at all', () => {
  const states: readonly (readonly [string, Partial<Session>, boolean])[] = [
    ['lost', {}, true],
    ['unknown', { state: { kind: 'unknown', missing: 'x' } }, true],
    ['live', { state: { kind: 'live', activity: 'idle', waitingFor: null } }, false],
    ['ended', { state: { kind: 'ended', reason: 'exited', atMs: 1, evidence: [] } }, false],
    ['a -p run', { origin: 'print' }, false],
    ['a background agent', { origin: 'background' }, false],
  ];
  test.for(states)('%s: %#', ([, changes, isOffered]) => {
    expect(listCandidates(lost(changes).facts)).toHaveLength(isOffered ? 1 : 0);
  });
});

test('an ended session comes back only when it is named', () => {
  const ended = lost({ state: { kind: 'ended', reason: 'exited', atMs: 1, evidence: [] } });
  expect(choose(ended.facts)).toEqual({ chosen: [], blocked: [], leftOut: [] });
  expect(choose(ended.options({ selection: only('a') }).facts).chosen).toHaveLength(1);
});

test('a live session that is named is refused', () => {
  const live = lost({ state: { kind: 'live', activity: 'idle', waitingFor: null } });
  const { chosen, blocked: refused } = choose(live.options({ selection: only('a') }).facts);
  expect(chosen).toEqual([]);
  const [obstacle] = refused[0]?.obstacles ?? [];
  expect(obstacle).toMatchObject({ kind: 'live-elsewhere', pid: 10 });
  expect(obstacle && obstacleWords(obstacle, nowMs)).toBe('process 10 runs it in main:1.0');
});

test('of a process that is not the session’s own no place is told', () => {
  const live = lost({ state: { kind: 'live', activity: 'idle', waitingFor: null } });
  const given = live.runs('a', { pid: 9, kind: 'interactive' }).options({ selection: only('a') });
  const [obstacle] = choose(given.facts).blocked[0]?.obstacles ?? [];
  expect(obstacle).toEqual({ kind: 'live-elsewhere', pid: 9, place: null });
});

/** In window 2, in its pane of this index. */
function inPane(paneIndex: number): Place {
  const there = place({ windowIndex: 2 });
  if (there === null) throw new Error('It sits in a pane.');
  return { ...there, paneIndex };
}

test('candidates come in the order of their places, those without a place last', () => {
  const given = scene()
    .session('none', { place: null })
    .session('late', { place: place({ windowIndex: 3 }) })
    .session('second', { place: inPane(1) })
    .session('first', { place: inPane(0) });
  expect(listCandidates(given.facts).map(({ session }) => session.id)).toEqual(
    ['first', 'second', 'late', 'none'].map((name) => id(name)),
  );
});

test('the JSON shape is the documented one', () => {
  const [candidate] = listCandidates(
    lost({ task: 'fix the parser', recovery: failedNow, lastPrompt: { id: null, excerpt: 'go', atMs: 5 } })
      .facts,
  );
  if (candidate === undefined) throw new Error('There is no candidate.');
  expect(candidateView(candidate, nowMs)).toEqual({
    session_id: id('a'),
    process_number: 1,
    name: 'a',
    task: 'fix the parser',
    cwd: '/home/dev/proj/sub',
    project_dir: '/home/dev/proj',
    last_seen: '2026-11-22T11:58:00Z',
    last_prompt: 'go',
    reason: 'server-lost',
    place: {
      socket_path: '/tmp/tmux-1000/default',
      session_name: 'main',
      window_index: 1,
      window_name: 'proj',
      pane_index: 0,
      pane_id: '%1',
    },
    obstacles: [{ kind: 'recently-failed', detail: 'failed 1m ago: timed-out (name it to try again)' }],
    recoverable: true,
  });
});
