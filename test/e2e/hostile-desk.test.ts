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
  finishHostileDesk,
  flags,
  homes,
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
    expect([pane.ref, pane.cwd, pane.command]).toEqual([pane.ref, before?.cwd, 'bash']);
  }
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

test('a desk of hostile names comes back to the cell and to the byte, and nothing of it is executed', async () => {
  const stage = await openHostileStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layHostileDesk(stage);
  const eve = await liveOn(stage, product, await startParts(stage));
  await endServer(stage);

  const recovered = field(await product.json(['recover', 'all'], { timeoutMs: 120_000 }), 'results');
  const results: readonly unknown[] = Array.isArray(recovered) ? recovered : [];
  expect(
    Object.fromEntries(results.map((result) => [field(result, 'session_id'), field(result, 'outcome')])),
  ).toEqual(Object.fromEntries(Object.values(eve.wanted).map((id) => [id, 'restored'])));
  await expectSameDesk(stage, eve);
  await expectSameClients(stage, eve);
  expect(traces(stage)).toEqual([]);
});
