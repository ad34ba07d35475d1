import { describe, expect, it } from 'vitest';
import { id, identity, place } from './pieces.ts';
import { firstAtMs, journal, renderReport } from './world.ts';

type Journal = ReturnType<typeof journal>;

/** A client that was killed without a word in a pane that stood. */
function crashed(): Journal {
  return journal().start('a').look('a', { pane: 'present' });
}

/** A user who closed the pane. */
function closed(): Journal {
  return journal().start('a').end('a', 'other', { paneAtEnd: 'gone' }).look('a', { pane: 'gone' });
}

/** Went on in another process and pane. */
function resumed(): Journal {
  return journal().start('a', { pid: 10 }).resume('a', { pid: 20, pane: '%2' });
}

/** A look that found process 10 dead, written late. */
function lateLook(): Journal {
  const process = identity({ pid: 10 });
  return resumed().keep({ kind: 'lost', session: id('a'), process, reason: 'crashed', evidence: [] });
}

describe('a session is over', () => {
  it.each<[behaviour: string, story: Journal, state: string]>([
    ['by /exit', journal().start('a').end('a', 'prompt_input_exit'), 'ended exited'],
    ['by logging out', journal().start('a').end('a', 'logout'), 'ended exited'],
    [
      'by a policy of the client',
      journal().start('a').end('a', 'bypass_permissions_disabled'),
      'ended exited',
    ],
    ['by /clear', journal().start('a').end('a', 'clear'), 'ended cleared'],
    ['not yet by a goodbye that proves nothing', journal().start('a').end('a', 'other'), 'live idle'],
    ['not yet by a goodbye without a reason', journal().start('a').end('a', null), 'live idle'],
    ['not yet by a reason of a newer client', journal().start('a').end('a', 'teleported'), 'live idle'],
    ['by its only report', journal().end('a', 'prompt_input_exit'), 'ended exited'],
    [
      'when a `-p` run says goodbye',
      journal().start('a', { origin: 'print' }).end('a', 'other'),
      'ended exited',
    ],
    [
      'when a `-p` run dies without a word',
      journal().start('a', { origin: 'print' }).look('a', { server: 'gone' }),
      'ended exited',
    ],
    [
      'when a background run dies, whatever it said',
      journal().start('a', { origin: 'background' }).end('a', 'other').look('a'),
      'ended exited',
    ],
    ['when its pane was closed', closed(), 'ended closed'],
  ])('%s', (_behaviour, story, state) => {
    expect(story.state('a')).toBe(state);
  });
});

describe('a session is lost', () => {
  it.each<[behaviour: string, story: Journal, state: string]>([
    ['when it crashed', crashed(), 'lost crashed'],
    ['when it was told to end', journal().start('a').end('a', 'other').look('a'), 'lost terminated'],
    [
      'when its server died',
      journal().start('a').end('a', 'other').look('a', { server: 'gone' }),
      'lost server-lost',
    ],
    ['when the machine rebooted', journal().start('a').look('a', { hasRebooted: true }), 'lost rebooted'],
    ['once: a second look says nothing new', crashed().look('a', { server: 'gone' }), 'lost crashed'],
    ['until it reports from the same process after all', crashed().render('a'), 'live idle'],
    ['until it is resumed in another process', crashed().resume('a', { pid: 20, pane: '%7' }), 'live idle'],
    [
      'until its client is found to have been left by /exit',
      crashed().end('a', 'prompt_input_exit'),
      'ended exited',
    ],
    ['until it is set aside', crashed().setEnded('a', 'set-aside'), 'ended set-aside'],
  ])('%s', (_behaviour, story, state) => {
    expect(story.state('a')).toBe(state);
  });
});

describe('a session that was resumed in another process', () => {
  it.each<[behaviour: string, story: Journal]>([
    ['is not lost with the old one', lateLook()],
    [
      'is not ended by the late SessionEnd of the old one',
      resumed().end('a', 'prompt_input_exit', { pid: 10 }),
    ],
    ['keeps no goodbye of the old one', resumed().end('a', 'other', { pid: 10, paneAtEnd: 'gone' })],
    ['is not set aside while it lives', resumed().setEnded('a', 'set-aside', { pid: null })],
  ])('%s', (_behaviour, story) => {
    expect(story.state('a')).toBe('live idle');
    expect(story.session('a')).toMatchObject({ farewell: null, process: { identity: { pid: 20 } } });
  });

  it('sits where it was resumed, at no place when that was outside tmux', () => {
    expect(resumed().session('a').place).toEqual(place({ pane: '%2' }));
    expect(resumed().resume('a', { pid: 30, pane: null }).session('a').place).toBeNull();
  });

  it('is not moved by a writer who still sees it in the old pane', () => {
    const story = resumed().move('a', { pane: '%1' }, { pane: '%1', window: 'late' });
    expect(story.session('a').place).toEqual(place({ pane: '%2' }));
  });
});

