import { describe, expect, test } from 'vitest';
import { describePlan } from '../../src/recovery/describe.ts';
import { lostDesks } from '../../src/recovery/lost-desks.ts';
import { originOf, originOfServer } from '../../src/recovery/origin.ts';
import { plan } from '../../src/recovery/plan.ts';
import type { Plan, Step } from '../../src/recovery/steps.ts';
import { clientProcess, desk, deskWindow, id, place, server } from '../session/pieces.ts';
import { liveServer, nowMs, only, placeIn, scene, type Scene } from './scene.ts';

const usual = '/tmp/tmux-1000/default';
const lostDesk = desk(
  server(1),
  deskWindow('@1', '%1', '%2'),
  deskWindow('@2', '%3'),
  deskWindow('@3', '%4'),
);
/** What stands on the same socket now. */
const newDesk = { ...desk(server(2), deskWindow('@1', '%1')) };

function onDesk(): Scene {
  return scene()
    .remembers(lostDesk)
    .session('a', { place: placeIn(lostDesk, '%1') })
    .session('b', { place: placeIn(lostDesk, '%3') });
}

function steps(made: Plan): readonly Step['kind'][] {
  return made.batches.flatMap((batch) => batch.steps.map(({ kind }) => kind));
}

function windows(made: Plan): readonly (readonly [number, number])[] {
  return made.batches.flatMap((batch) =>
    batch.steps.flatMap((step) =>
      step.kind === 'create-window' ? [[step.index, step.window.panes.length] as const] : [],
    ),
  );
}

function indexes(made: Plan): readonly number[] {
  return windows(made)
    .map(([index]) => index)
    .toSorted((a, b) => a - b);
}

const lostPane = (pane: string): string => originOf(lostDesk.server, pane);

