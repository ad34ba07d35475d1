import { expect, onTestFinished, test } from 'vitest';
import { clientEntries } from '../rig/clients.ts';
import { clientsByRef, processesOn } from '../rig/desk.ts';
import { layDesk, openStageOfFour, seats, startFour } from '../rig/four.ts';
import { field } from '../rig/json.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, type Product } from '../rig/product.ts';
import type { Stage } from '../rig/stage.ts';

interface Loss {
  readonly stage: Stage;
  readonly product: Product;
  /** Which conversation sat where. */
  readonly wanted: Readonly<Record<string, string>>;
}

/** A desk of four that has lost everything at once. */
async function openLoss(): Promise<Loss> {
  const stage = await openStageOfFour();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layDesk(stage);
  const four = await startFour(stage);
  await stage.powerCut();
  const wanted = {
    [seats.editor]: four.editor.sessionId,
    [seats.tests]: four.tests.sessionId,
    [seats.docs]: four.docs.sessionId,
    [seats.play]: four.play.sessionId,
  };
  return { stage, product, wanted };
}

async function expectOnceEach({ stage, wanted }: Loss): Promise<void> {
  await stage.until('all four live', () => clientEntries(stage).length >= 4);
  expect(await clientsByRef(stage)).toEqual(wanted);
  for (const id of Object.values(wanted))
    expect(processesOn(stage, id), `processes on ${id}`).toHaveLength(1);
}

function restoredIn(run: unknown): readonly unknown[] {
  const results = field(run, 'results');
  const items: readonly unknown[] = Array.isArray(results) ? results : [];
  return items
    .filter((item) => field(item, 'outcome') === 'restored')
    .map((item) => field(item, 'session_id'));
}

test('two recoveries at once bring every conversation back exactly once', async () => {
  const loss = await openLoss();
  const runs = await Promise.all([
    loss.product.json(['recover', 'all']),
    loss.product.json(['recover', 'all']),
  ]);
  await expectOnceEach(loss);
  expect(new Set(runs.flatMap(restoredIn))).toEqual(new Set(Object.values(loss.wanted)));
});

test('a recovery that is killed half-way is finished by the next one', async () => {
  const loss = await openLoss();
  const { stage, product } = loss;
  const first = product.run(['recover', 'all']);
  await stage.until('a first client runs', () => clientEntries(stage).length > 0);
  for (const { pid, argv } of stage.processes())
    if (argv.slice(-2).join(' ') === 'recover all') kill(pid, 'SIGKILL');
  expect(await first).toMatchObject({ code: null, signal: 'SIGKILL' });

  await product.run(['recover', 'all']);
  await expectOnceEach(loss);
});
