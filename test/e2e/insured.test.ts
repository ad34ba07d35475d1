import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prompt, startClient, transcript, untilClient, type StageClient } from '../rig/clients.ts';
import { argvOf, clientsByRef, onlyEntry, openPane } from '../rig/desk.ts';
import { field } from '../rig/json.ts';
import { installProduct, registry, type Product } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';

interface Scene {
  readonly stage: Stage;
  readonly product: Product;
  readonly client: StageClient;
}

async function openScene(): Promise<Scene> {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const pane = await openPane(stage, 'new-session', '-d', '-s', 'main');
  return { stage, product, client: await startClient(stage, pane) };
}

function copyOf({ stage, client }: Scene): string {
  return join(stage.paths.instances, 'transcripts', `${client.sessionId}.jsonl`);
}

/** As the client's own sweep does after 30 days, with the folders that it leaves empty. */
function sweep(stage: Stage): void {
  const projects = join(stage.paths.claudeConfig, 'projects');
  for (const name of readdirSync(projects)) rmSync(join(projects, name), { recursive: true });
}

/** Brings the session back by its number, and gives its client. */
async function recovered({ stage, product, client }: Scene): Promise<StageClient> {
  const { results } = Object(await product.json(['recover', 'C1'])) as { results: readonly unknown[] };
  expect(results.map((result) => field(result, 'outcome'))).toEqual(['restored']);
  // A client that resumes from a file bears an id of its own until it has read it.
  await stage.until('the client says which conversation it runs', async () => {
    const ids = Object.values(await clientsByRef(stage));
    return ids.length === 1 && ids[0] === client.sessionId;
  });
  return untilClient(stage, 'main:0.0');
}

/** Asks the session something, and gives what the client then sent to the model. */
async function heardBy(stage: Stage, client: StageClient, words: string): Promise<readonly string[]> {
  await prompt(stage, client, words);
  return stage.model.requests.find((request) => request.prompt === words)?.conversation ?? [];
}

test('a conversation that was swept away comes back whole, and is found by its id from then on', async () => {
  const scene = await openScene();
  const { stage, client } = scene;
  await prompt(stage, client, 'remember the heron');
  await stage.until('the conversation is kept', () => existsSync(copyOf(scene)));
  await stage.powerCut();
  sweep(stage);

  const resumed = await recovered(scene);
  expect(argvOf(onlyEntry(stage, client.sessionId).pid)).toContain(copyOf(scene));
  expect(await heardBy(stage, resumed, 'what did I say?')).toContain('remember the heron');
  expect(transcript(stage, client.sessionId)).toContain('what did I say?');

  await stage.powerCut();
  const again = await recovered(scene);
  expect(argvOf(onlyEntry(stage, client.sessionId).pid)).not.toContain(copyOf(scene));
  const heard = await heardBy(stage, again, 'and before that?');
  expect(heard).toEqual(expect.arrayContaining(['remember the heron', 'what did I say?']));
  expect(statSync(copyOf(scene)).nlink).toBe(2);
  expect(Object.keys(registry(stage))).toEqual([client.sessionId]);
});
