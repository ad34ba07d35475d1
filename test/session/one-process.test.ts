import { describe, expect, it } from 'vitest';
import { journal, renderReport } from './world.ts';

type Journal = ReturnType<typeof journal>;

/** A process that was started with conversation `a` and went on with `b` by /clear. */
function cleared(): Journal {
  return journal().start('a').end('a', 'clear').start('b', {}, {}, 'clear');
}

describe('one process runs one conversation at a time', () => {
  it.each<[behaviour: string, story: Journal, a: string, b: string]>([
    ['/clear ends the old and starts the new', cleared(), 'ended cleared', 'live idle'],
    ['a late render of the old one changes nothing', cleared().render('a'), 'ended cleared', 'live idle'],
    ['a late Stop of the old one changes nothing', cleared().stop('a'), 'ended cleared', 'live idle'],
    [
      'a late render whose client could not be told changes nothing',
      cleared().render('a', { pid: null }),
      'ended cleared',
      'live idle',
    ],
    [
      'a /clear whose SessionEnd was missed is seen by its start',
      journal().start('a').start('b', {}, {}, 'clear'),
      'ended cleared',
      'live idle',
    ],
    [
      'a SessionEnd that is late by a start still counts',
      journal().start('a').start('b', {}, {}, 'clear').end('a', 'clear'),
      'ended cleared',
      'live idle',
    ],
    [
      '/resume of another leaves the first',
      journal().start('a').end('a', 'resume').resume('b'),
      'ended exited',
      'live idle',
    ],
    [
      '/resume and back again',
      journal().start('a').end('a', 'resume').resume('b').end('b', 'resume').resume('a'),
      'live idle',
      'ended exited',
    ],
    [
      '/resume without any hook, by renders alone',
      journal().render('a').render('b'),
      'ended exited',
      'live idle',
    ],
    [
      '/resume and back without any hook, by renders alone',
      journal().render('a').render('b').render('a'),
      'live idle',
      'ended exited',
    ],
    [
      'a prompt in a conversation that was left proves that it was taken up again',
      journal().start('a').end('a', 'resume').resume('b').end('b', 'resume').prompt('a'),
      'live working',
      'ended exited',
    ],
    [
      'a compaction proves it, too',
      journal().start('a').end('a', 'resume').resume('b').start('a', {}, {}, 'compact'),
      'live idle',
      'ended exited',
    ],
    [
      'another process in the same pane ends nobody',
      journal().start('a', { pid: 10 }).start('b', { pid: 11 }),
      'live idle',
      'live idle',
    ],
    [
      'a process of the same pid after a reboot ends nobody',
      journal().start('a', { boot: 'boot-1' }).start('b', { boot: 'boot-2' }),
      'live idle',
      'live idle',
    ],
    [
      'a process of the same pid with another start ends nobody',
      journal().start('a', { started: '1' }).start('b', { started: '2' }),
      'live idle',
      'live idle',
    ],
    [
      'a start whose client could not be told ends nobody',
      journal().start('a').start('b', { pid: null }),
      'live idle',
      'unknown',
    ],
  ])('%s', (_behaviour, story, a, b) => {
    expect([story.state('a'), story.state('b')]).toEqual([a, b]);
  });
});

