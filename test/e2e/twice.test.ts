import { expect, onTestFinished, test } from 'vitest';
import { clientEntries } from '../rig/clients.ts';
import { clientsByRef } from '../rig/desk.ts';
import { layDesk, openStageOfFour, seats, startFour } from '../rig/four.ts';
import { field } from '../rig/json.ts';
import { installProduct } from '../rig/product.ts';

test('two recoveries at once bring every conversation back exactly once', async () => {
  const stage = await openStageOfFour();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layDesk(stage);
  const four = await startFour(stage);
  await stage.powerCut();

  const runs = await Promise.all([product.json(['recover', 'all']), product.json(['recover', 'all'])]);
  const restored = runs.flatMap((run) => {
    const results: unknown = field(run, 'results');
    return (Array.isArray(results) ? results : []).filter(
      (item: unknown) => field(item, 'outcome') === 'restored',
    );
  });
  const wanted = {
    [seats.editor]: four.editor.sessionId,
    [seats.tests]: four.tests.sessionId,
    [seats.docs]: four.docs.sessionId,
    [seats.play]: four.play.sessionId,
  };
  await stage.until('all four live', () => clientEntries(stage).length >= 4);
  expect(await clientsByRef(stage)).toEqual(wanted);
  expect(clientEntries(stage)).toHaveLength(4);
  expect(new Set(restored.map((item: unknown) => field(item, 'session_id')))).toEqual(
    new Set(Object.values(wanted)),
  );
});
