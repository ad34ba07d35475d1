import { expect, test } from 'vitest';
import { eventWords } from '../../src/command/event-words.ts';
import type { Event } from '../../src/session/event.ts';
import { clientProcess, id, identity, place, server } from '../session/pieces.ts';

const session = id('a');
const there = place();
if (there === null) throw new Error('It sits in a pane.');

test.each<[words: string, event: Event]>([
  [
    'startup, process 10, pane %1',
    {
      kind: 'seen',
      session,
      source: 'startup',
      origin: 'interactive',
      isContinued: false,
      process: clientProcess(),
      place: place(),
      changes: {},
    },
  ],
  [
    'render',
    {
      kind: 'seen',
      session,
      source: 'render',
      origin: 'interactive',
      isContinued: true,
      process: null,
      place: null,
      changes: {},
    },
  ],
  [
    'cwd /srv, permissionMode plan',
    { kind: 'changed', session, changes: { cwd: '/srv', permissionMode: 'plan' } },
  ],
  ['to main:1.0 "proj"', { kind: 'pane_migrated', session, from: null, to: there }],
  ['mend it', { kind: 'prompted', session, promptId: null, excerpt: 'mend it' }],
  ['idle', { kind: 'activity', session, activity: 'idle', waitingFor: null }],
  ['waiting: permission', { kind: 'activity', session, activity: 'waiting', waitingFor: 'permission' }],
  [
    '"other", pane gone',
    { kind: 'farewell', session, process: identity(), farewell: { reason: 'other', pane: 'gone' } },
  ],
  [
    'exited: it said so; twice',
    { kind: 'ended', session, process: null, reason: 'exited', evidence: ['it said so', 'twice'] },
  ],
  ['crashed: gone', { kind: 'lost', session, process: null, reason: 'crashed', evidence: ['gone'] }],
  ['user: Fox', { kind: 'named', session, by: 'user', name: 'Fox' }],
  ['user: (taken back)', { kind: 'named', session, by: 'user', name: null }],
  ['what came of it', { kind: 'described', session, task: 'a task', summary: 'what came of it' }],
  ['a task', { kind: 'described', session, task: 'a task', description: 'at length' }],
  ['', { kind: 'described', session }],
  ['by recovery r1', { kind: 'recovery_claimed', session, recoveryId: 'r1', claimer: identity() }],
  [
    'waiting: login',
    { kind: 'recovery_settled', session, recoveryId: 'r1', outcome: 'waiting', detail: 'login' },
  ],
  ['2 sessions', { kind: 'recovery_run', recoveryId: 'r1', outcomes: { a: 'restored', b: 'waiting' } }],
  [
    '/tmp/tmux-1000/default: 0 windows new or changed, 2 gone',
    { kind: 'desk', server: server(), windows: [], gone: ['@1', '@2'] },
  ],
  ['C9', { kind: 'numbered_from', next: 9 }],
])('%j is said of an event', (words, event) => {
  expect(eventWords(event)).toBe(words);
});
