import { describe, expect, test } from 'vitest';
import type { LivePane, PaneStanding } from '../../src/recovery/facts.ts';
import { isLoginFailure, verdictOf, type Impression, type PendingSight } from '../../src/recovery/verdict.ts';
import type { OutcomeKind, Session } from '../../src/session/session.ts';
import { id, place, server } from '../session/pieces.ts';
import { nowMs, scene } from './scene.ts';

const startedAtMs = nowMs - 5000;
const pending = {
  server: server(),
  paneId: '%1',
  startedAtMs,
  sinceMs: startedAtMs,
  before: 'none',
  looks: 3,
  reportedAtMs: null,
} as const;
const live: Session['state'] = { kind: 'live', activity: 'idle', waitingFor: null };

function session(changes: Partial<Session>): Session {
  const found = scene().session('a', changes).facts.registry.sessions.get(id('a'));
  if (found === undefined) throw new Error('There is no session.');
  return found;
}

function pane(standing: PaneStanding): LivePane {
  return { id: '%1', pid: 5, windowId: '@1', standing, origin: null };
}

const started: PaneStanding = { kind: 'started', session: id('a') };

function sight(changes: Partial<PendingSight> = {}): PendingSight {
  return { session: session({}), nowMs, timeoutMs: 60_000, pane: pane(started), screen: [], ...changes };
}

describe('only its own report makes a session restored', () => {
  const reports: readonly (readonly [string, Partial<Session>, boolean])[] = [
    ['live, here, since the start', { state: live, lastSeenAtMs: nowMs }, true],
    [
      'a report whose process could not be read',
      { state: { kind: 'unknown', missing: 'x' }, lastSeenAtMs: nowMs },
      true,
    ],
    ['still lost', { lastSeenAtMs: nowMs }, false],
    ['live, here, from the very moment of the start', { state: live, lastSeenAtMs: startedAtMs }, true],
    ['live before the start', { state: live, lastSeenAtMs: startedAtMs - 1 }, false],
    ['live in another pane', { state: live, lastSeenAtMs: nowMs, place: place({ pane: '%2' }) }, false],
    ['live on another server', { state: live, lastSeenAtMs: nowMs, place: place({ server: 2 }) }, false],
    ['live outside tmux', { state: live, lastSeenAtMs: nowMs, place: null }, false],
  ];
  test.for(reports)('%s', ([, changes, isRestored]) => {
    const drawn = { ...pending, before: 'drawn: hello' } as const;
    const verdict = verdictOf(drawn, sight({ session: session(changes), screen: ['hello'] }));
    expect(verdict.kind === 'settled' && verdict.outcome === 'restored').toBe(isRestored);
  });
});

describe('a session that has reported itself', () => {
  const reported = session({ state: live, lastSeenAtMs: nowMs });
  const summary = [
    '│ This session is 5h old',
    '❯ 1. Resume from summary (recommended)',
    '  2. As it is',
    'Enter to confirm',
  ];
  const cases: readonly (readonly [string, Impression, Partial<PendingSight>, string])[] = [
    ['has drawn nothing yet', 'starting', { screen: ['', ''] }, 'pending none'],
    ['draws', 'none', { screen: ['one'] }, 'pending drawn: one'],
    ['draws on', 'drawn: one', { screen: ['one', 'two'] }, 'pending drawn: one\ntwo'],
    ['was not looked at', 'drawn: one', { pane: undefined }, 'pending none'],
    ['has drawn all', 'drawn: one', { screen: ['one'] }, 'restored null'],
    ['never stops drawing', 'drawn: one', { screen: ['two'], nowMs: nowMs + 2500 }, 'restored null'],
    ['closed its pane since', 'drawn: one', { pane: null }, 'restored null'],
    ['asks how to go on', 'none', { screen: summary }, 'waiting resume from summary'],
    ['is not logged in', 'none', { screen: ['❯', ' Not logged in · Run /login'] }, 'waiting login'],
    [
      'only talks about that',
      'none',
      { screen: ['Not logged in · Run /login', ...Array.from({ length: 12 }, (_, row) => `row ${row}`)] },
      'pending drawn: ',
    ],
  ];
  test.for(cases)('%s', ([, before, changes, expected]) => {
    const verdict = verdictOf(
      { ...pending, before, reportedAtMs: nowMs },
      sight({ session: reported, ...changes }),
    );
    const words =
      verdict.kind === 'pending' ? `pending ${verdict.impression}` : `${verdict.outcome} ${verdict.detail}`;
    expect(words.startsWith(expected)).toBe(true);
  });
});

describe('what the pane shows', () => {
  const idle: PaneStanding = { kind: 'idle-shell' };
  const cases: readonly (readonly [string, Impression, Partial<PendingSight>, string])[] = [
    ['a dialog, seen once', 'none', { screen: ['Select login method:'] }, 'pending dialog: login'],
    ['a dialog, seen long enough', 'dialog: login', { screen: ['Select login method:'] }, 'waiting login'],
    [
      'another dialog than before',
      'dialog: update',
      { screen: ['Select login method:'] },
      'pending dialog: login',
    ],
    ['a client that starts', 'starting', {}, 'pending starting'],
    ['a shell, seen once', 'none', { pane: pane(idle) }, 'pending ended'],
    [
      'a shell, seen again',
      'ended',
      { pane: pane(idle), screen: ['oops'] },
      'not-started the client ended at once: oops',
    ],
    [
      'no conversation',
      'ended',
      { pane: pane(idle), screen: ['No conversation found with session ID: x'] },
      'no-conversation the client found no conversation',
    ],
    [
      'an id in use',
      'ended',
      { pane: pane(idle), screen: ['Error: Session ID x is already in use.'] },
      'live-elsewhere the client says that its id is in use',
    ],
    ['no pane', 'none', { pane: null }, 'not-started its pane closed'],
    [
      'too long',
      'starting',
      { nowMs: nowMs + 60_000, screen: ['…'] },
      'timed-out it did not report itself: …',
    ],
    ['too long, but nobody looked', 'starting', { nowMs: nowMs + 60_000, pane: undefined }, 'pending none'],
    [
      'tmux does not answer at all',
      'none',
      { nowMs: nowMs + 120_000, pane: undefined },
      'timed-out it did not report itself',
    ],
  ];
  test.for(cases)('%s after %s', ([, before, changes, expected]) => {
    const verdict = verdictOf({ ...pending, before }, sight(changes));
    const words =
      verdict.kind === 'pending' ? `pending ${verdict.impression}` : `${verdict.outcome} ${verdict.detail}`;
    expect(words).toBe(expected);
  });
});

test.each<[outcome: OutcomeKind, detail: string | null, isLoginFailure: boolean]>([
  ['waiting', 'login', true],
  ['waiting', 'update', false],
  ['not-started', 'the client ended at: login: Please run /login', true],
  ['not-started', 'the client ended at: update', false],
  ['not-started', 'its pane closed', false],
  ['not-started', null, false],
  ['restored', null, false],
  ['timed-out', 'login', false],
  ['timed-out', 'the client ended at: login', false],
])('%s (%s) is a login that failed: %s', (outcome, detail, expected) => {
  expect(isLoginFailure(outcome, detail)).toBe(expected);
});
