import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, typeLine, untilShell, type StageClient } from '../rig/clients.ts';
import {
  argvOf,
  clientsByRef,
  onlyEntry,
  processesOn,
  seenPanes,
  seenWindows,
  type SeenPane,
  type SeenWindow,
} from '../rig/desk.ts';
import {
  chairs,
  desks,
  finishHostileDesk,
  flags,
  homes,
  kept,
  layHostileDesk,
  openHostileStage,
  startParts,
  traces,
  type Part,
} from '../rig/hostile.ts';
import { field } from '../rig/json.ts';
import { kill, seenProcess } from '../rig/processes.ts';
import { installProduct, registry, type Product } from '../rig/product.ts';
import type { Stage } from '../rig/stage.ts';

type Parts = Readonly<Record<Part, StageClient>>;

interface Eve {
  /** The conversation that is to be in a part's chair again. */
  readonly wanted: Readonly<Partial<Record<Part, string>>>;
  readonly panes: readonly SeenPane[];
  readonly windows: readonly SeenWindow[];
}

/** Each way to end: /clear, /exit, kill -9, kill-pane; the others live on. */
async function liveOn(stage: Stage, product: Product, parts: Parts): Promise<Eve> {
  const { closed, left, crashed, cleared } = parts;
  await typeLine(stage, cleared.pane, '/clear');
  const next = await stage.until('the cleared session has a new id', () =>
    clientEntries(stage).find(({ pid, sessionId }) => pid === cleared.pid && sessionId !== cleared.sessionId),
  );
  await typeLine(stage, left.pane, '/exit');
  kill(crashed.pid, 'SIGKILL');
  await stage.tmux('kill-pane', '-t', closed.pane);
  await untilShell(stage, left.pane);
  await untilShell(stage, crashed.pane);
  await finishHostileDesk(stage);
  await stage.until('every end is known', async () => {
    await product.json(['list']);
    return Object.values(endings(stage, parts)).filter((reason) => reason !== undefined).length === 4;
  });
  expect(endings(stage, parts)).toMatchObject({
    closed: 'closed',
    left: 'exited',
    crashed: 'crashed',
    cleared: 'cleared',
  });
  const { closed: _closed, left: _left, ...staying } = parts;
  const wanted = Object.fromEntries(
    Object.entries(staying).map(([part, { sessionId }]) => [part, sessionId] as const),
  );
  return {
    wanted: { ...wanted, cleared: next.sessionId },
    panes: await seenPanes(stage),
    windows: await seenWindows(stage),
  };
}

function endings(stage: Stage, parts: Parts): Readonly<Record<string, unknown>> {
  const known = registry(stage);
  return Object.fromEntries(
    Object.entries(parts).map(([part, { sessionId }]) => [
      part,
      field(known[sessionId]?.['ended'], 'reason'),
    ]),
  );
}

async function endServer(stage: Stage): Promise<void> {
  kill((await stage.tmuxServerPid()) ?? 0, 'SIGKILL');
  await stage.until('no client runs', () => !stage.processes().some(({ command }) => command === 'claude'));
}

/** What must be the same of a pane. */
function paneShape({ ref, geometry, isActive, windowName }: SeenPane): object {
  return { ref, geometry, isActive, windowName };
}

/** What must be the same of a window, and with which other seats it is one. */
function windowShape(window: SeenWindow, all: readonly SeenWindow[]): object {
  const { id, ...seen } = window;
  return { ...seen, seats: all.filter((other) => other.id === id).map(({ ref }) => ref) };
}

async function expectSameDesk(stage: Stage, eve: Eve): Promise<void> {
  const [windows, panes] = [await seenWindows(stage), await seenPanes(stage)];
  expect(windows.map((window) => windowShape(window, windows))).toEqual(
    eve.windows.map((window) => windowShape(window, eve.windows)),
  );
  expect(panes.map(paneShape)).toEqual(eve.panes.map(paneShape));
  const seats = new Set<string>(Object.keys(eve.wanted).map((part) => chairs[part as Part]));
  // A window that is linked shows its panes at each of its seats.
  const taken = new Set(panes.filter(({ ref }) => seats.has(ref)).map(({ id }) => id));
  for (const pane of panes.filter(({ id }) => !taken.has(id))) {
    const before = eve.panes.find(({ ref }) => ref === pane.ref);
    // tmux puts a shell whose directory is gone at home.
    const cwd = before?.cwd.endsWith(' (deleted)') === true ? stage.paths.home : before?.cwd;
    expect([pane.ref, pane.cwd, pane.command]).toEqual([pane.ref, cwd, 'bash']);
  }
}

async function panesOf(stage: Stage, parts: readonly Part[]): Promise<readonly SeenPane[]> {
  const refs = new Set<string>(parts.map((part) => chairs[part]));
  return (await seenPanes(stage)).filter(({ ref }) => refs.has(ref));
}

async function expectSameClients(stage: Stage, { wanted }: Eve): Promise<void> {
  const parts = Object.entries(wanted) as [Part, string][];
  const expected = Object.fromEntries(parts.map(([part, id]) => [chairs[part], id]));
  const byRef = await clientsByRef(stage);
  expect(byRef).toEqual(expected);
  for (const [part, id] of parts) {
    expect(processesOn(stage, id), `processes on ${part}`).toHaveLength(1);
    const { pid } = onlyEntry(stage, id);
    expect(seenProcess(pid)?.cwd, `directory of ${part}`).toBe(stage.project(homes[part]));
    expect(argvOf(pid).slice(1), `arguments of ${part}`).toEqual(argumentsOf(part, id));
  }
}

