import { describe, expect, test } from 'vitest';
import { originOf } from '../../src/recovery/origin.ts';
import { until } from '../rig/wait.ts';
import { id } from '../session/pieces.ts';
import { only } from './scene.ts';
import { openTheatre, outcomes, type Role, type Theatre } from './theatre.ts';

/** Two windows in `main`, three panes, sessions `a` and `b` in the first and the last; then the server dies. */
async function openLostDesk(): Promise<Theatre> {
  const theatre = openTheatre();
  const { lab, project } = theatre;
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-x', '120', '-y', '40', '-c', project],
    ['split-window', '-h', '-t', '=main:0', '-c', lab.root],
    ['new-window', '-d', '-t', '=main:4', '-n', 'mine', '-c', project],
  );
  await theatre.ran('a', '%0');
  await theatre.ran('b', '%2');
  await theatre.capture();
  await lab.crash();
  return theatre;
}

describe('a lost desk', () => {
  test('every session comes back in its pane, under its flags and the user’s own shell', async () => {
    const theatre = await openLostDesk();
    const results = await theatre.recover();
    expect(outcomes(results)).toEqual({ [id('a')]: 'restored', [id('b')]: 'restored' });

    const desk = await theatre.lab.desk();
    expect(desk.sessions[0]?.seats.map(({ index }) => index)).toEqual([0, 4]);
    expect(desk.windows.map(({ panes }) => panes.length)).toEqual([2, 1]);
    const [a] = theatre.starts().filter(({ session }) => session === id('a'));
    expect(a).toMatchObject({
      cwd: theatre.project,
      argv: ['--model', 'opus', '--resume', id('a')],
      profile: 'yes',
      code: null,
      pane: desk.windows[0]?.panes[0]?.id,
    });
    expect(theatre.session('a').recovery).toMatchObject({ result: 'restored', attempts: 1 });
    expect(theatre.session('a').claims).toEqual([]);
    expect(await theatre.plan()).toEqual({ batches: [], resumes: [], blocked: [], leftOut: [] });
  });

  test('the client is a job of the shell that is there when it ends, and no node stays', async () => {
    const theatre = await openLostDesk();
    await theatre.recover({ selection: only('b') });
    const { processes } = theatre.world;
    const [start] = theatre.starts();
    const [pane] = (await theatre.lab.desk()).windows.flatMap(({ panes }) => panes);
    if (start === undefined || pane === undefined) throw new Error('Nothing was started.');
    expect(processes.row(start.pid)?.ppid).toBe(pane.pid);
    process.kill(start.pid, 'SIGTERM');
    await until('the shell is there', () => processes.argv(pane.pid)?.join(' ') === '/bin/bash -l');
    await until('nothing else is', () => processes.children(pane.pid).length === 0);
    await theatre.lab.run(['send-keys', '-t', pane.id, 'sleep 300 & jobs', 'Enter']);
    await until('job control works', async () =>
      (await theatre.lab.run(['capture-pane', '-p', '-t', pane.id])).includes('Running'),
    );
  });

  test('a window that has a name keeps it; one that tmux named gets the session’s', async () => {
    const theatre = openTheatre();
    const { lab, project } = theatre;
    await lab.run(
      ['new-session', '-d', '-s', 'main', '-c', project],
      ['new-window', '-d', '-t', '=main:1', '-n', 'mine', '-c', project],
    );
    await theatre.ran('a', '%0');
    await theatre.ran('b', '%1');
    await theatre.capture();
    theatre.name('a', 'Digger');
    theatre.name('b', 'Diver');
    await lab.crash();
    await theatre.recover();
    expect((await lab.desk()).windows.map(({ name }) => name)).toEqual(['Digger:C1', 'mine']);
  });

  test('only what is asked for comes back, and the rest of its window as shells', async () => {
    const theatre = await openLostDesk();
    expect(outcomes(await theatre.recover({ selection: only('a') }))).toEqual({ [id('a')]: 'restored' });
    expect(theatre.starts()).toHaveLength(1);
    const desk = await theatre.lab.desk();
    expect(desk.windows.map(({ panes }) => panes.length)).toEqual([2]);
    // The other one follows into the same tmux session, at its own index.
    expect(outcomes(await theatre.recover({ selection: only('b') }))).toEqual({ [id('b')]: 'restored' });
    const both = await theatre.lab.desk();
    expect(both.sessions.map(({ name, seats }) => [name, seats.map(({ index }) => index)])).toEqual([
      ['main', [0, 4]],
    ]);
  });

  test('lazily, each waits in its pane for Enter, and nothing heavy runs', async () => {
    const theatre = await openLostDesk();
    expect(outcomes(await theatre.recover({ isLazy: true }))).toEqual({
      [id('a')]: 'offered',
      [id('b')]: 'offered',
    });
    expect(theatre.starts()).toEqual([]);
    const again = await theatre.plan({ isLazy: true });
    expect([again.batches, again.resumes]).toEqual([[], []]);

    const [pane] = (await theatre.lab.desk()).windows[0]?.panes ?? [];
    if (pane === undefined) throw new Error('There is no pane.');
    await until('the line is there', async () =>
      (await theatre.lab.run(['capture-pane', '-p', '-t', pane.id])).includes('Enter resumes'),
    );
    await theatre.lab.run(['send-keys', '-t', pane.id, 'Enter']);
    await until('the client runs', () => theatre.starts().some(({ session }) => session === id('a')));
    // The other one is started where it waits.
    const eager = await theatre.recover({ selection: only('b') });
    expect(outcomes(eager)).toEqual({ [id('b')]: 'restored' });
    expect((await theatre.lab.desk()).windows.map(({ panes }) => panes.length)).toEqual([2, 1]);
  });

  test('`s` in a waiting pane gives a shell, and the session can still be had there', async () => {
    const theatre = await openLostDesk();
    await theatre.recover({ isLazy: true });
    const desk = await theatre.lab.desk();
    const pane = desk.windows[1]?.panes[0];
    if (pane === undefined) throw new Error('There is no pane.');
    await until('the line is there', async () =>
      (await theatre.lab.run(['capture-pane', '-p', '-t', pane.id])).includes('Enter resumes'),
    );
    await theatre.lab.run(['send-keys', '-t', pane.id, 's']);
    await until('a prompt is there', async () =>
      (await theatre.lab.run(['capture-pane', '-p', '-t', pane.id])).includes('$'),
    );
    await until('the pane is idle', async () => {
      const [resume] = (await theatre.plan({ selection: only('b') })).resumes;
      return resume?.pane.kind === 'standing' && resume.pane.paneId === pane.id;
    });
    expect(outcomes(await theatre.recover({ selection: only('b') }))).toEqual({ [id('b')]: 'restored' });
    expect(theatre.starts()[0]?.pane).toBe(pane.id);
  });
});

