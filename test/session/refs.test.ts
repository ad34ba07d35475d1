import { describe, expect, it } from 'vitest';
import { resolveRef, sessionInPane, type RefContext } from '../../src/session/refs.ts';
import { emptyRegistry } from '../../src/session/registry.ts';
import type { Session } from '../../src/session/session.ts';
import { id, server } from './pieces.ts';
import { journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

const here: RefContext = { server: server(1), cwd: '/home/dev' };
const outside: RefContext = { server: null, cwd: '/home/dev' };

function nameOf(session: Session): string {
  return ['a', 'b', 'c', 'd'].find((name) => id(name) === session.id) ?? session.id;
}

/** The name of the session that is meant, the names of the candidates, or what went wrong. */
function meant(story: Journal, ref: string, context: RefContext = here): string {
  const found = resolveRef(story.registry, ref, context);
  if (found.ok) return nameOf(found.value);
  return found.failure.kind === 'ambiguous'
    ? `${found.failure.candidates.map(nameOf).join(' or ')}?`
    : found.failure.kind;
}

/** `a` and `b` live on this server, `c` on another one, all in panes of their own. */
function fleet(): Journal {
  return journal()
    .start('a', { pid: 1, pane: '%1', windowIndex: 1, projectDir: '/home/dev/proj' })
    .start(
      'b',
      { pid: 2, pane: '%2', windowIndex: 2, projectDir: '/home/dev/other' },
      { cwd: '/home/dev/other/sub' },
    )
    .start('c', { pid: 3, pane: '%1', windowIndex: 1, server: 2, projectDir: '/srv/app' })
    .name('a', 'generated', 'Fox')
    .name('b', 'user', 'owl');
}

describe('a session is named', () => {
  it.each([
    ['by its id', id('b'), 'b'],
    ['by the start of its id', '6200', 'b'],
    ['by the start of its id in capitals', id('b').slice(0, 20).toUpperCase(), 'b'],
    ['by its number', 'C2', 'b'],
    ['by its number in a small letter', 'c2', 'b'],
    ['by its pane, which is one of this server', '%1', 'a'],
    ['by its place, first of all on this server', 'main:1.0', 'a'],
    ['by its window', 'main:2', 'b'],
    ['by its name', 'Fox', 'a'],
    ['by its name in any case', 'OWL', 'b'],
    ['by the name that is shown for want of another', 'app', 'c'],
    ['by its directory', '/home/dev/other/sub', 'b'],
    ['by its project directory', '/home/dev/other', 'b'],
    ['by its directory with a slash too many', '/home/dev//other/', 'b'],
    ['by a directory from here', './proj', 'a'],
    ['by a directory from here and up', '../../srv/app', 'c'],
  ])('%s', (_behaviour, ref, expected) => {
    expect(meant(fleet(), ref)).toBe(expected);
  });

  it.each([
    ['nothing', ''],
    ['a number that nobody has', 'C9'],
    ['a pane that nobody sits in', '%9'],
    ['a name that nobody has', 'cat'],
    ['a start too short to go by', '620'],
    ['the end of an id', id('b').slice(1)],
    ['a directory that nobody is in', '/home'],
    ['a directory that is written like a name', 'proj'],
    ['what a pattern would match', '.*'],
    ['what every object inherits', '__proto__'],
  ])('not by %s', (_behaviour, ref) => {
    expect(meant(fleet(), ref)).toBe('no-such-session');
    expect(meant(journal(), ref)).toBe('no-such-session');
  });
});

/** Two that share a name and a directory. */
function twins(): Journal {
  return journal()
    .start('a', { pid: 1, pane: '%1', projectDir: '/p' })
    .start('b', { pid: 2, pane: '%2', projectDir: '/p' })
    .name('a', 'user', 'same')
    .name('b', 'user', 'same');
}

describe('a reference that more than one session goes by', () => {
  it.each<[behaviour: string, story: Journal, ref: string, expected: string]>([
    ['is answered with the candidates', twins(), 'same', 'a or b?'],
    ['is answered so for a directory, too', twins(), '/p', 'a or b?'],
    ['means the living before the lost', twins().look('a'), 'same', 'b'],
    ['means the living before those that are over', twins().end('b', 'clear'), 'same', 'a'],
    ['means the lost before those that are over', twins().end('a', 'clear').look('b'), 'same', 'b'],
    ['is not guessed among the lost', twins().look('a').look('b'), 'same', 'a or b?'],
    [
      'is not guessed among those that are over',
      twins().end('a', 'clear').end('b', 'clear'),
      'same',
      'a or b?',
    ],
    [
      'means the one in a pane before a run without one',
      twins().start('c', { pid: 3, origin: 'print', projectDir: '/p' }).end('b', 'clear'),
      '/p',
      'a',
    ],
    [
      'means one by its own name before one by its directory',
      twins().start('c', { pid: 3, pane: '%3', projectDir: '/x/same' }),
      'same',
      'a or b?',
    ],
    [
      'means the name as it is written before the name in another case',
      twins().name('b', 'user', 'SAME'),
      'SAME',
      'b',
    ],
    ['means the number before a name that looks like one', twins().name('a', 'user', 'C2'), 'C2', 'b'],
    ['means the name before an id that starts so', twins().name('b', 'user', '6100'), '6100', 'b'],
  ])('%s', (_behaviour, story, ref, expected) => {
    expect(meant(story, ref)).toBe(expected);
  });

  it('is answered with both that share the start of an id', () => {
    const both = resolveRef(journal().start('xya').start('xyb', { pid: 2 }).registry, '7879', here);
    expect(both).toMatchObject({
      failure: { kind: 'ambiguous', candidates: [{ id: id('xya') }, { id: id('xyb') }] },
    });
  });

  it('is never a number for an id: C1234 does not mean the session whose id starts with c1234', () => {
    const story = journal().start('\u00c1\u0032\u0033');
    const { id: starting } = story.session('\u00c1\u0032\u0033');
    expect(starting.startsWith('c381')).toBe(true);
    expect(meant(story, 'C381')).toBe('no-such-session');
    expect(meant(story, 'c381')).toBe(starting);
  });
});

describe('a pane', () => {
  it.each<[behaviour: string, story: Journal, context: RefContext, expected: string]>([
    ['of this server is never one of another', journal().start('c', { server: 2 }), here, 'no-such-session'],
    ['asked for outside tmux is any that there is', journal().start('c', { server: 2 }), outside, 'c'],
    ['asked for outside tmux is not guessed', fleet(), outside, 'a or c?'],
    [
      'of a lost server is not that of the new one',
      journal().start('a', { server: 2 }).look('a', { server: 'gone' }),
      here,
      'no-such-session',
    ],
    [
      'has the conversation that lives, not the one that was left',
      journal().start('a').end('a', 'clear').start('b', {}, {}, 'clear'),
      here,
      'b',
    ],
    [
      'has the lost session when none lives there',
      journal().start('a').end('a', 'clear').start('b', { pid: 2 }).look('b'),
      here,
      'b',
    ],
  ])('%s', (_behaviour, story, context, expected) => {
    expect(meant(story, '%1', context)).toBe(expected);
  });

  it.each<[behaviour: string, story: Journal, expected: string | null]>([
    ['has its live session', fleet(), 'a'],
    [
      'has the client that reports, not the dead one before it',
      journal().start('b', { pid: 1 }).start('a', { pid: 2 }),
      'a',
    ],
    ['has nobody when its session is over', journal().start('a').end('a', 'clear'), null],
    ['has nobody live when its session is lost', journal().start('a').look('a'), null],
    ['has nobody from another server', journal().start('a', { server: 2 }), null],
  ])('%s', (_behaviour, story, expected) => {
    expect(sessionInPane(story.registry, server(1), '%1')).toBe(expected === null ? null : id(expected));
  });

  it('is nobody’s in an empty registry', () => {
    expect(sessionInPane(emptyRegistry, server(1), '%1')).toBeNull();
  });
});
