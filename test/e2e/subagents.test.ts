import { expect, onTestFinished, test } from 'vitest';
import { screen, startClient, typeLine } from '../rig/clients.ts';
import { installProduct } from '../rig/product.ts';
import { openPane } from '../rig/desk.ts';
import { openStage } from '../rig/stage.ts';

test("a sub-agent's row is drawn by the plugin, out of the box", async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  await installProduct(stage);
  const pane = await openPane(stage, 'new-session', '-d', '-s', 'main', '-x', '120', '-y', '40');
  await startClient(stage, pane);
  await typeLine(stage, pane, 'AGENT WAIT for it');
  const drawn = async (): Promise<string> => stage.tmux('capture-pane', '-p', '-e', '-t', pane);
  // The client writes its own rows without colour: this one is in the colour of a summary.
  await stage.until('the row is ours', async () => /38;5;\d+m *look for races/.test(await drawn()));
  const rows = (await screen(stage, pane)).split('\n').filter((row) => /look for races\s*$/.test(row));
  expect(rows.map((row) => row.trim())).toEqual(['◯ look for races']);
  stage.model.release();
});
