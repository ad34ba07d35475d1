import { describe, expect, it } from 'vitest';
import { isAutoNamed, numberLabel, titleToOffer } from '../../src/session/names.ts';
import { journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

function started(): Journal {
  return journal().start('a', { projectDir: '/home/dev/proj' });
}

describe('the name shown', () => {
  it.each<[behaviour: string, story: Journal, name: string, isAuto: boolean]>([
    ['is the project directory before anybody gave one', started(), 'proj', true],
    [
      'is the directory where no project is known',
      journal().render('a', {}, { cwd: '/srv/app/' }),
      'app',
      true,
    ],
    ['is the number where nothing is known', journal().start('a'), 'C1', true],
    ['is the number in the root directory', journal().start('a', { projectDir: '/' }), 'C1', true],
    ['is the generated one', started().name('a', 'generated', 'Fox'), 'Fox', true],
    [
      "is Claude's title before the generated one",
      started().name('a', 'client', 'Title').name('a', 'generated', 'Fox'),
      'Title',
      false,
    ],
    [
      "is the user's own before all others",
      started().name('a', 'user', 'Mine').name('a', 'client', 'Title').name('a', 'generated', 'Fox'),
      'Mine',
      false,
    ],
    [
      "is Claude's title again after the user took theirs back",
      started().name('a', 'client', 'Title').name('a', 'user', 'Mine').name('a', 'user', null),
      'Title',
      false,
    ],
    [
      'is the generated one after all others were taken back',
      started()
        .name('a', 'generated', 'Fox')
        .name('a', 'client', 'Title')
        .name('a', 'user', 'Mine')
        .name('a', 'user', null)
        .name('a', 'client', null),
      'Fox',
      true,
    ],
    [
      'is what the client suggests where there is no other',
      render(started(), 'Fix the login'),
      'Fix the login',
      true,
    ],
    [
      'is the generated one before what the client suggests, in whatever order they come',
      render(started().name('a', 'generated', 'Fox'), 'Fix the login'),
      'Fox',
      true,
    ],
    ['is never blank', started().name('a', 'user', ' \t').name('a', 'client', ''), 'proj', true],
  ])('%s', (_behaviour, story, name, isAuto) => {
    expect(story.called('a')).toBe(name);
    expect(isAutoNamed(story.session('a'))).toBe(isAuto);
  });

  it('has the number as its label', () => {
    expect(numberLabel(journal().start('a').start('b', { pid: 11 }).session('b'))).toBe('C2');
  });
});

const render = (story: Journal, title: string | null): Journal => story.render('a', {}, {}, title);

describe("Claude's title", () => {
  it.each<[behaviour: string, story: Journal, news: readonly string[]]>([
    ['is kept when it is new', render(started(), 'Title'), ['named']],
    [
      'is kept from a hook, too',
      started().prompt('a', 'hello', {}, { sessionTitle: 'Title' }),
      ['named', 'prompted'],
    ],
    [
      'is given where a hook tells of one that a render had shown',
      render(started(), 'Title').prompt('a', 'hello', {}, { sessionTitle: 'Title' }),
      ['named', 'prompted'],
    ],
    [
      'says nothing new to renders once it is given',
      render(started().prompt('a', 'hello', {}, { sessionTitle: 'Title' }), 'Title'),
      [],
    ],
    [
      'is no title of its own when it is a name that we had generated before the present one',
      render(started().name('a', 'generated', 'Fox').name('a', 'generated', 'Bear'), 'Fox'),
      [],
    ],
    ['says nothing new the second time', render(render(started(), 'Title'), 'Title'), []],
    ['says nothing when there is none', render(render(started(), 'Title'), null), []],
    ['says nothing when it is blank', render(started(), '  '), []],
    [
      'is no title of its own when it is the name we generated',
      render(started().name('a', 'generated', 'Fox'), 'Fox'),
      [],
    ],
    [
      "is no title of its own when it is the user's name",
      render(started().name('a', 'user', 'Mine'), 'Mine'),
      [],
    ],
    [
      'is no title of its own when it is the name that the user took back',
      render(started().name('a', 'user', 'Mine').name('a', 'user', null), 'Mine'),
      [],
    ],
    [
      'is no title of its own when it is a name that the user gave before the present one',
      render(started().name('a', 'user', 'Old').name('a', 'user', 'Mine').name('a', 'user', null), 'Old'),
      [],
    ],
  ])('%s', (_behaviour, story, news) => {
    expect(story.newKinds).toEqual(news);
  });

  it('that came back from our offer does not count as given, whatever the client suggested before and after', () => {
    const story = render(started(), 'Fix the login').name('a', 'generated', 'Fox');
    expect(titleToOffer(story.session('a'), null)).toBe('Fox');
    render(story, 'Fox').prompt('a', 'go on', {}, { sessionTitle: 'Fox' });
    render(story, 'Fix the login');
    expect(story.session('a').names).toEqual({
      user: null,
      client: null,
      generated: 'Fox',
      suggested: 'Fix the login',
    });
    expect(titleToOffer(story.session('a'), 'Fox')).toBeNull();
  });

  it('does not bring a name back that the user took back', () => {
    const story = started().name('a', 'generated', 'Fox').name('a', 'user', 'Mine');
    render(render(story, 'Mine').name('a', 'user', null), 'Mine');
    expect(story.called('a')).toBe('Fox');
  });

  it.each<
    [by: 'user' | 'client' | 'generated' | 'suggested', next: string | null, former: readonly string[]]
  >([
    ['user', 'New', ['Old']],
    ['user', null, ['Old']],
    ['generated', 'New', ['Old']],
    ['generated', null, ['Old']],
    // Its own title is the client's to change: what it was is nobody's name of ours.
    ['client', 'New', []],
    ['client', null, ['Old']],
    ['suggested', 'New', []],
    ['suggested', null, []],
  ])('given by %s and then %j, was an earlier one: %j', (by, next, former) => {
    const { names } = started().name('a', by, 'Old').name('a', by, next).session('a');
    expect(names.former ?? []).toEqual(former);
    expect(names[by] ?? null).toBe(next);
  });

  it('is remembered of at most eight former names, the latest of them', () => {
    const story = started();
    for (let turn = 0; turn < 20; turn += 1) story.name('a', 'user', `name ${turn}`);
    expect(story.session('a').names.former).toEqual(
      [11, 12, 13, 14, 15, 16, 17, 18].map((turn) => `name ${turn}`),
    );
  });
});

/** A session with a name of ours. */
function fox(): Journal {
  return journal().start('a').name('a', 'generated', 'Fox');
}

describe('a title that comes over /clear', () => {
  const cleared = (story: Journal): Journal => story.end('a', 'clear');
  const title = { sessionTitle: 'Fox' };

  it.each<[behaviour: string, story: Journal, client: string | null]>([
    [
      'names the new session when it was a title of the client',
      cleared(journal().start('a', {}, title)).start('b', {}, title, 'clear'),
      'Fox',
    ],
    [
      "names the new session when it was the user's",
      cleared(journal().start('a').name('a', 'user', 'Fox')).start('b', {}, title, 'clear'),
      'Fox',
    ],
    [
      'is none of the new session when we had generated it',
      cleared(fox()).start('b', {}, title, 'clear'),
      null,
    ],
    [
      'is none of it when a render tells of it first',
      cleared(fox()).render('b', {}, {}, 'Fox').start('b', {}, title, 'clear'),
      null,
    ],
    [
      'is none of it at any later report',
      cleared(fox()).start('b', {}, title, 'clear').render('b', {}, {}, 'Fox').prompt('b', 'x', {}, title),
      null,
    ],
    ['is none of it though the end of the old one was missed', fox().start('b', {}, title, 'clear'), null],
    [
      'is none of it after another /clear',
      cleared(fox()).start('c', {}, title, 'clear').end('c', 'clear').start('b', {}, title, 'clear'),
      null,
    ],
    ['names a session in another process, whose own it is', fox().start('b', { pid: 11 }, title), 'Fox'],
  ])('%s', (_behaviour, story, client) => {
    expect(story.session('b').names.client).toBe(client);
  });
});

describe('the title to set in the client', () => {
  it.each<[behaviour: string, story: Journal, shown: string | null, title: string | null]>([
    ["is the user's name", started().name('a', 'user', 'Mine'), 'Title', 'Mine'],
    ['is none when the client shows that', started().name('a', 'user', 'Mine'), 'Mine', null],
    [
      'is the generated name when the client shows none',
      started().name('a', 'generated', 'Fox'),
      null,
      'Fox',
    ],
    [
      'is none when the client has one of its own',
      started().name('a', 'generated', 'Fox').name('a', 'client', 'Title'),
      'Title',
      null,
    ],
    [
      'is none when it had one of its own, whatever that does now',
      started().name('a', 'generated', 'Fox').name('a', 'client', 'Title'),
      null,
      null,
    ],
    ['is none when nobody has named it', started(), null, null],
    ['is none when the client suggests the only one', render(started(), 'Fix the login'), null, null],
    [
      'is the generated name when the client only suggests another',
      render(started().name('a', 'generated', 'Fox'), 'Fix the login'),
      null,
      'Fox',
    ],
    [
      'is the new generated name in place of the one before',
      started().name('a', 'generated', 'Fox').name('a', 'generated', 'Bear'),
      'Fox',
      'Bear',
    ],
    [
      'is what sets it apart where another took the name',
      started().name('a', 'generated', 'Fox').start('b', { pid: 11, pane: '%2' }).name('b', 'user', 'Fox'),
      'Fox',
      'Fox 1',
    ],
    [
      'is the generated one in place of a name that was taken back',
      started().name('a', 'generated', 'Fox').name('a', 'user', 'Mine').name('a', 'user', null),
      'Mine',
      'Fox',
    ],
    [
      "is the client's own in place of a name that was taken back",
      started().name('a', 'client', 'Title').name('a', 'user', 'Mine').name('a', 'user', null),
      'Mine',
      'Title',
    ],
  ])('%s', (_behaviour, story, shown, title) => {
    expect(titleToOffer(story.session('a'), shown)).toBe(title);
  });
});

describe('a description', () => {
  it('keeps what it does not speak of', () => {
    const story = started();
    story.keep({
      kind: 'described',
      session: story.session('a').id,
      task: 'Parser',
      description: 'All of it',
    });
    expect(story.describe('a', 'Half done').session('a')).toMatchObject({
      task: 'Parser',
      description: 'All of it',
      summary: 'Half done',
    });
  });

  it('remembers after how many prompts it was given', () => {
    const story = started();
    expect(story.session('a').describedAtPrompts).toBeUndefined();
    story.keep({ kind: 'described', session: story.session('a').id, atPrompts: 4 });
    expect(story.describe('a', 'Half done').session('a').describedAtPrompts).toBe(4);
  });

  it('keeps the last ten summaries, each once in a row', () => {
    const story = started();
    for (let turn = 0; turn < 12; turn += 1)
      story.describe('a', `summary ${turn}`).describe('a', `summary ${turn}`);
    expect(story.session('a').summaryHistory.map(({ text }) => text)).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((turn) => `summary ${turn}`),
    );
  });
});
