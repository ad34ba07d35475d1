import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey } from '../../src/session/apart.ts';
import { fold } from '../../src/session/fold.ts';
import { givenName } from '../../src/session/names.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import type { Session } from '../../src/session/session.ts';
import { journals } from './arbitraries.ts';
import { journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

/** Three sessions that live in panes of their own. */
function three(): Journal {
  const story = journal();
  for (const [at, name] of ['a', 'b', 'c'].entries()) story.start(name, { pid: 10 + at, pane: `%${at}` });
  return story;
}

function called(story: Journal): readonly string[] {
  return ['a', 'b', 'c'].map((name) => story.called(name));
}

const twoFoxes = (): Journal => three().name('a', 'generated', 'Fox').name('b', 'generated', 'fox');

describe('two live sessions of one name', () => {
  it.each<[behaviour: string, story: Journal, names: readonly string[]]>([
    ['are told apart by the number of the one that came to it later', twoFoxes(), ['Fox', 'fox 2', 'C3']],
    [
      'are told apart where both have the same title of the client',
      three().name('a', 'client', 'Login').name('c', 'client', 'Login'),
      ['Login', 'C2', 'Login 3'],
    ],
    [
      'are told apart where the client suggests the same of both',
      three().name('b', 'suggested', 'Fix the login').name('a', 'suggested', 'Fix the login'),
      ['Fix the login 1', 'Fix the login', 'C3'],
    ],
    [
      'are told apart where one is called so only since the user took another name back',
      three()
        .name('a', 'generated', 'Fox')
        .name('a', 'user', 'Mine')
        .name('b', 'generated', 'Fox')
        .name('a', 'user', null),
      ['Fox 1', 'Fox', 'C3'],
    ],
    [
      "leave the user's name alone: the other one yields, though it was first",
      three().name('a', 'generated', 'Fox').name('b', 'user', 'Fox'),
      ['Fox 1', 'Fox', 'C3'],
    ],
    [
      'leave a title that was given before a generated name',
      three().name('a', 'generated', 'Fox').name('b', 'client', 'Fox'),
      ['Fox 1', 'Fox', 'C3'],
    ],
    [
      'leave both alone where the user gave both',
      three().name('a', 'user', 'Fox').name('b', 'user', 'Fox'),
      ['Fox', 'Fox', 'C3'],
    ],
    [
      'find another way where somebody is called just so',
      three().name('c', 'user', 'Fox 2').name('a', 'generated', 'Fox').name('b', 'generated', 'Fox'),
      ['Fox', 'Fox C2', 'Fox 2'],
    ],
    [
      'make room for a user who wants the very variant',
      twoFoxes().name('c', 'user', 'fox 2'),
      ['Fox', 'fox C2', 'fox 2'],
    ],
    [
      'stay as they are when the first one is named anew',
      twoFoxes().name('a', 'generated', 'Bear'),
      ['Bear', 'fox 2', 'C3'],
    ],
    ['stay as they are when the first one ends', twoFoxes().setEnded('a', 'exited'), ['Fox', 'fox 2', 'C3']],
    [
      'are so no more when the second one is named anew',
      twoFoxes().name('b', 'generated', 'Bear'),
      ['Fox', 'Bear', 'C3'],
    ],
    [
      'are not told apart from one that is over',
      three().name('a', 'generated', 'Fox').setEnded('a', 'exited').name('b', 'generated', 'Fox'),
      ['Fox', 'Fox', 'C3'],
    ],
    [
      'are not told apart from one that is named only when it is over',
      three().name('a', 'generated', 'Fox').setEnded('b', 'exited').name('b', 'user', 'Fox'),
      ['Fox', 'Fox', 'C3'],
    ],
    [
      'are told apart when one that was lost comes back',
      three()
        .name('a', 'generated', 'Fox')
        .look('a')
        .name('b', 'generated', 'Fox')
        .resume('a', { pid: 20, pane: '%9' }),
      ['Fox 1', 'Fox', 'C3'],
    ],
  ])('%s', (_behaviour, story, names) => {
    expect(called(story)).toEqual(names);
  });

  it('come to the same whichever writer was first, once each', () => {
    const story = twoFoxes();
    const again = fold(story.registry, story.records.slice(-1));
    expect([...again.sessions.values()].map(givenName)).toEqual(['Fox', 'fox 2', null]);
    expect(fold(emptyRegistry, story.records)).toEqual(story.registry);
  });

  it('never are, save where the user gave both names, whatever was written', () => {
    assert(
      property(journals, (records) => {
        const doubles = doubleNames(fold(emptyRegistry, records));
        expect(doubles).toEqual([]);
      }),
    );
  });
});

/** Names that two live sessions have, not both by their user. */
function doubleNames({ sessions }: Registry): readonly string[] {
  const live = [...sessions.values()].filter(({ state }) => state.kind === 'live');
  return live.flatMap((session) => {
    const name = givenName(session);
    const isDouble = live.some(
      (other) =>
        other.id !== session.id &&
        (other.names.user === null || session.names.user === null) &&
        keyOf(other) === keyOf(session),
    );
    return name !== null && isDouble ? [name] : [];
  });
}

function keyOf(session: Session): string | null {
  const name = givenName(session);
  return name === null ? null : nameKey(name);
}

describe('names are one to a reader', () => {
  it.each([
    ['Parser Surgeon', 'parser-surgeon', true],
    ['Fox', 'Fox 2', false],
    ['🦊', '🐻', false],
  ])('%s and %s: %s', (one, other, isOne) => {
    expect(nameKey(one) === nameKey(other)).toBe(isOne);
  });
});
