import { describe, expect, it } from 'vitest';
import { importEarlier, type EarlierFiles } from '../../src/session/earlier.ts';
import type { Event } from '../../src/session/event.ts';
import { displayName } from '../../src/session/names.ts';
import { id } from './pieces.ts';
import { firstAtMs, journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

const entry = {
  name: 'Fox',
  task: 'Parser',
  model: 'Sonnet 5',
  cwd: '/home/dev/proj',
  created: '2026-10-01T10:00:00Z',
  last_seen: '2026-10-02T10:00:00Z',
  status: 'active',
  process_number: 5,
  pane_ref: 'main:1.0',
  auto_named: true,
};

function files(
  entries: Readonly<Record<string, unknown>>,
  changes: Partial<EarlierFiles> = {},
): EarlierFiles {
  return { registry: JSON.stringify(entries), counter: '9\n', counts: new Map(), ...changes };
}

function imported(entries: Readonly<Record<string, unknown>>, changes: Partial<EarlierFiles> = {}): Journal {
  return journal().keep(...importEarlier(files(entries, changes)));
}

function importedAs(name: string, number: number): Extract<Event, { kind: 'imported' }> {
  return {
    kind: 'imported',
    session: id(name),
    number,
    name: null,
    isGeneratedName: false,
    task: null,
    modelName: null,
    cwd: null,
    createdAtMs: 0,
    lastSeenAtMs: 0,
    wasActive: true,
    paneRef: null,
    prompts: 0,
  };
}

function numbers(story: Journal): readonly number[] {
  return [...story.registry.sessions.values()].map(({ number }) => number);
}

describe("the earlier plugin's registry", () => {
  it('is taken over session by session', () => {
    const story = imported({ [id('a')]: entry }, { counts: new Map([[id('a'), '12\n']]) });
    expect(story.session('a')).toMatchObject({
      number: 5,
      names: { user: null, client: null, generated: 'Fox' },
      task: 'Parser',
      modelName: 'Sonnet 5',
      cwd: '/home/dev/proj',
      createdAtMs: Date.UTC(2026, 9, 1, 10),
      lastSeenAtMs: Date.UTC(2026, 9, 2, 10),
      prompts: 12,
      isContinued: true,
      state: { kind: 'unknown' },
      process: null,
      place: null,
    });
    expect(story.registry.nextNumber).toBe(10);
  });

  it.each<[behaviour: string, story: Journal, expected: object]>([
    [
      "a name that the user gave stays the user's",
      imported({ [id('a')]: { ...entry, auto_named: false } }),
      { names: { user: 'Fox' } },
    ],
    [
      'an inactive session is over',
      imported({ [id('a')]: { ...entry, status: 'inactive' } }),
      { state: { kind: 'ended', reason: 'exited' } },
    ],
    [
      'an entry with nothing in it is a session all the same',
      imported({ [id('a')]: {} }),
      {
        number: 10,
        names: { user: null, generated: null },
        createdAtMs: firstAtMs + 1000,
        lastSeenAtMs: firstAtMs + 1000,
        prompts: 0,
      },
    ],
    ['an entry that is no object is one, too', imported({ [id('a')]: 'gone' }), { number: 10 }],
    [
      'moments may be seconds',
      imported({ [id('a')]: { ...entry, created: 1_790_000_000 } }),
      { createdAtMs: 1_790_000_000_000 },
    ],
    [
      'moments may be milliseconds',
      imported({ [id('a')]: { ...entry, created: 1_790_000_000_000 } }),
      { createdAtMs: 1_790_000_000_000 },
    ],
    ['a number may be text', imported({ [id('a')]: { ...entry, process_number: '7' } }), { number: 7 }],
    [
      'a number that is none is replaced by a free one',
      imported({ [id('a')]: { ...entry, process_number: 1e300 } }),
      { number: 10 },
    ],
  ])('%s', (_behaviour, story, expected) => {
    expect(story.session('a')).toMatchObject(expected);
  });

  it.each<[behaviour: string, given: EarlierFiles, next: number]>([
    ['nothing at all', { registry: null, counter: null, counts: new Map() }, 1],
    ['an empty registry', files({}, { counter: null }), 1],
    ['a counter alone', { registry: null, counter: '41\n', counts: new Map() }, 42],
    ['a registry that does not parse', { registry: '{"torn', counter: '3', counts: new Map() }, 4],
    ['a registry that is a list', { registry: '[1]', counter: '3', counts: new Map() }, 4],
    ['a counter that is behind its registry', files({ [id('a')]: entry }, { counter: '2' }), 6],
    ['a counter that is none', files({ [id('a')]: entry }, { counter: 'many' }), 6],
    ['a counter beyond all reason', files({ [id('a')]: entry }, { counter: '1e300' }), 6],
    ['a key that is no session id', files({ '../evil': entry }, { counter: null }), 6],
  ])('leaves the next free number right: %s', (_behaviour, given, next) => {
    expect(journal().keep(...importEarlier(given)).registry.nextNumber).toBe(next);
  });

  it('gives every session a number of its own, though two claim one', () => {
    const story = imported({
      [id('a')]: entry,
      [id('b')]: entry,
      [id('c')]: { ...entry, process_number: 1 },
    });
    expect(numbers(story)).toEqual([1, 5, 10]);
    expect(story.start('d').session('d').number).toBe(11);
  });
});

describe('the next free number', () => {
  it.each<[behaviour: string, story: Journal, next: number]>([
    ['goes on behind an import above it', journal().keep(importedAs('a', 7)), 8],
    [
      'stays where an import fills a number that was skipped',
      journal().keep({ kind: 'numbered_from', next: 9 }, importedAs('a', 7)),
      9,
    ],
    ['goes on by one where an import has no number of its own', journal().keep(importedAs('a', 0)), 2],
    [
      'is not lowered by a counter',
      journal().start('a').start('b', { pid: 2 }).keep({ kind: 'numbered_from', next: 2 }),
      3,
    ],
    [
      'is not moved by a counter that says the same',
      journal().start('a').keep({ kind: 'numbered_from', next: 2 }),
      2,
    ],
  ])('%s', (_behaviour, story, next) => {
    expect(story.registry.nextNumber).toBe(next);
  });

  it('is not given to imports out of order, since nobody could tell whether it is free', () => {
    const story = journal().keep({ kind: 'numbered_from', next: 9 }, importedAs('a', 7), importedAs('b', 3));
    expect(['a', 'b'].map((name) => story.session(name).number)).toEqual([7, 9]);
  });

  it('is not given from below a range that was counted through', () => {
    const story = journal()
      .start('x')
      .keep({ kind: 'numbered_from', next: 5 }, importedAs('a', 1), importedAs('b', 4));
    expect(['x', 'a', 'b'].map((name) => story.session(name).number)).toEqual([1, 5, 4]);
  });
});

describe('an import beside living sessions', () => {
  it('does not give away a number that a session took before it', () => {
    const story = journal().start('x');
    story.keep(...importEarlier(files({ [id('a')]: { ...entry, process_number: 1 } })));
    expect([story.session('x').number, story.session('a').number, story.registry.nextNumber]).toEqual([
      1, 10, 11,
    ]);
  });

  it('leaves room for the sessions that start while it is under way', () => {
    const [counter, first, second] = importEarlier(
      files({ [id('a')]: { ...entry, process_number: 3 }, [id('b')]: entry }),
    );
    if (counter === undefined || first === undefined || second === undefined)
      throw new Error('Nothing imported.');
    const story = journal().keep(counter).start('x').keep(first).start('y').keep(second);
    expect(['x', 'a', 'y', 'b'].map((name) => story.session(name).number)).toEqual([10, 3, 11, 5]);
  });

  it('fills in what a session that reported itself first did not tell', () => {
    const story = journal().start('a', { projectDir: '/home/dev/proj' }, { cwd: '/now' }).prompt('a');
    const { state } = story.session('a');
    story.keep(...importEarlier(files({ [id('a')]: entry }, { counts: new Map([[id('a'), '12']]) })));
    expect(story.session('a')).toMatchObject({
      number: 1,
      state,
      cwd: '/now',
      task: 'Parser',
      modelName: 'Sonnet 5',
      prompts: 12,
      createdAtMs: Date.UTC(2026, 9, 1, 10),
    });
    expect(displayName(story.session('a'))).toBe('Fox');
  });

  it.each<[behaviour: string, story: Journal, name: string]>([
    ['gives it to a session that has none', journal().start('a'), 'Fox'],
    ['does not put it over the one given since', journal().start('a').name('a', 'user', 'Mine'), 'Mine'],
  ])('with a name of the user %s', (_behaviour, story, name) => {
    story.keep(...importEarlier(files({ [id('a')]: { ...entry, auto_named: false } })));
    expect(story.session('a').names.user).toBe(name);
  });

  it('done twice is done once', () => {
    const story = imported({ [id('a')]: entry, [id('b')]: { ...entry, process_number: 6 } });
    const { registry } = story;
    expect(story.keep(...importEarlier(files({ [id('a')]: entry }))).registry).toEqual(registry);
  });

  it('does not bring back a name that the user has taken back meanwhile', () => {
    const theirs = { [id('a')]: { ...entry, auto_named: false } };
    const story = imported(theirs)
      .name('a', 'user', null)
      .keep(...importEarlier(files(theirs)));
    expect(story.session('a').names.user).toBeNull();
  });

  it.each(['active', 'inactive'])(
    'an imported session that reports itself lives, though it was %s',
    (status) => {
      const story = imported({ [id('a')]: { ...entry, status } }).render('a');
      expect([story.state('a'), story.session('a').number]).toEqual(['live idle', 5]);
    },
  );
});