/** A session that had a turn comes back in the mode of that turn; /clear alone makes a conversation, a start does not. */
function argumentsOf(part: Part, id: string): readonly string[] {
  const given = part === 'flagged' ? flags : [];
  if (part === 'silent') return ['--session-id', id];
  if (part === 'cleared') return ['--resume', id];
  return [...given, '--permission-mode', 'default', '--resume', id];
}

/** Runs `recover all` and expects that every session which is wanted, and nobody else, is back. */
async function recoverAll(product: Product, { wanted }: Eve): Promise<void> {
  const recovered = field(await product.json(['recover', 'all'], { timeoutMs: 120_000 }), 'results');
  const results: readonly unknown[] = Array.isArray(recovered) ? recovered : [];
  expect(
    Object.fromEntries(results.map((result) => [field(result, 'session_id'), field(result, 'outcome')])),
  ).toEqual(Object.fromEntries(Object.values(wanted).map((id) => [id, 'restored'])));
}

async function expectAllBack(stage: Stage, eve: Eve): Promise<void> {
  await stage.until('every client says which conversation it runs', () => {
    const ids = new Set(clientEntries(stage).map(({ sessionId }) => sessionId));
    return Object.values(eve.wanted).every((id) => ids.has(id));
  });
  await expectSameDesk(stage, eve);
  await expectSameClients(stage, eve);
  expect(traces(stage)).toEqual([]);
}

/** Windows of the user's own where lost ones were. Gives what stands then. */
async function settleAnew(stage: Stage): Promise<readonly SeenPane[]> {
  const own = ['-c', stage.paths.home, 'sleep', '1000'];
  const session = kept(desks.main);
  await stage.tmux('new-session', '-d', '-s', session, '-n', 'mine', ...own);
  await stage.tmux('new-window', '-t', `=${desks.main}:4`, '-n', 'mine too', ...own);
  await stage.tmux('split-window', '-h', '-t', `=${desks.main}:4`, ...own);
  await stage.tmux('new-session', '-d', '-s', 'new one', '-n', 'mine as well', ...own);
  return stage.until('all of it runs', async () => {
    const panes = await seenPanes(stage);
    return panes.every(({ command }) => command === 'sleep') ? panes : null;
  });
}

/** Where a pane is among windows of the user's own: two of its session's windows had to go elsewhere. */
function refAmongOwn(ref: string): string {
  return ref.replace(`${desks.main}:1.`, `${desks.main}:3.`).replace(`${desks.main}:4.`, `${desks.main}:6.`);
}

function inOrder({ ref: a }: { readonly ref: string }, { ref: b }: { readonly ref: string }): number {
  return a < b ? -1 : 1;
}

test('a desk of hostile names comes back to the cell and to the byte, and nothing of it is executed', async () => {
  const stage = await openHostileStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layHostileDesk(stage);
  const eve = await liveOn(stage, product, await startParts(stage));

  await endServer(stage);
  await recoverAll(product, eve);
  await expectAllBack(stage, eve);

  // Everything at once, and two who bring it back at once.
  await stage.powerCut();
  const runs = [1, 2].map(() => product.run(['recover', 'all'], { timeoutMs: 180_000 }));
  for (const { code, stderr } of await Promise.all(runs)) expect([code, stderr]).toEqual([0, stderr]);
  await expectAllBack(stage, eve);

  // A part of it: three clients crash, each in its pane, one of them in a zoomed window.
  const lost = (['alone', 'zoomed', 'crashed'] as const).map((part) => eve.wanted[part] ?? '');
  const pids = new Map(clientEntries(stage).map(({ sessionId, pid }) => [sessionId, pid]));
  for (const id of lost) kill(pids.get(id) ?? 0, 'SIGKILL');
  for (const { id } of await panesOf(stage, ['alone', 'zoomed', 'crashed'])) await untilShell(stage, id);
  await recoverAll(product, {
    ...eve,
    wanted: { alone: lost[0] ?? '', zoomed: lost[1] ?? '', crashed: lost[2] ?? '' },
  });
  await expectAllBack(stage, eve);
  const untouched = [...pids].filter(([id]) => !lost.includes(id));
  expect(untouched.map(([id]) => [id, onlyEntry(stage, id).pid])).toEqual(untouched);

  // Among windows that the user has made since, at the very indexes.
  await stage.powerCut();
  const own = await settleAnew(stage);
  await recoverAll(product, eve);
  const now = await seenPanes(stage);
  expect(now.filter(({ id }) => own.some((pane) => pane.id === id))).toEqual(own);
  const others = now.filter(({ id }) => !own.some((pane) => pane.id === id));
  const shapes = others.map(({ ref, geometry, windowName }) => ({ ref, geometry, windowName }));
  expect(shapes.toSorted(inOrder)).toEqual(
    eve.panes
      .map(({ ref, geometry, windowName }) => ({ ref: refAmongOwn(ref), geometry, windowName }))
      .toSorted(inOrder),
  );
  for (const id of Object.values(eve.wanted)) expect(processesOn(stage, id)).toHaveLength(1);
  expect(traces(stage)).toEqual([]);
}, 600_000);
