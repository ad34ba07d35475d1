import { describe, expect, it, test } from 'vitest';
import { parseClientSession } from '../../src/claude/client-session.ts';
import { heardFromClient } from '../../src/session/client-word.ts';
import { clientEntryJson } from '../fakes/client-files.ts';
import type { Event } from '../../src/session/event.ts';
import { id } from './pieces.ts';
import { journal } from './world.ts';

type Entry = Partial<Parameters<typeof clientEntryJson>[0]>;

/** What the client's entry adds to a session at work in process 10, or to one that waits. */
function heard(entry: Entry, story = journal().start('a', { pid: 10 }).prompt('a')): readonly Event[] {
  const session = story.session('a');
  const own = { pid: 10, sessionId: id('a'), procStart: session.process?.identity.started ?? '' };
  const read = parseClientSession(`${entry.pid ?? 10}.json`, clientEntryJson({ ...own, ...entry }));
  return read === null ? [] : heardFromClient(session, read);
}

/** A hook that told it would prove that hooks come through. */
const told = { source: 'client-registry' };

function waitingStory(): ReturnType<typeof journal> {
  return journal().start('a', { pid: 10 }).prompt('a').notify('a', 'permission_prompt');
}

describe('of a session at work, the client’s entry', () => {
  it('tells that it waits, and what for', () => {
    expect(heard({ status: 'waiting', waitingFor: 'permission\nprompt' })).toEqual([
      { kind: 'activity', session: id('a'), activity: 'waiting', waitingFor: 'permission prompt', ...told },
    ]);
  });

  it.each<[string, Entry]>([
    ['an idleness that may be stale', { status: 'idle' }],
    ['what is known', { status: 'busy' }],
    ['a word that there is not', { status: 'dreaming' }],
    ['the wait of another conversation in its process', { status: 'waiting', sessionId: id('b') }],
    ['what a process before it left behind', { status: 'waiting', procStart: '1' }],
    ['what another process says', { status: 'waiting', pid: 11 }],
  ])('does not tell %s', (_what, entry) => {
    expect(heard(entry)).toEqual([]);
  });
});

describe('of a session that waits, the client’s entry', () => {
  it.each<[string, string]>([
    ['busy', 'working'],
    ['idle', 'idle'],
  ])('tells that it is %s again', (status, activity) => {
    expect(heard({ status }, waitingStory())).toEqual([
      { kind: 'activity', session: id('a'), activity, waitingFor: null, ...told },
    ]);
  });

  it('says no less than the hook did', () => {
    expect(heard({ status: 'waiting' }, waitingStory())).toEqual([]);
  });

  it('tells nothing once it is over', () => {
    expect(heard({ status: 'busy' }, waitingStory().end('a', 'prompt_input_exit'))).toEqual([]);
  });
});

test('a session that only the client’s entry tells of is not taken for one whose hooks come through', () => {
  const rendered = journal().render('a', { pid: 10 });
  rendered.keep(...heard({ status: 'waiting' }, rendered));
  expect(rendered.session('a')).toMatchObject({ state: { activity: 'waiting' }, hasHookReported: false });
});
