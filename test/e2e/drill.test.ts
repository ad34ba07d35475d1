import { expect, onTestFinished, test } from 'vitest';
import { clientEntries } from '../rig/clients.ts';
import { seenPanes } from '../rig/desk.ts';
import { layDesk, openStageOfFour, startFour } from '../rig/four.ts';
import { installProduct } from '../rig/product.ts';

test('a drill rebuilds the whole desk elsewhere, finds it exact, and leaves nothing behind', async () => {
  const stage = await openStageOfFour();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await layDesk(stage);
  await startFour(stage, ['--model', 'haiku']);
  const [panes, clients, processes] = [
    await seenPanes(stage),
    clientEntries(stage),
    stage.processes().length,
  ];

  expect(await product.json(['drill'])).toEqual({
    fidelity: 1,
    compared: expect.any(Number),
    differences: [],
  });

  expect((await seenPanes(stage)).map(({ ref, pid }) => [ref, pid])).toEqual(
    panes.map(({ ref, pid }) => [ref, pid]),
  );
  expect(clientEntries(stage).map(({ pid }) => pid)).toEqual(clients.map(({ pid }) => pid));
  await stage.until('the private server and its panes are gone', () => stage.processes().length <= processes);
  const log = await product.run(['log']);
  expect(log.stdout).not.toContain('recovery_');
});