describe('reports that overtake each other', () => {
  it('a late render by a writer who has not heard of the clear does not end the new conversation', () => {
    const story = cleared();
    const { registry } = journal();
    story.report(renderReport('a'), registry);
    expect(story.newKinds).toEqual(['seen']);
    expect([story.state('a'), story.state('b')]).toEqual(['ended cleared', 'live idle']);
  });

  it('a render of the old conversation does not bury the new one, though the end of the old one is not yet known', () => {
    const story = journal().start('a').start('b', {}, {}, 'clear').render('a');
    expect(story.news).toEqual([]);
    expect([story.state('a'), story.state('b')]).toEqual(['ended cleared', 'live idle']);
  });

  it('nor does one by a writer who has not heard of the new one', () => {
    const story = journal().start('a').start('b', {}, {}, 'clear');
    const { registry } = journal();
    story.report(renderReport('a'), registry);
    expect([story.newKinds, story.state('a'), story.state('b')]).toEqual([
      ['seen'],
      'ended cleared',
      'live idle',
    ]);
  });

  it('without hooks a conversation that was taken for left lives again by its next report', () => {
    const story = journal().render('a').render('b').render('a');
    expect([story.state('a'), story.state('b')]).toEqual(['live idle', 'ended exited']);
    story.render('b');
    expect([story.state('a'), story.state('b')]).toEqual(['ended exited', 'live idle']);
  });

  it('where hooks overtook each other the next prompt sets it right', () => {
    const story = journal().start('a').start('c', {}, {}, 'clear').start('b', {}, {}, 'clear').render('c');
    expect([story.state('b'), story.state('c')]).toEqual(['live idle', 'ended cleared']);
    story.prompt('c');
    expect([story.state('b'), story.state('c')]).toEqual(['ended exited', 'live working']);
  });

  it('or the SessionEnd of the one that was left, and then any report', () => {
    const story = journal()
      .start('a')
      .start('c', {}, {}, 'clear')
      .start('b', {}, {}, 'clear')
      .end('b', 'clear');
    expect(story.render('c').state('c')).toBe('live idle');
  });

  it('a process that went on without hooks is told by its renders', () => {
    const story = journal().start('a', { pid: 10 }).start('b', { pid: 11 }).look('a').look('b');
    story.render('a', { pid: 20 }).render('b', { pid: 20 });
    expect([story.state('a'), story.state('b')]).toEqual(['ended exited', 'live idle']);
  });

  it('what was concluded becomes the word of the client when its SessionEnd comes', () => {
    const byClear = journal().render('a').render('b').end('a', 'clear');
    expect(byClear.render('a').state('a')).toBe('ended cleared');
    const byResume = journal().render('a').render('b').end('a', 'resume');
    expect(byResume.render('a').state('a')).toBe('ended exited');
  });

  it('a late render of a conversation that nobody knows makes none, whatever its title', () => {
    const story = journal().start('b').render('a', {}, {}, 'Title');
    expect([story.news, story.state('a'), story.state('b')]).toEqual([[], 'none', 'live idle']);
  });

  it('a render that was seen before the start and is written after it does not make the session continued', () => {
    const story = journal().start('a');
    const { registry } = journal();
    story.report(renderReport('a'), registry);
    expect(story.news).toMatchObject([{ kind: 'seen', isContinued: true }]);
    expect(story.session('a').isContinued).toBe(false);
  });

  it('a conversation that was left moves to another process at its first sight there', () => {
    const story = cleared().render('a', { pid: 20, pane: '%2' });
    expect([story.state('a'), story.state('b')]).toEqual(['live idle', 'live idle']);
  });
});

describe("the client's own registry", () => {
  it.each<[behaviour: string, story: Journal, a: string, b: string]>([
    [
      'makes a session known that never reported',
      journal().clientSays('a').clientSays('b', { pid: 11, pane: '%2' }),
      'live idle',
      'live idle',
    ],
    [
      'that still names the old conversation after /clear changes nothing',
      cleared().clientSays('a'),
      'ended cleared',
      'live idle',
    ],
    [
      'that names the old conversation before its SessionEnd came does not end the new one',
      journal().start('a').start('b', {}, {}, 'clear').clientSays('a'),
      'ended cleared',
      'live idle',
    ],
    [
      'that names a conversation which nobody heard of does not end the one that reports',
      journal().start('b').clientSays('a'),
      'none',
      'live idle',
    ],
  ])('%s', (_behaviour, story, a, b) => {
    expect([story.state('a'), story.state('b')]).toEqual([a, b]);
  });
});