describe('the truth about what did not come back', () => {
  const endings: readonly (readonly [Role, string, RegExp])[] = [
    ['folder trust', 'waiting', /^folder trust$/],
    ['login', 'waiting', /^login$/],
    ['no conversation', 'no-conversation', /no conversation/],
    ['ends at once', 'not-started', /ended at once: something went wrong/],
    ['silent', 'timed-out', /did not report itself/],
  ];
  test.for(endings)('a client that shows or does "%s" is %s', async ([role, outcome, detail]) => {
    const theatre = await openLostDesk();
    theatre.cast('b', role);
    const [result] = await theatre.recover({ selection: only('b') }, { timeoutMs: 3000 });
    expect(result?.outcome).toBe(outcome);
    expect(result?.detail).toMatch(detail);
    const { state, recovery, projectDir, place } = theatre.session('b');
    expect(state.kind).toBe('lost');
    expect(recovery).toMatchObject({ result: outcome });
    expect(projectDir).toBe(theatre.project);
    expect(place?.paneId).toBe('%2');
    // A moment later `all` leaves it alone.
    const next = await theatre.plan({ selection: { kind: 'all' } });
    expect(next.leftOut.map(({ session }) => session)).toEqual([id('b')]);
  });

  test('after two login failures the rest is left waiting in its panes', async () => {
    const theatre = openTheatre();
    const names = ['a', 'b', 'c', 'd'];
    await theatre.lab.run(['new-session', '-d', '-s', 'main', '-c', theatre.project]);
    for (const [at, name] of names.entries()) {
      if (at > 0) await theatre.lab.run(['new-window', '-d', '-t', '=main:', '-c', theatre.project]);
      await theatre.ran(name, `%${at}`);
      theatre.cast(name, 'login');
    }
    await theatre.capture();
    await theatre.lab.crash();
    const results = await theatre.recover({}, { jobs: 1 });
    expect(results.map(({ outcome }) => outcome)).toEqual(['waiting', 'waiting', 'refused', 'refused']);
    expect(theatre.starts()).toHaveLength(2);
    const waiting = (await theatre.plan({ isLazy: true, retriesFailed: true })).blocked;
    expect(waiting.flatMap(({ obstacles }) => obstacles.map(({ kind }) => kind))).toContain('offered');
  });
});