describe('a lost desk', () => {
  test('is made whole, with a shell where no session sat', () => {
    const made = plan(onDesk().facts);
    expect(steps(made)).toEqual([
      'open-session',
      'mark-begun',
      'create-window',
      'create-window',
      'create-window',
      'focus',
      'name-session',
      'mark-rebuilt',
    ]);
    expect(windows(made)).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
    expect(made.resumes.map(({ session, pane }) => [session, pane])).toEqual([
      [id('a'), { kind: 'planned', origin: originOf(lostDesk.server, '%1') }],
      [id('b'), { kind: 'planned', origin: originOf(lostDesk.server, '%3') }],
    ]);
  });

  test.each(['', 'never a layout', 'b25d,80x24,0,0,0', 'ffff,80x24,0,0{40x24,0,0,1,39x24,41,0,2}'])(
    'with the damaged layout %j is tiled: tmux 3.3a dies of what is not one',
    (layout) => {
      const windowsOf = lostDesk.windows.map((window) =>
        window.id === '@1' ? { ...window, layout } : window,
      );
      const damaged = { ...lostDesk, windows: windowsOf };
      const made = plan(
        scene()
          .remembers(damaged)
          .session('a', { place: placeIn(damaged, '%1') }).facts,
      );
      const [first] = made.batches.flatMap((batch) =>
        batch.steps.flatMap((step) => (step.kind === 'create-window' ? [step.window] : [])),
      );
      expect(first).toMatchObject({ layout: null, panes: [{}, {}] });
    },
  );

  test('gives only the windows of those who are named', () => {
    expect(windows(plan(onDesk().options({ selection: only('b') }).facts))).toEqual([[2, 1]]);
  });

  test('comes back whole to whoever chooses the sessions one by one and wants their desks', () => {
    const selection = { ...only('a', 'b'), hasDesks: true };
    expect(plan(onDesk().options({ selection }).facts)).toEqual(plan(onDesk().facts));
  });

  test('gives its plain windows only once', () => {
    const live = { ...liveServer(newDesk), rebuilt: [originOfServer(lostDesk.server)] };
    const made = plan(onDesk().lives(live).facts);
    expect(windows(made).map(([, panes]) => panes)).toEqual([2, 1]);
    expect(steps(made)).not.toContain('mark-rebuilt');
  });

  test('is gone on with until it stood whole once, also when every session of it is back', () => {
    const begun = [originOfServer(lostDesk.server)];
    const back = scene().remembers(lostDesk);
    const half = plan(back.lives({ ...liveServer(newDesk), begun }).facts);
    expect(windows(half).map(([, panes]) => panes)).toEqual([2, 1, 1]);
    expect(plan(back.lives({ ...liveServer(newDesk), begun, rebuilt: begun }).facts).batches).toEqual([]);
    expect(plan(back.lives(liveServer(newDesk)).facts).batches).toEqual([]);
  });

  const halves: readonly (readonly [string, readonly (string | null)[], readonly string[]])[] = [
    ['gets the panes that it lacks', [lostPane('%1')], ['finish-window']],
    ['is only arranged where it lacks none', [lostPane('%1'), lostPane('%2')], ['finish-window']],
    ['is left as it is with a pane of somebody else in it', [lostPane('%1'), null], []],
    ['is left as it is where its first pane was closed', [lostPane('%2')], []],
  ];
  test.for(halves)('a window whose making failed half-way %s', ([, origins, expected]) => {
    const half = { windowId: '@9', origins, lastPaneId: '%9' };
    const unfinished = new Map([[originOf(lostDesk.server, '@1'), half]]);
    const standing = liveServer(newDesk, {}, { '%1': lostPane('%1') });
    const made = plan(onDesk().lives({ ...standing, unfinished }).facts);
    const finishing = made.batches.flatMap(({ steps: all }) =>
      all.flatMap((step) => (step.kind === 'finish-window' ? [step] : [])),
    );
    expect(finishing.map(({ kind }) => kind)).toEqual(expected);
    expect(finishing.map(({ made: count }) => count)).toEqual(expected.map(() => origins.length));
  });

  test('gives a session the pane that its half-made window lacks, and no window beside it', () => {
    const half = { windowId: '@9', origins: [lostPane('%1')], lastPaneId: '%9' };
    const unfinished = new Map([[originOf(lostDesk.server, '@1'), half]]);
    const standing = liveServer(newDesk, {}, { '%1': lostPane('%1') });
    const given = scene()
      .remembers(lostDesk)
      .session('c', { place: placeIn(lostDesk, '%2') })
      .lives({ ...standing, unfinished });
    const made = plan(given.facts);
    expect(steps(made)).toContain('finish-window');
    expect(indexes(made)).toEqual([2, 3]);
    expect(made.resumes).toMatchObject([{ origin: lostPane('%2'), pane: { kind: 'planned' } }]);
  });

  test('is put among what stands: taken indexes give way to the next free ones', () => {
    const made = plan(onDesk().lives(liveServer(newDesk)).facts);
    expect(made.batches.map(({ liveId }) => liveId)).toEqual(['$0']);
    expect(steps(made)).toEqual([
      'create-window',
      'mark-begun',
      'create-window',
      'create-window',
      'mark-rebuilt',
    ]);
    expect(indexes(made)).toEqual([2, 3, 4]);
  });

  test('goes to the usual socket where its own cannot be made again', () => {
    const away = desk(server(1, '/run/gone/sock'), deskWindow('@1', '%1'));
    const given = scene()
      .remembers(away)
      .session('a', { place: placeIn(away, '%1') })
      .with({ unusableSockets: new Set(['/run/gone/sock']) });
    const made = plan(given.facts);
    expect(new Set([...made.batches, ...made.resumes].map(({ socketPath }) => socketPath))).toEqual(
      new Set([usual]),
    );
  });

  test('that nobody captured is made of what its sessions knew of their places', () => {
    const given = scene()
      .session('a', { place: place({ pane: '%1', windowIndex: 4 }) })
      .session('b', { place: place({ pane: '%2', windowIndex: 4 }) });
    const made = plan(given.facts);
    expect(windows(made)).toEqual([[4, 2]]);
    expect(made.batches[0]?.name).toBe('main');
  });

  test('captured before its last window came has that window too', () => {
    const given = onDesk().session('c', {
      place: { ...placeIn(lostDesk, '%4'), windowId: '@9', windowIndex: 9, paneId: '%9' },
    });
    expect(windows(plan(given.facts))).toContainEqual([9, 1]);
  });

  test('of a pane with two lost sessions gives it to the later one, and the other a window', () => {
    const given = onDesk().session('later', { place: placeIn(lostDesk, '%1') });
    const made = plan(given.facts);
    const paneOf = (name: string): unknown => made.resumes.find(({ session }) => session === id(name))?.pane;
    expect(paneOf('later')).toEqual({ kind: 'planned', origin: originOf(lostDesk.server, '%1') });
    expect(windows(made)).toHaveLength(4);
  });
});

