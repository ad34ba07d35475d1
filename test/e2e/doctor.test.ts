import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prompt, startClient } from '../rig/clients.ts';
import { field } from '../rig/json.ts';
import { installProduct, type Product } from '../rig/product.ts';
import { openPane } from '../rig/desk.ts';
import { openStage } from '../rig/stage.ts';

/** Verdicts by check. The exit code says whether there is a problem among them. */
async function examined(
  product: Product,
  ...flags: readonly string[]
): Promise<Readonly<Record<string, unknown>>> {
  const ran = await product.run(['doctor', '--json', ...flags]);
  const checks = field(JSON.parse(ran.stdout), 'checks');
  const items: readonly unknown[] = Array.isArray(checks) ? checks : [];
  const verdicts = Object.fromEntries(items.map((item) => [field(item, 'id'), field(item, 'verdict')]));
  expect(ran.code).toBe(Object.values(verdicts).includes('problem') ? 1 : 0);
  return verdicts;
}

test('a session of the installed plugin is protected; what is done to that is found, and mended', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const pane = await openPane(stage, 'new-session', '-d', '-s', 'main');
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  const copy = join(stage.paths.instances, 'transcripts', `${client.sessionId}.jsonl`);
  await stage.until('the conversation is insured', () => existsSync(copy));
  const well = {
    journal: 'ok',
    views: 'ok',
    plugin: 'ok',
    'status-line': 'ok',
    'stable-path': 'ok',
    protection: 'ok',
    transcripts: 'ok',
    'registry-modes': 'ok',
    tmux: 'ok',
    'tmux-sockets': 'ok',
  };
  expect(await examined(product)).toMatchObject(well);

  rmSync(copy);
  rmSync(join(stage.paths.instances, 'bin/statusline'));
  chmodSync(stage.paths.instances, 0o755);
  const ill = { ...well, 'stable-path': 'problem', transcripts: 'warning', 'registry-modes': 'warning' };
  expect(await examined(product)).toMatchObject(ill);
  expect(await examined(product, '--repair')).toMatchObject(well);
  expect(existsSync(copy)).toBe(true);

  await stage.run('claude', ['plugin', 'disable', 'statusline@statusline']);
  expect(await examined(product)).toMatchObject({ plugin: 'problem' });
});
