import { expect, onTestFinished, test } from 'vitest';
import { clientEntries } from '../rig/clients.ts';
import { clientsByRef, processesOn, seenPanes, seenWindows, type SeenPane } from '../rig/desk.ts';
import { layDesk, openStageOfFour, seats, startFour } from '../rig/four.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, type Product } from '../rig/product.ts';
import type { Stage } from '../rig/stage.ts';
import { momentsIn, openSteps, randomFrom, type Moment, type Steps } from '../rig/steps.ts';

const kills = Number(process.env['E2E_KILLS'] ?? 20);
const seed = Number(process.env['E2E_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

interface Desk {
  readonly stage: Stage;
  readonly product: Product;
  readonly steps: Steps;
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
  return { stage, product, steps: await openSteps(stage, product), wanted, panes: await seenPanes(stage) };
}

/** Runs `recover all` and kills it at this moment. Gives whether it was still at it. */
async function interrupted(desk: Desk, moment: Moment): Promise<boolean> {
  const { stage, steps } = desk;
  const run = steps.run(['recover', 'all']);
  let isOver = false;
  const ended = run.finally(() => (isOver = true));
  await steps.reach(moment, () => isOver);
  for (const { pid, argv } of stage.processes())
    if (argv.slice(-2).join(' ') === 'recover all') kill(pid, 'SIGKILL');
  return (await ended).signal === 'SIGKILL';
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

test(`a recovery killed at ${kills} moments is finished by the next one, in the same desk (seed ${seed})`, async () => {
  const desk = await openDesk();
  const { stage, steps } = desk;
  await stage.powerCut();
  const gapsMs = await steps.time(['recover', 'all']);
  await finish(desk);
  await expectSameDesk(desk);

  const told: string[] = [];
  for (const moment of momentsIn(gapsMs, kills, randomFrom(seed))) {
    await stage.powerCut();
    const wasKilled = await interrupted(desk, moment);
    told.push(`${moment.afterMs} ms after step ${moment.step}${wasKilled ? '' : ' (was done)'}`);
    try {
      await finish(desk);
      await expectSameDesk(desk);
    } catch (error) {
      throw new Error(`E2E_SEED=${seed} E2E_KILLS=${kills}: after kills ${told.join(', ')}`, {
        cause: error,
      });
    }
  }
  const inTime = told.filter((each) => !each.endsWith('(was done)'));
  // Otherwise it was not the recovery that was tried.
  expect(inTime.length).toBeGreaterThan(kills / 2);
}, 1_200_000);

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

  await interrupted(desk, { step: 6, afterMs: 0 });
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