describe('several lost desks', () => {
  const older = desk(server(7), deskWindow('@1', '%1'));
  const given = (): Scene =>
    scene()
      .remembers(older, lostDesk)
      .session('old', { place: placeIn(older, '%1'), lastSeenAtMs: nowMs - 9_000_000 })
      .session('new', { place: placeIn(lostDesk, '%1') });

  test('come back side by side, clashing windows at the next free index', () => {
    const made = plan(given().facts);
    expect(made.batches).toHaveLength(1);
    expect(indexes(made)).toEqual([1, 2, 3, 4]);
  });

  test('are told apart by name, the one seen last first, and one can be chosen', () => {
    const desks = lostDesks(given().facts);
    expect(desks.map(({ server: { pid }, sessions }) => [pid, sessions])).toEqual([
      [1, 1],
      [7, 1],
    ]);
    const made = plan(given().options({ from: desks[1]?.name ?? null }).facts);
    expect(made.resumes.map(({ session }) => session)).toEqual([id('old')]);
  });
});

const stillLost = (standing: Parameters<typeof liveServer>[1]): Scene =>
  onDesk()
    .options({ selection: only('b') })
    .lives(liveServer(lostDesk, standing));

describe('a server that lives', () => {
  test('an idle shell is taken over in place', () => {
    const made = plan(stillLost({ '%3': { kind: 'idle-shell' } }).facts);
    expect(made.batches).toEqual([]);
    expect(made.resumes).toMatchObject([{ pane: { kind: 'standing', paneId: '%3' }, how: 'start' }]);
  });

  test('so is a dead pane, and one of ours that waits', () => {
    for (const kind of ['dead', 'offered'] as const) {
      const standing = kind === 'dead' ? { kind } : { kind, session: id('b') };
      expect(plan(stillLost({ '%3': standing }).facts).resumes).toMatchObject([
        { pane: { kind: 'standing', paneId: '%3' }, how: 'start' },
      ]);
    }
  });

  test('a busy pane is not: the session gets a window beside it', () => {
    const made = plan(stillLost({}).facts);
    expect(made.batches).toMatchObject([{ liveId: '$0', steps: [{ kind: 'create-window', index: 4 }] }]);
  });

  test('a pane in which it is being started is only watched', () => {
    const made = plan(stillLost({ '%3': { kind: 'started', session: id('b') } }).facts);
    expect([made.batches, made.resumes.map(({ how }) => how)]).toEqual([[], ['watch']]);
  });

  test('a pane that waits for it is left waiting when no more is asked for', () => {
    const given = stillLost({ '%3': { kind: 'offered', session: id('b') } }).options({ isLazy: true });
    const made = plan(given.facts);
    expect([made.batches, made.resumes]).toEqual([[], []]);
    expect(made.blocked).toEqual([{ session: id('b'), obstacles: [{ kind: 'offered', paneId: '%3' }] }]);
  });

  test.each([
    ['started', 'watch'],
    ['offered', 'start'],
  ] as const)(
    'a pane of another place in which it is %s is its, too: no second client joins',
    (kind, how) => {
      const standing = { '%4': { kind, session: id('b') } } as const;
      const made = plan(stillLost(standing).facts);
      expect(made.batches).toEqual([]);
      expect(made.resumes).toMatchObject([{ pane: { kind: 'standing', paneId: '%4' }, how }]);
    },
  );

  test('a pane that was made for it earlier is found by its mark', () => {
    const origin = originOf(lostDesk.server, '%3');
    const live = liveServer(newDesk, { '%1': { kind: 'idle-shell' } }, { '%1': origin });
    const made = plan(
      onDesk()
        .options({ selection: only('b') })
        .lives(live).facts,
    );
    expect(made.batches).toEqual([]);
    expect(made.resumes).toMatchObject([{ pane: { kind: 'standing', paneId: '%1' } }]);
  });
});

test('a session whose window stands again without its pane gets a window of its own', () => {
  const neighbour = originOf(lostDesk.server, '%2');
  const made = plan(onDesk().lives(liveServer(newDesk, {}, { '%1': neighbour })).facts);
  const panes = made.batches.flatMap(({ steps: all }) =>
    all.flatMap((step) => (step.kind === 'create-window' ? step.window.panes : [])),
  );
  expect(panes.map(({ origin }) => origin)).toEqual(expect.arrayContaining([lostPane('%1'), lostPane('%3')]));
  expect(panes.map(({ origin }) => origin)).not.toContain(neighbour);
  expect(made.resumes.map(({ session }) => session)).toEqual([id('a'), id('b')]);
});

const named = (standing: Parameters<typeof liveServer>[1] = {}): Scene =>
  onDesk()
    .options({ selection: only('a') })
    .lives(liveServer(newDesk, standing));

