import { expect, onTestFinished, test } from 'vitest';
import { clientEntries } from '../rig/clients.ts';
import { clientsByRef, processesOn, seenPanes, seenWindows, type SeenPane } from '../rig/desk.ts';
import { layDesk, openStageOfFour, seats, startFour } from '../rig/four.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, type Product } from '../rig/product.ts';
import type { Stage } from '../rig/stage.ts';

const kills = Number(process.env['E2E_KILLS'] ?? 6);

interface Desk {
  readonly stage: Stage;
  readonly product: Product;
  /** Which conversation sat where, by the seat's name. */
  readonly wanted: Readonly<Record<string, string>>;
  readonly panes: readonly SeenPane[];
}

async function openDesk(): Promise<Desk> {
  const stage = await openStageOfFour();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layDesk(stage);
  const four = await startFour(stage);
  await product.json(['list']);
  const wanted = {
    [seats.editor]: four.editor.sessionId,
    [seats.tests]: four.tests.sessionId,
    [seats.docs]: four.docs.sessionId,
    [seats.play]: four.play.sessionId,
  };
  return { stage, product, wanted, panes: await seenPanes(stage) };
}

/** Runs `recover all` and kills it once this time is over. Gives whether it was still at it. */
async function interrupted({ stage, product }: Desk, afterMs: number): Promise<boolean> {
  const run = product.run(['recover', 'all']);
  // The moment is what is tried, so nothing is waited for: any one is as good.
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  for (const { pid, argv } of stage.processes())
    if (argv.slice(-2).join(' ') === 'recover all') kill(pid, 'SIGKILL');
  return (await run).signal === 'SIGKILL';
}

async function finish({ stage, product, wanted }: Desk): Promise<void> {
  expect(await product.run(['recover', 'all'])).toMatchObject({ code: 0 });
  await stage.until('every conversation is back', () => {
    const ids = new Set(clientEntries(stage).map(({ sessionId }) => sessionId));
    return Object.values(wanted).every((id) => ids.has(id));
  });
}

function shape(panes: readonly SeenPane[]): readonly object[] {
  return panes.map(({ ref, geometry, isActive }) => ({ ref, geometry, isActive }));
}

async function expectSameDesk({ stage, wanted, panes }: Desk): Promise<void> {
  expect(await clientsByRef(stage)).toEqual(wanted);
  for (const id of Object.values(wanted)) expect(processesOn(stage, id)).toHaveLength(1);
  expect(shape(await seenPanes(stage))).toEqual(shape(panes));
}

test(`a recovery killed at ${kills} moments is finished by the next one, in the same desk`, async () => {
  const desk = await openDesk();
  const { stage } = desk;
  await stage.powerCut();
  const beganAtMs = Date.now();
  await finish(desk);
  const wholeMs = Date.now() - beganAtMs;
  await expectSameDesk(desk);

  const moments: string[] = [];
  for (let at = 0; at < kills; at += 1) {
    await stage.powerCut();
    // Spread over the whole of it, and random within each part.
    const afterMs = Math.round(((at + Math.random()) / kills) * wholeMs);
    const wasKilled = await interrupted(desk, afterMs);
    moments.push(`${afterMs} ms${wasKilled ? '' : ' (was done)'}`);
    await finish(desk);
    try {
      await expectSameDesk(desk);
    } catch (error) {
      throw new Error(`After kills at ${moments.join(', ')} of ${wholeMs} ms`, { cause: error });
    }
  }
}, 600_000);

/** What the user has made since the loss: windows at the very indexes that the lost ones had. */
async function settleAnew(stage: Stage): Promise<void> {
  const program = ['sleep', '1000'];
  const where = ['-c', stage.project('beta')];
  await stage.tmux('new-session', '-d', '-s', 'work', '-n', 'mine', ...where, ...program);
  await stage.tmux('new-window', '-t', 'work:1', '-n', 'mine too', ...where, ...program);
  await stage.tmux('split-window', '-h', '-t', 'work:1', ...where, ...program);
  await stage.tmux('new-session', '-d', '-s', 'play', '-n', 'my play', ...where, ...program);
  await stage.tmux('move-window', '-s', 'play:0', '-t', 'play:3');
  await stage.tmux('new-session', '-d', '-s', 'other', '-n', 'more', ...where, ...program);
  await stage.until('all of it runs', async () =>
    (await seenPanes(stage)).every(({ command }) => command === 'sleep'),
  );
}

/** The user's own windows and panes, whole. */
async function own(stage: Stage, ids: ReadonlySet<string>): Promise<readonly unknown[]> {
  const panes = (await seenPanes(stage)).filter(({ id }) => ids.has(id));
  const refs = new Set(panes.map(({ ref }) => ref.replace(/\.\d+$/, '')));
  const windows = (await seenWindows(stage)).filter(({ ref }) => refs.has(ref));
  return [...panes, ...windows.map(({ id, ref, name, isZoomed }) => ({ id, ref, name, isZoomed }))];
}

function geometries(panes: readonly SeenPane[]): readonly string[] {
  return panes.map(({ geometry }) => geometry).sort();
}

test('beside windows that the user has made since, the lost ones come back at free indexes', async () => {
  const desk = await openDesk();
  const { stage, wanted } = desk;
  await stage.powerCut();
  await settleAnew(stage);
  const ids = new Set((await seenPanes(stage)).map(({ id }) => id));
  const before = await own(stage, ids);

  await interrupted(desk, 1000);
  await finish(desk);
  expect(await own(stage, ids)).toEqual(before);

  const seated = await clientsByRef(stage);
  expect(new Set(Object.values(seated))).toEqual(new Set(Object.values(wanted)));
  for (const id of Object.values(wanted)) expect(processesOn(stage, id)).toHaveLength(1);
  const panes = (await seenPanes(stage)).filter(({ id }) => !ids.has(id));
  expect(panes.map(({ ref }) => ref)).toEqual([
    'play:4.0',
    'play:4.1',
    'work:2.0',
    'work:2.1',
    'work:3.0',
    'work:3.1',
  ]);
  expect(geometries(panes)).toEqual(geometries(desk.panes));
});
