import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { screen, typeLine, untilShell } from '../rig/clients.ts';
import { parseJson } from '../rig/json.ts';
import { pluginFolder, productAt } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';

interface Editor {
  readonly stage: Stage;
  readonly path: string;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Waits until the pane shows this. */
  readonly untilShown: (text: string | RegExp) => Promise<void>;
}

/** A user in a pane, before whom the editor has opened. */
async function openEditor(): Promise<Editor> {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const { root } = productAt(stage, pluginFolder);
  const pane = (
    await stage.tmux('new-session', '-d', '-P', '-F', '#{pane_id}', '-c', stage.paths.home)
  ).trim();
  await untilShell(stage, pane);
  await typeLine(stage, pane, `clear; node ${join(root, 'dist/statusline.js')} config`);
  const untilShown = async (text: string | RegExp): Promise<void> => {
    await stage.until(`the editor shows ${String(text)}`, async () => {
      const shown = await screen(stage, pane);
      return typeof text === 'string' ? shown.includes(text) : text.test(shown);
    });
  };
  await untilShown(/● Theme: terracotta[^]*Leave it as it was/);
  return {
    stage,
    path: join(stage.paths.instances, 'config.json'),
    press: async (...keys) => void (await stage.tmux('send-keys', '-t', pane, ...keys)),
    untilShown,
  };
}

test('a look is chosen with the line before one’s eyes, a widget is taken out, and nothing is written before it is saved', async () => {
  const { path, press, untilShown } = await openEditor();
  const before = readFileSync(path, 'utf8');
  await press('Down');
  await untilShown('● Style: plain');
  await press('Enter');
  await untilShown(/● plain\n/);
  await press('Down');
  // A block has a blank at each end.
  await untilShown(/● blocks\n[^]*│ {3}Token Expiry C7 {2}Opus 5/);
  await press('Enter');
  await untilShown('● Style: blocks');
  await press('Down', 'Down');
  await untilShown('● Row 1');
  await press('Enter');
  await untilShown('● Choose its widgets');
  await press('Down', 'Down', 'Down');
  await untilShown('● ← model');
  await press('Enter');
  await untilShown('● Earlier');
  await press('Up', 'Up');
  await untilShown('● Take it out');
  await press('Enter');
  await untilShown(/Row 1\n│ {2}○ Choose/);
  await press('Escape');
  await untilShown(/● Row 1: name number directory/);
  expect(readFileSync(path, 'utf8')).toBe(before);
  await press('Down', 'Down', 'Down');
  await untilShown('● Save');
  await press('Enter');
  await untilShown('Written to ~/.claude/instances/config.json');
  const left = ['name', 'number', 'directory', 'branch', 'context', 'cost', 'prompts', 'limits'];
  expect(parseJson(readFileSync(path, 'utf8'))).toMatchObject({
    style: 'blocks',
    naming: { backend: 'off' },
    rows: [{ left, right: ['shield'] }, ['notice', 'task', 'summary']],
  });
  expect(existsSync(path.replace('.json', '.schema.json'))).toBe(true);
});

test('who leaves the editor has changed nothing', async () => {
  const { path, press, untilShown } = await openEditor();
  const before = readFileSync(path, 'utf8');
  await press('Enter');
  await untilShown(/● terracotta/);
  await press('Down');
  await untilShown(/● midnight, for a dark ground\n[^]*Token Expiry C7/);
  await press('Enter');
  await untilShown('● Theme: midnight');
  await press('C-c');
  await untilShown('Nothing was changed.');
  expect(readFileSync(path, 'utf8')).toBe(before);
});
