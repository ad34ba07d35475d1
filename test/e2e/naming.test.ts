import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, prompt, screen, startClient, type StageClient } from '../rig/clients.ts';
import { eventsOf, installProduct, registry } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';

const work = ['tokenizer rewrite with spans', 'invoice export as archive', 'flaky login probe'] as const;

/** Every file below a directory, by its path in there. */
function filesBelow(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' });
}

async function openDesk(stage: Stage): Promise<readonly string[]> {
  // The first window is called as its user wants it; tmux names the others.
  const where = ['-P', '-F', '#{pane_id}', '-c', stage.project('proj')];
  const first = await stage.tmux('new-session', '-d', '-s', 'main', '-n', 'mine', ...where);
  const others = [
    await stage.tmux('new-window', '-d', ...where),
    await stage.tmux('new-window', '-d', ...where),
  ];
  return [first, ...others].map((pane) => pane.trim());
}

function generatedName(stage: Stage, { sessionId }: StageClient): unknown {
  return eventsOf(stage, 'named', sessionId).findLast(({ by }) => by === 'generated')?.['name'];
}

test('three sessions have names of their own after their first turn, and the namer leaves no trace', async () => {
  const stage = await openStage({ isNaming: true });
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const panes = await openDesk(stage);
  const clients: StageClient[] = [];
  for (const pane of panes) clients.push(await startClient(stage, pane));
  for (const [at, client] of clients.entries()) await prompt(stage, client, work[at] ?? '');

  const names = await stage.until('each session has a name', () => {
    const given = clients.map((client) => generatedName(stage, client));
    return given.every((name) => typeof name === 'string') ? given : null;
  });
  expect(names).toEqual(['Tokenizer Rewrite', 'Invoice Export', 'Flaky Login']);
  const asked = stage.model.requests.filter(({ prompt: text }) => text?.includes('names_taken') === true);
  expect(asked).toHaveLength(3);

  const listed = await product.json(['list']);
  expect(listed).toHaveLength(3);
  const shown = clients.map(({ sessionId }) => String(registry(stage)[sessionId]?.['name']));
  expect(new Set(shown).size).toBe(3);
  for (const [at, client] of clients.entries()) {
    expect(registry(stage)[client.sessionId]).toMatchObject({ task: `work on ${work[at]}` });
    await stage.until(`the line of ${client.pane} shows ${shown[at]}`, async () =>
      (await screen(stage, client.pane)).includes(shown[at] ?? '?'),
    );
  }
  const windows = async (): Promise<readonly string[]> =>
    (await stage.tmux('list-windows', '-F', '#{window_name}')).trim().split('\n');
  await stage.until(
    'tmux shows the names',
    async () => (await windows()).join() === ['mine', `${shown[1]}:C2`, `${shown[2]}:C3`].join(),
  );

  await stage.until(
    'no namer runs any more',
    () => !stage.processes().some(({ argv }) => argv.includes('-p')),
  );
  const ids = clients.map(({ sessionId }) => sessionId).sort();
  expect(Object.keys(registry(stage)).sort()).toEqual(ids);
  expect(
    clientEntries(stage)
      .map(({ sessionId }) => sessionId)
      .sort(),
  ).toEqual(ids);
  expect(filesBelow(join(stage.paths.claudeConfig, 'sessions'))).toHaveLength(3);
  const transcripts = filesBelow(join(stage.paths.claudeConfig, 'projects')).filter((path) =>
    path.endsWith('.jsonl'),
  );
  expect(transcripts.map((path) => path.replace(/^.*\/|\.jsonl$/g, '')).sort()).toEqual(ids);
  const journal = readFileSync(join(stage.paths.instances, 'statusline.jsonl'), 'utf8');
  expect(journal).not.toContain('"origin":"print"');
});