describe('a goodbye that is written after the look that missed it', () => {
  it.each<[behaviour: string, story: Journal, state: string]>([
    ['makes a crash a termination', crashed().end('a', 'other', { paneAtEnd: 'present' }), 'lost terminated'],
    ['makes a crash a closed pane', crashed().end('a', 'other', { paneAtEnd: 'gone' }), 'ended closed'],
    ['leaves it recoverable when nobody saw the pane', crashed().end('a', 'other'), 'lost terminated'],
    [
      'makes a crash outside tmux a termination',
      journal().start('a', { pane: null }).look('a', { server: 'none' }).end('a', 'other'),
      'lost terminated',
    ],
    [
      'does not argue with a lost server',
      journal().start('a').look('a', { server: 'gone' }).end('a', 'other', { paneAtEnd: 'gone' }),
      'lost server-lost',
    ],
    [
      'does not argue with a reboot',
      journal().start('a').look('a', { hasRebooted: true }).end('a', 'other', { paneAtEnd: 'gone' }),
      'lost rebooted',
    ],
  ])('%s', (_behaviour, story, state) => {
    expect(story.state('a')).toBe(state);
  });

  it('keeps the moment of the death', () => {
    const story = crashed();
    const before = story.session('a').state;
    const after = story.end('a', 'other', { paneAtEnd: 'gone' }).session('a').state;
    expect(before).toHaveProperty('atMs');
    expect(after).toHaveProperty('atMs', before.kind === 'lost' ? before.atMs : null);
  });
});

describe('a goodbye', () => {
  it('is not unsaid by a render that is written after it', () => {
    const story = journal().start('a');
    const { registry } = journal();
    story.end('a', 'other', { paneAtEnd: 'gone' });
    story.report(renderReport('a'), registry);
    expect(story.newKinds).toEqual(['seen']);
    expect(story.look('a', { pane: 'gone' }).state('a')).toBe('ended closed');
  });

  it('is not unsaid by a render that is written after the look', () => {
    const story = closed().render('a');
    expect(story.state('a')).toBe('live idle');
    expect(story.look('a', { pane: 'gone' }).state('a')).toBe('ended closed');
  });

  it('is void once the session goes on', () => {
    const story = journal().start('a').end('a', 'other', { paneAtEnd: 'gone' }).resume('a');
    expect(story.session('a').farewell).toBeNull();
  });
});

describe('a client that was killed and another one in its pane', () => {
  it('are two sessions, the first of them lost', () => {
    const story = journal().start('a', { pid: 10 }).start('b', { pid: 11 }).look('a');
    expect([story.state('a'), story.state('b')]).toEqual(['lost crashed', 'live idle']);
    expect(story.session('a').place?.paneId).toBe(story.session('b').place?.paneId);
  });
});

describe('when a session was last seen', () => {
  const at = (story: Journal): number => (story.session('a').lastSeenAtMs - firstAtMs) / 1000;

  it.each<[behaviour: string, story: Journal, second: number]>([
    ['a start', journal().start('a'), 0],
    ['a resume', journal().start('a').resume('a'), 1],
    ['a prompt', journal().start('a').prompt('a'), 1],
    ['the end of a turn', journal().start('a').prompt('a').stop('a'), 2],
    ['a move', journal().start('a').render('a', { window: 'new' }), 1],
    ['a change', journal().start('a').render('a', {}, { cwd: '/q' }), 1],
    ['a goodbye', journal().start('a').end('a', 'other'), 1],
    ['not an end that somebody else told', journal().start('a').look('a'), 0],
    ['not a name', journal().start('a').name('a', 'user', 'Mine'), 0],
    ['not a late render', journal().start('a').end('a', 'clear').render('a'), 0],
  ])('is told by %s', (_behaviour, story, second) => {
    expect(at(story)).toBe(second);
  });
});

describe('a report whose client could not be told', () => {
  it('leaves a new session unknown, since nobody could find its process dead', () => {
    expect(journal().start('a', { pid: null }).state('a')).toBe('unknown');
  });

  it('does not make a lost session live in the process that is dead', () => {
    const story = crashed().resume('a', { pid: null });
    expect(story.state('a')).toBe('unknown');
    expect(story.session('a').process).not.toBeNull();
  });

  it('leaves a live session in its process and pane', () => {
    const story = journal().start('a', { pid: 10 }).resume('a', { pid: null, pane: null });
    expect(story.state('a')).toBe('live idle');
    expect(story.session('a')).toMatchObject({ process: { identity: { pid: 10 } }, place: { paneId: '%1' } });
  });

  it('does not revive a lost session by a mere render', () => {
    const story = crashed().render('a', { pid: null });
    expect([story.newKinds, story.state('a')]).toEqual([[], 'lost crashed']);
  });
});
