// Clients that have reported themselves, and need their user all the same.
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prompt, screen, startClient } from '../rig/clients.ts';
import { writeJson } from '../rig/home.ts';
import { asRecord, field, parseJson } from '../rig/json.ts';
import { installProduct, registry } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';

/** Lets the client believe that its conversations are hours old, and far too long. */
function ageConversations({ paths }: Stage): void {
  const projects = join(paths.claudeConfig, 'projects');
  const then = new Date(Date.now() - 5 * 3_600_000).toISOString();
  for (const name of readdirSync(projects, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl')) continue;
    const path = join(projects, name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(/"timestamp":"[^"]*"/g, `"timestamp":"${then}"`));
  }
  const own = join(paths.home, '.claude.json');
  const whole = asRecord(parseJson(readFileSync(own, 'utf8'))) ?? {};
  // What its makers have switched on for most users, the client keeps there.
  writeJson(own, { ...whole, cachedGrowthBookFeatures: { tengu_gleaming_fair: true } });
}

/** Shell lines for every client that is started from now on. */
function inEveryShell({ paths }: Stage, lines: readonly string[]): void {
  for (const file of ['.bash_profile', '.bashrc'])
    appendFileSync(join(paths.home, file), `${lines.join('\n')}\n`);
}

/** The client reads its switches only where it may speak to its makers: it speaks to a port where nobody is. */
const switched = [
  'unset CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  'export HTTPS_PROXY=http://127.0.0.1:9 HTTP_PROXY=http://127.0.0.1:9 NO_PROXY=127.0.0.1,localhost',
  'export CLAUDE_CODE_RESUME_THRESHOLD_MINUTES=1 CLAUDE_CODE_RESUME_TOKEN_THRESHOLD=1',
];

test.each<[what: string, prepare: (stage: Stage) => void, detail: string, shows: string]>([
  [
    'whether to go on from a summary',
    (stage) => {
      ageConversations(stage);
      inEveryShell(stage, switched);
    },
    'resume from summary',
    'Resume full session as-is',
  ],
  ['for a login', (stage) => inEveryShell(stage, ['unset ANTHROPIC_API_KEY']), 'login', 'Not logged in'],
])('a client that asks %s is there, and reported as waiting', async (_what, prepare, detail, shows) => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const where = ['-d', '-P', '-F', '#{pane_id}', '-c', stage.project('proj')];
  const pane = (await stage.tmux('new-session', '-s', 'main', ...where)).trim();
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  const { sessionId } = client;
  await stage.powerCut();
  prepare(stage);

  const recovered = await product.json(['recover', 'all']);
  expect(field(recovered, 'results')).toMatchObject([{ session_id: sessionId, outcome: 'waiting', detail }]);
  expect(await screen(stage, 'main:0.0')).toContain(shows);
  // It has reported itself: nobody would bring it back a second time.
  expect(registry(stage)[sessionId]).toMatchObject({ status: 'active' });
  const again = await product.json(['recover', 'all']);
  expect(field(again, 'results')).toEqual([]);
});