describe('never twice', () => {
  test('two recoveries at once start every conversation once', async () => {
    const theatre = await openLostDesk();
    const other = openTheatre('', theatre, process.ppid);
    const [first, second] = await Promise.all([theatre.recover(), other.recover()]);
    expect(new Set([...first, ...second].map(({ outcome }) => outcome))).toEqual(new Set(['restored']));
    expect(
      theatre
        .starts()
        .map(({ session }) => session)
        .toSorted(),
    ).toEqual([id('a'), id('b')].toSorted());
    expect((await theatre.lab.desk()).windows.map(({ panes }) => panes.length)).toEqual([2, 1]);
  });

  test('a session that runs elsewhere meanwhile is left alone', async () => {
    const theatre = await openLostDesk();
    await theatre.lab.run([
      'new-session',
      '-d',
      '-s',
      'by-hand',
      '-c',
      theatre.project,
      process.execPath,
      `${theatre.lab.root}/claude-code/cli.js`,
      '--resume',
      id('b'),
    ]);
    await until('it runs', () => theatre.starts().length === 1);
    expect(outcomes(await theatre.recover())).toEqual({
      [id('a')]: 'restored',
      [id('b')]: 'live-elsewhere',
    });
    expect(theatre.starts().filter(({ session }) => session === id('b'))).toHaveLength(1);
  });

  test('a recovery that died while a client was starting is taken up where it was', async () => {
    const theatre = await openLostDesk();
    theatre.cast('a', 'silent');
    theatre.cast('b', 'silent');
    // So impatient a recovery leaves everything as one that was killed.
    await theatre.recover({}, { timeoutMs: 1 });
    const desk = await theatre.lab.desk();
    await until('both run', () => theatre.starts().length === 2);
    const again = await theatre.recover({ retriesFailed: true }, { timeoutMs: 1000 });
    expect(outcomes(again)).toEqual({ [id('a')]: 'timed-out', [id('b')]: 'timed-out' });
    expect(theatre.starts()).toHaveLength(2);
    expect((await theatre.lab.desk()).windows).toHaveLength(desk.windows.length);
  });
});

test('a conversation that was cleared in its pane comes back beside the one that goes on there', async () => {
  const theatre = await openLostDesk();
  await theatre.recover({ selection: only('b') });
  const { process, place } = theatre.session('b');
  const goesOn = { source: 'clear', origin: 'interactive', isContinued: false, changes: {} } as const;
  theatre.world.ledger.append(
    [
      { kind: 'ended', session: id('b'), process: null, reason: 'cleared', evidence: [] },
      { kind: 'seen', session: id('c'), process, place, ...goesOn },
    ],
    { by: 'test', durable: false },
  );
  const results = await theatre.recover({ selection: only('b') });
  expect(outcomes(results)).toEqual({ [id('b')]: 'restored' });
  expect(results.map(({ paneId }) => paneId)).not.toContain(place?.paneId);
  expect(theatre.session('c')).toMatchObject({ state: { kind: 'live' }, place: { paneId: place?.paneId } });
});

test('a crashed client comes back in its own idle pane; a busy pane is left alone', async () => {
  const theatre = openTheatre();
  const { lab, project } = theatre;
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-c', project],
    ['new-window', '-d', '-t', '=main:3', '-c', project],
  );
  await theatre.ran('a', '%0');
  await theatre.ran('b', '%1');
  const prompts = async (pane: string): Promise<boolean> =>
    (await lab.run(['capture-pane', '-p', '-t', pane])).startsWith('$');
  await until('both shells are there', async () => (await prompts('%0')) && (await prompts('%1')));
  await lab.run(['send-keys', '-t', '%1', '-l', 'half a comm']);
  await until('something is typed', async () =>
    (await lab.run(['capture-pane', '-p', '-t', '%1'])).includes('half a comm'),
  );
  expect(outcomes(await theatre.recover())).toEqual({ [id('a')]: 'restored', [id('b')]: 'restored' });
  const desk = await lab.desk();
  const [a] = theatre.starts().filter(({ session }) => session === id('a'));
  expect(a?.pane).toBe('%0');
  expect(await lab.run(['capture-pane', '-p', '-t', '%1'])).toContain('half a comm');
  expect(desk.sessions[0]?.seats.map(({ index }) => index)).toEqual([0, 3, 4]);
});

test('sessions from plain terminals get windows in a session of their own', async () => {
  const theatre = openTheatre();
  await theatre.ran('a', '');
  await theatre.ran('b', '');
  expect(outcomes(await theatre.recover())).toEqual({ [id('a')]: 'restored', [id('b')]: 'restored' });
  const desk = await theatre.lab.desk();
  expect(desk.sessions.map(({ name, seats }) => [name, seats.length])).toEqual([['recovered', 2]]);
  const listed = await theatre.lab.run(['list-panes', '-a', '-F', '#{@statusline_pane}']);
  expect(listed).toContain(`session.${id('a')}`);
  expect(originOf(desk.server, '%0')).toMatch(/^\d+\.\d+\.%0$/);
});
