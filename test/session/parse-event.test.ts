import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/session/event.ts';
import { parseEvent, sessionOf } from '../../src/session/parse-event.ts';
import {
  activities,
  endReasons,
  lossReasons,
  namers,
  origins,
  outcomes,
  panesAtEnd,
  sources,
} from '../../src/session/vocabulary.ts';
import { clientProcess, deskWindow, id, identity, place, server } from './pieces.ts';

const session = id('a');
const process = identity();

/** One whole event of every kind; the type makes a forgotten kind an error. */
const whole: { readonly [Kind in Event['kind']]: Extract<Event, { kind: Kind }> } = {
  seen: {
    kind: 'seen',
    session,
    source: 'client-registry',
    origin: 'print',
    isContinued: true,
    process: clientProcess(),
    place: place(),
    changes: {
      cwd: '/p',
      projectDir: '/p',
      configDir: null,
      modelId: 'm',
      modelName: 'M',
      permissionMode: 'plan',
    },
  },
  changed: { kind: 'changed', session, changes: { transcriptPath: '/t.jsonl', configDir: '/c' } },
  pane_migrated: { kind: 'pane_migrated', session, from: place(), to: place({ pane: '%2' }) ?? never() },
  prompted: { kind: 'prompted', session, promptId: 'p', excerpt: 'hello' },
  activity: {
    kind: 'activity',
    session,
    activity: 'waiting',
    waitingFor: 'May I?',
    source: 'client-registry',
  },
  farewell: { kind: 'farewell', session, process, farewell: { reason: 'other', pane: 'server-gone' } },
  ended: { kind: 'ended', session, process, reason: 'set-aside', evidence: ['left out'] },
  lost: { kind: 'lost', session, process: null, reason: 'rebooted', evidence: [] },
  named: { kind: 'named', session, by: 'generated', name: 'Fox' },
  described: { kind: 'described', session, task: 'Parser', summary: '', atPrompts: 4 },
  recovery_claimed: { kind: 'recovery_claimed', session, recoveryId: 'r', claimer: process },
  recovery_settled: { kind: 'recovery_settled', session, recoveryId: 'r', outcome: 'timed-out', detail: 'x' },
  recovery_run: { kind: 'recovery_run', recoveryId: 'r', outcomes: { [session]: 'restored' } },
  desk: {
    kind: 'desk',
    server: server(),
    sessions: [
      {
        id: '$0',
        name: 'main',
        group: null,
        seats: [{ index: 1, windowId: '@1' }],
        activeIndex: 1,
        lastIndex: null,
      },
    ],
    windows: [deskWindow('@1', '%1', '%2')],
    gone: ['@9'],
  },
  imported: {
    kind: 'imported',
    session,
    number: 7,
    name: 'Fox',
    isGeneratedName: true,
    task: null,
    modelName: 'M',
    cwd: '/p',
    createdAtMs: 1,
    lastSeenAtMs: 2,
    wasActive: false,
    paneRef: 'main:1.0',
    prompts: 3,
  },
  numbered_from: { kind: 'numbered_from', next: 12 },
};

function never(): never {
  throw new Error('The default place is a pane.');
}

/** Every word that an event of this kind can have in a member. */
function words<Word extends string>(table: Readonly<Record<Word, true>>): readonly Word[] {
  // The keys of a table of words are its words.
  return Object.keys(table) as Word[];
}

describe('a word of this version', () => {
  it.each<[kind: string, events: readonly Event[]]>([
    ['source', words(sources).map((source) => ({ ...whole.seen, source }))],
    ['origin', words(origins).map((origin) => ({ ...whole.seen, origin }))],
    ['activity', words(activities).map((activity) => ({ ...whole.activity, activity }))],
    ['end', words(endReasons).map((reason) => ({ ...whole.ended, reason }))],
    ['loss', words(lossReasons).map((reason) => ({ ...whole.lost, reason }))],
    [
      'pane at the end',
      words(panesAtEnd).map((pane) => ({ ...whole.farewell, farewell: { reason: 'other', pane } })),
    ],
    ['namer', words(namers).map((by) => ({ ...whole.named, by }))],
    ['outcome', words(outcomes).map((outcome) => ({ ...whole.recovery_settled, outcome }))],
  ])('for the %s is understood', (_kind, events) => {
    expect(events.length).toBeGreaterThan(2);
    expect(events.map((event) => parseEvent(event))).toEqual(events);
  });
});

