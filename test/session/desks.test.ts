import { describe, expect, it } from 'vitest';
import { serverKey, type TmuxServer } from '../../src/tmux/place.ts';
import { desk, deskWindow, server } from './pieces.ts';
import { journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

const one = deskWindow('@1', '%1');
const two = deskWindow('@2', '%2', '%3');

function windowsOf(story: Journal, of: TmuxServer = server(1)): readonly string[] | null {
  const known = story.registry.desks.get(serverKey(of));
  return (
    known?.desk.windows.map((window) => `${window.id} ${window.panes.map((pane) => pane.id).join()}`) ?? null
  );
}

/** The server pids of the desks that are known, oldest capture first. */
function pids(story: Journal): readonly number[] {
  return [...story.registry.desks.values()].map((known) => known.desk.server.pid);
}

/** One capture of each of these servers, one after the other. */
function captured(...servers: readonly TmuxServer[]): Journal {
  return servers.reduce((story, of) => story.capture(desk(of, one)), journal());
}

describe('a desk', () => {
  it('is captured whole the first time', () => {
    const story = journal().capture(desk(server(1), one, two));
    expect(story.news).toEqual([
      {
        kind: 'desk',
        server: server(1),
        sessions: desk(server(1), one, two).sessions,
        windows: [one, two],
        gone: [],
      },
    ]);
    expect([...story.registry.desks.values()]).toEqual([
      { desk: desk(server(1), one, two), capturedAtMs: story.records[0]?.atMs },
    ]);
  });

  it('adds nothing while it stays as it is', () => {
    expect(
      journal()
        .capture(desk(server(1), one, two))
        .capture(desk(server(1), one, two)).news,
    ).toEqual([]);
  });

  it('adds the one window that changed, and no frame that did not', () => {
    const zoomed = { ...two, isZoomed: true };
    const story = journal()
      .capture(desk(server(1), one, two))
      .capture(desk(server(1), one, zoomed));
    expect(story.news).toEqual([{ kind: 'desk', server: server(1), windows: [zoomed], gone: [] }]);
    expect(story.registry.desks.get(serverKey(server(1)))?.desk).toEqual(desk(server(1), one, zoomed));
  });

  it('loses the windows that are gone and gets those that are new', () => {
    const story = journal()
      .capture(desk(server(1), one))
      .capture(desk(server(1), two));
    expect(story.news).toMatchObject([{ windows: [two], gone: ['@1'] }]);
    expect(windowsOf(story)).toEqual(['@2 %2,%3']);
  });

  it('keeps its windows when only a name in its frame changed', () => {
    const renamed = desk(server(1), one, two);
    const story = journal().capture(renamed);
    story.capture({ ...renamed, sessions: renamed.sessions.map((session) => ({ ...session, name: 'new' })) });
    expect(story.news).toMatchObject([{ windows: [], gone: [] }]);
    expect(windowsOf(story)).toEqual(['@1 %1', '@2 %2,%3']);
  });

  it('of a new server stands beside that of the lost one', () => {
    const story = captured(server(1), server(2));
    expect([windowsOf(story, server(1)), windowsOf(story, server(2))]).toEqual([['@1 %1'], ['@1 %1']]);
  });

  it('that is captured again is the newest', () => {
    const story = captured(server(1), server(2)).capture(desk(server(1), two));
    expect(pids(story)).toEqual([2, 1]);
  });

  it('whose first record was lost is known as far as the others go, and whole at the next capture', () => {
    const story = journal().keep({ kind: 'desk', server: server(1), windows: [two], gone: ['@9'] });
    expect(windowsOf(story)).toEqual(['@2 %2,%3']);
    story.capture(desk(server(1), one, two));
    expect(story.registry.desks.get(serverKey(server(1)))?.desk.sessions).toEqual(
      desk(server(1), one, two).sessions,
    );
  });
});

describe('the desks that are kept', () => {
  const five = [1, 2, 3, 4, 5].map((pid) => server(pid));

  it('are four per socket, the newest', () => {
    expect(pids(captured(...five))).toEqual([2, 3, 4, 5]);
  });

  it('of other sockets are not counted', () => {
    expect(pids(captured(server(1, '/tmp/other'), ...five.slice(1)))).toEqual([1, 2, 3, 4, 5]);
  });

  it.each<[behaviour: string, story: Journal]>([
    ['lost', journal().start('a', { server: 1 }).look('a', { server: 'gone' })],
    ['not yet found dead', journal().start('a', { server: 1 })],
    ['of unknown state', journal().start('a', { server: 1, pid: null })],
  ])('are those with sessions first, when they are %s', (_behaviour, story) => {
    for (const of of five) story.capture(desk(of, one));
    expect(pids(story)).toEqual([1, 3, 4, 5]);
  });

  it('are not those of sessions that are over', () => {
    const story = journal().start('a', { server: 1 }).end('a', 'prompt_input_exit');
    for (const of of five) story.capture(desk(of, one));
    expect(pids(story)).toEqual([2, 3, 4, 5]);
  });

  it('are four per socket also when sessions were lost on every one of them', () => {
    const story = journal();
    for (const of of five) {
      const name = `s${of.pid}`;
      story
        .start(name, { server: of.pid, pid: 100 + of.pid })
        .capture(desk(of, one))
        .look(name, { server: 'gone' });
    }
    expect(pids(story)).toEqual([2, 3, 4, 5]);
  });

  it.each([
    [32, 100],
    [33, 101],
    [60, 128],
  ])('are thirty-two in all, though %d private servers came and went', (count, oldest) => {
    const servers = Array.from({ length: count }, (_, index) => server(100 + index, `/tmp/private-${index}`));
    const kept = pids(captured(...servers));
    expect([kept.length, kept.at(0), kept.at(-1)]).toEqual([32, oldest, 99 + count]);
  });
});