describe('a place of choice', () => {
  const at = { socketPath: usual };

  test('an idle pane', () => {
    const target = { kind: 'pane', paneId: '%1', ...at } as const;
    const made = plan(named({ '%1': { kind: 'idle-shell' } }).options({ target }).facts);
    expect(made.batches).toEqual([]);
    expect(made.resumes).toMatchObject([{ pane: { kind: 'standing', paneId: '%1' } }]);
  });

  test('a busy pane is refused', () => {
    const target = { kind: 'pane', paneId: '%1', ...at } as const;
    const made = plan(named().options({ target }).facts);
    expect(made.resumes).toEqual([]);
    expect(made.blocked[0]?.obstacles[0]).toMatchObject({ kind: 'no-place' });
  });

  test('a window is split', () => {
    const target = { kind: 'window', windowId: '@1', ...at } as const;
    expect(steps(plan(named().options({ target }).facts))).toEqual(['split-window']);
  });

  test('a free index', () => {
    const target = { kind: 'seat', sessionId: '$0', index: 8, ...at } as const;
    expect(windows(plan(named().options({ target }).facts))).toEqual([[8, 1]]);
  });
});

const resumeOf = (given: Scene): Plan['resumes'][number]['launch'] | undefined =>
  plan(given.facts).resumes[0]?.launch;

describe('what is started', () => {
  test('the recorded flags in the project directory, under the recorded configuration', () => {
    const given = scene().session('a', {
      process: clientProcess({ argv: ['claude', '--model', 'opus', 'do it'] }),
      configDir: '/home/dev/.work',
    });
    expect(resumeOf(given)).toMatchObject({
      directory: '/home/dev/proj',
      argv: ['claude', '--model', 'opus', '--resume', id('a')],
      environment: { CLAUDE_CONFIG_DIR: '/home/dev/.work' },
    });
  });

  test('a session without a prompt under its own id again', () => {
    const given = scene().session('a', { prompts: 0 }).conversation('a', { kind: 'none' });
    expect(resumeOf(given)?.argv).toEqual(['claude', '--session-id', id('a')]);
  });

  test('the kept copy, where the transcript is gone', () => {
    const given = scene().session('a').conversation('a', { kind: 'insured', path: '/i/a.jsonl' });
    expect(resumeOf(given)?.argv).toEqual(['claude', '--resume', '/i/a.jsonl']);
  });

  test('the transcript itself, where it lies in the folder of a directory that it was in before', () => {
    const path = '/t/-home-dev-before/a.jsonl';
    const given = scene().session('a').conversation('a', { kind: 'present', path });
    expect(resumeOf(given)).toMatchObject({
      directory: '/home/dev/proj',
      argv: ['claude', '--resume', path],
    });
  });

  test('the transcript itself, where the directory is another one', () => {
    const given = scene()
      .session('a')
      .options({ directory: '/moved', selection: only('a') })
      .with({ directories: new Map([['/moved', 'directory']]) });
    expect(resumeOf(given)).toMatchObject({
      directory: '/moved',
      argv: ['claude', '--resume', '/t/-home-dev-proj/a.jsonl'],
    });
  });
});

test('sessions without a place go to a session of their own, next to each other', () => {
  const given = scene().session('a', { place: null }).session('b', { place: null });
  const made = plan(given.facts);
  expect(made.batches.map(({ name }) => name)).toEqual(['recovered']);
  expect(windows(made)).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test('the plan reads well, and bears no escape sequence', () => {
  const given = onDesk()
    .session('c', { place: placeIn(lostDesk, '%4'), projectDir: '/home/dev/\u001b[31mproj' })
    .with({
      directories: new Map([
        ['/home/dev/proj', 'directory'],
        ['/home/dev/\u001b[31mproj', 'absent'],
      ]),
    });
  const { facts } = given;
  const lines = describePlan(plan(facts), facts.registry, nowMs);
  expect(lines).toEqual([
    `create tmux session "main" on ${usual}`,
    '  window 1: C1, shell in /home/dev/proj',
    '  window 2: C2',
    '  window 3: shell in /home/dev/proj',
    '  select window 1',
    `resume C1 in its new pane: claude --resume ${id('a')} (in /home/dev/proj)`,
    `resume C2 in its new pane: claude --resume ${id('b')} (in /home/dev/proj)`,
    'C3 not brought back: its directory /home/dev/proj is gone (--cwd names another)',
  ]);
});
