import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prompt, screen, startClient } from '../rig/clients.ts';
import { asRecord, parseJson } from '../rig/json.ts';
import { installProduct } from '../rig/product.ts';
import { openPane } from '../rig/desk.ts';
import { openStage } from '../rig/stage.ts';

test('a session that starts tells its user, and nobody else, that another tool has taken the line', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  await installProduct(stage);
  const settings = join(stage.paths.claudeConfig, 'settings.json');
  const statusLine = { type: 'command', command: 'echo their line' };
  const ours = asRecord(parseJson(readFileSync(settings, 'utf8')));
  writeFileSync(settings, JSON.stringify({ ...ours, statusLine }));

  const first = await openPane(stage, 'new-session', '-d', '-s', 'main', '-x', '160');
  const client = await startClient(stage, first);
  const words = 'has another status line now (echo their line)';
  // The client breaks its rows where it likes.
  const shown = async (pane: string): Promise<string> => (await screen(stage, pane)).replace(/\s+/g, ' ');
  await stage.until('the user is told', async () => (await shown(first)).includes(words));
  await prompt(stage, client, 'say hello');
  expect(stage.model.requests.length).toBeGreaterThan(0);
  const heard = stage.model.requests.flatMap(({ conversation }) => conversation).join('\n');
  expect(heard).toContain('say hello');
  expect(heard).not.toContain('another status line');

  const second = await openPane(stage, 'new-window', '-d');
  await prompt(stage, await startClient(stage, second), 'say hello again');
  expect(await shown(second)).not.toContain(words);
});