describe('an event', () => {
  it.each(Object.entries(whole))('%s comes back from its JSON as it was', (_kind, event) => {
    expect(parseEvent(JSON.parse(JSON.stringify(event)))).toStrictEqual(event);
  });

  it.each([
    ['is no object', 'seen'],
    ['is a list', [whole.seen]],
    ['is nothing', null],
    ['has no kind', { session }],
    ['has a kind that is no word', { kind: 7, session }],
    ['has a kind of a newer version', { kind: 'teleported', session }],
    ['has a kind that every object inherits', { kind: 'toString', session }],
    ['has no session', { kind: 'changed', changes: {} }],
    ['has a session that is no id', { ...whole.named, session: '../../etc/passwd' }],
    ['names nobody who gave the name', { ...whole.named, by: '__proto__' }],
    ['tells of no known activity', { ...whole.activity, activity: 'dancing' }],
    ['moves to nowhere', { ...whole.pane_migrated, to: { paneId: '%1' } }],
    ['claims without a claimer', { ...whole.recovery_claimed, claimer: { pid: 3 } }],
    ['is a desk of no server', { ...whole.desk, server: { socketPath: '/s' } }],
    ['is a counter that is no number', { kind: 'numbered_from', next: '12' }],
    ['is a counter below one', { kind: 'numbered_from', next: 0 }],
    ['is a counter so high that adding one changes nothing', { kind: 'numbered_from', next: 2 ** 53 }],
  ])('is refused when it %s', (_behaviour, value) => {
    expect(parseEvent(value)).toBeNull();
  });

  it.each<[behaviour: string, value: object, expected: object]>([
    [
      'a sight with nothing but its session',
      { kind: 'seen', session },
      { source: 'hook', origin: 'interactive', isContinued: false, process: null, place: null, changes: {} },
    ],
    ['a sight from a source of a newer version', { ...whole.seen, source: 'fork' }, { source: 'hook' }],
    ['an origin of a newer version', { ...whole.seen, origin: 'cloud' }, { origin: 'background' }],
    [
      'a process without its start',
      { ...whole.seen, process: { identity: { bootId: 'b', pid: 1 } } },
      { process: null },
    ],
    [
      'arguments that are none',
      { ...whole.seen, process: { identity: process, argv: 'claude' } },
      { process: { identity: process, ppid: 0, argv: null, executable: null } },
    ],
    ['a place without its server', { ...whole.seen, place: { paneId: '%1' } }, { place: null }],
    [
      'a place whose server has no start',
      { ...whole.seen, place: { ...place(), server: { socketPath: '/s', pid: 1 } } },
      { place: null },
    ],
    [
      'a place whose server has no pid',
      { ...whole.seen, place: { ...place(), server: { socketPath: '/s', startedAtS: 1 } } },
      { place: null },
    ],
    [
      'a place whose server has no socket',
      { ...whole.seen, place: { ...place(), server: { pid: 1, startedAtS: 1 } } },
      { place: null },
    ],
    [
      'a process whose boot is not known',
      { ...whole.lost, process: { pid: 1, started: '1' } },
      { process: null },
    ],
    [
      'a process without its pid',
      { ...whole.lost, process: { bootId: 'b', started: '1' } },
      { process: null },
    ],
    [
      'a process of which more is known',
      {
        ...whole.seen,
        process: { identity: process, ppid: 7, argv: ['a', 1, 'b'], executable: '/bin/claude' },
      },
      { process: { identity: process, ppid: 7, argv: ['a', 'b'], executable: '/bin/claude' } },
    ],
    ['a place of a newer version', { ...whole.seen, place: { ...place(), tab: 3 } }, { place: place() }],
    [
      'changes that are no texts',
      { ...whole.changed, changes: { cwd: 7, modelId: null, configDir: 7, projectDir: '/p', x: 'y' } },
      { changes: { projectDir: '/p' } },
    ],
    ['a prompt without words', { kind: 'prompted', session }, { promptId: null, excerpt: '' }],
    [
      'a goodbye without anything',
      { kind: 'farewell', session },
      { process: null, farewell: { reason: 'unknown', pane: 'unknown' } },
    ],
    ['an end for a reason of a newer version', { ...whole.ended, reason: 'archived' }, { reason: 'exited' }],
    ['a loss for a reason of a newer version', { ...whole.lost, reason: 'abducted' }, { reason: 'crashed' }],
    ['evidence that is no list', { ...whole.lost, evidence: 'it is gone' }, { evidence: [] }],
    [
      'an outcome of a newer version',
      { ...whole.recovery_settled, outcome: 'maybe' },
      { outcome: 'not-started' },
    ],
    [
      'outcomes of a newer version',
      { ...whole.recovery_run, outcomes: { [session]: 'maybe' } },
      { outcomes: {} },
    ],
    [
      'an import with a number that is none',
      { ...whole.imported, number: -1, prompts: -2.5 },
      { number: 0, prompts: 0 },
    ],
    [
      'a desk with panes, windows and seats that are none',
      {
        ...whole.desk,
        sessions: [{ id: '$0', seats: [{ index: 1 }, { index: 2, windowId: '@1' }] }, 'main', { name: 'x' }],
        windows: [{ id: '@1', panes: [{ id: '%1' }, { index: 2 }, null] }, {}],
        gone: [7, '@2'],
      },
      {
        sessions: [
          {
            id: '$0',
            name: '',
            group: null,
            seats: [{ index: 2, windowId: '@1' }],
            activeIndex: 0,
            lastIndex: null,
          },
        ],
        windows: [
          {
            id: '@1',
            name: '',
            layout: '',
            widthCols: 0,
            heightRows: 0,
            isZoomed: false,
            hasAutomaticName: false,
            isSynchronized: false,
            activePane: '',
            panes: [{ id: '%1', index: 0, pid: 0, cwd: '', command: '', title: '' }],
          },
        ],
        gone: ['@2'],
      },
    ],
  ])('of another version is made whole: %s', (_behaviour, value, expected) => {
    const parsed = Object(parseEvent(value));
    // Member by member, since what is expected of one is expected of all of it.
    for (const [name, member] of Object.entries(expected)) expect(parsed).toHaveProperty(name, member);
  });

  it('says whose it is without being read', () => {
    const others = ['recovery_run', 'desk', 'numbered_from'];
    const owners = Object.values(whole).map((event) => [event.kind, sessionOf(event)]);
    expect(owners).toEqual(Object.keys(whole).map((kind) => [kind, others.includes(kind) ? null : session]));
    expect(sessionOf({ kind: 'teleported', session })).toBeNull();
  });
});
