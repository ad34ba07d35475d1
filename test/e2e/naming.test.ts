import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  clientEntries,
  prompt,
  screen,
  startClient,
  transcript,
  typeLine,
  type StageClient,
} from '../rig/clients.ts';
import { writeJson } from '../rig/home.ts';
import { asRecord, field, parseJson, type JsonObject } from '../rig/json.ts';
import { eventsOf, installProduct, registry, type Product } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';

const work = ['tokenizer rewrite with spans', 'invoice export as archive', 'flaky login probe'] as const;

/** Every file below a directory, by its path in there. */
function filesBelow(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' });
}

/** What a stage with a user's own hooks has heard from the client, whoever of its sessions it was. */
function heard(stage: Stage, file: 'hooks' | 'renders'): readonly JsonObject[] {
  const path = join(stage.paths.home, `${file}.jsonl`);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.map((line) => asRecord(parseJson(line))).filter((said) => said !== null);
}

interface Scene {
  readonly stage: Stage;
  readonly product: Product;
  readonly clients: readonly StageClient[];
}

/**
 * Clients of a user who listens to all hooks and renders, and has the line drawn every second: the client draws
 * it at every turn, and a name comes after one.
 */
async function openScene(count: number, isNaming: boolean, login?: object): Promise<Scene> {
  const listener = [
    { hooks: [{ type: 'command', command: 'tr -d "\\n" >> ~/hooks.jsonl; echo >> ~/hooks.jsonl' }] },
  ];
  const events = ['SessionStart', 'UserPromptSubmit', 'Stop', 'SessionEnd'];
  const hooks = Object.fromEntries(events.map((event) => [event, listener]));
  const stage = await openStage({ isNaming });
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const path = join(stage.paths.claudeConfig, 'settings.json');
  const settings = asRecord(parseJson(readFileSync(path, 'utf8'))) ?? {};
  const command = `tee -a ~/renders.jsonl | ${String(field(settings['statusLine'], 'command'))}`;
  // Only now: the client's own plugin commands end like sessions, and tell the user's hooks so.
  writeJson(path, {
    ...settings,
    ...login,
    hooks,
    statusLine: { type: 'command', command, refreshInterval: 1 },
  });
  const where = ['-d', '-P', '-F', '#{pane_id}', '-c', stage.project('proj')];
  // With a login of its own, a pane has no key round it.
  const bare = login === undefined ? [] : ['env', '-u', 'ANTHROPIC_API_KEY', '/bin/bash', '-l'];
  const panes = [await stage.tmux('new-session', '-s', 'main', ...where, ...bare)];
  while (panes.length < count) panes.push(await stage.tmux('new-window', ...where));
  const clients: StageClient[] = [];
  for (const pane of panes) clients.push(await startClient(stage, pane.trim()));
  return { stage, product, clients };
}

function lastName(stage: Stage, { sessionId }: StageClient, by: string): unknown {
  return eventsOf(stage, 'named', sessionId).findLast((event) => event['by'] === by)?.['name'];
}

/** What the client itself calls a session in the JSON of its last render. */
function nameInClient(stage: Stage, { sessionId }: StageClient): unknown {
  return heard(stage, 'renders').findLast((said) => said['session_id'] === sessionId)?.['session_name'];
}

function namesIn(stage: Stage, clients: readonly StageClient[]): readonly string[] {
  return clients.map(({ sessionId }) => String(registry(stage)[sessionId]?.['name']));
}

/** Waits until a session is called so in the registry, in its line, and by its window. */
async function untilCalled(
  { stage }: Scene,
  client: StageClient,
  name: string,
  window: string,
): Promise<void> {
  await stage.until(`${client.pane} is called ${name}, its window ${window}`, async () => {
    const known = registry(stage)[client.sessionId];
    const line = `${name} C${String(known?.['process_number'])} `;
    if (known?.['name'] !== name || !(await screen(stage, client.pane)).includes(line)) return false;
    const shown = await stage.tmux('display-message', '-p', '-t', client.pane, '#{window_name}');
    return shown.trim() === window;
  });
}

test('three sessions have names of their own after their first turn, and the namer leaves no trace', async () => {
  const scene = await openScene(3, true);
  const { stage, product, clients } = scene;
  for (const [at, client] of clients.entries()) await prompt(stage, client, work[at] ?? '');

  const names = ['Tokenizer Rewrite', 'Invoice Export', 'Flaky Login'];
  for (const [at, client] of clients.entries()) {
    // The client has titled the session as well, by a call of its own, and shows that.
    await stage.until(
      'the title of the client is known',
      () => lastName(stage, client, 'suggested') === work[at],
    );
    await untilCalled(scene, client, names[at] ?? '', `${names[at]}:C${at + 1}`);
    expect(nameInClient(stage, client)).toBe(work[at]);
    expect(registry(stage)[client.sessionId]).toMatchObject({
      auto_named: true,
      task: `work on ${work[at]}`,
    });
  }
  const listed = await product.json(['list']);
  expect(Array.isArray(listed) ? listed.map((session) => field(session, 'name')) : listed).toEqual(names);
  const table = await product.run(['list']);
  for (const name of names) expect(table.stdout).toContain(name);
  const asked = stage.model.requests.filter(({ prompt: text }) => text?.includes('names_taken') === true);
  expect(asked).toHaveLength(3);

  await stage.until(
    'no namer runs any more',
    () => !stage.processes().some(({ argv }) => argv.includes('--safe-mode')),
  );
  const ids = clients.map(({ sessionId }) => sessionId).sort();
  expect(Object.keys(registry(stage)).sort()).toEqual(ids);
  expect(
    clientEntries(stage)
      .map(({ sessionId }) => sessionId)
      .sort(),
  ).toEqual(ids);
  // A name is recorded when its namer has ended and what that left is gone: nothing is waited for here.
  const entries = filesBelow(join(stage.paths.claudeConfig, 'sessions'));
  expect([...entries].sort()).toEqual(clients.map(({ pid }) => `${pid}.json`).sort());
  const transcripts = filesBelow(join(stage.paths.claudeConfig, 'projects')).filter((path) =>
    path.endsWith('.jsonl'),
  );
  expect(transcripts.map((path) => path.replace(/^.*\/|\.jsonl$/g, '')).sort()).toEqual(ids);
  const journal = readFileSync(join(stage.paths.instances, 'statusline.jsonl'), 'utf8');
  expect(journal).not.toContain('"origin":"print"');
  // Neither did a hook of the user's hear of it: each session has started, been asked and answered once.
  expect(
    heard(stage, 'hooks')
      .map((said) => String(said['session_id']))
      .sort(),
  ).toEqual(ids.flatMap((id) => [id, id, id]));
});

test('the generated name becomes the client’s title, and a title by /rename goes before it at once', async () => {
  const scene = await openScene(1, true);
  const { stage, product } = scene;
  const [client] = scene.clients;
  if (client === undefined) throw new Error('No client was started.');
  await prompt(stage, client, work[0]);
  await untilCalled(scene, client, 'Tokenizer Rewrite', 'Tokenizer Rewrite:C1');
  expect(heard(stage, 'hooks').filter((said) => 'session_title' in said)).toEqual([]);

  await prompt(stage, client, 'now the comments');
  await stage.until('the client shows the name', () => nameInClient(stage, client) === 'Tokenizer Rewrite');
  await prompt(stage, client, 'and the strings');
  expect(heard(stage, 'hooks').findLast((said) => said['prompt'] === 'and the strings')).toMatchObject({
    session_title: 'Tokenizer Rewrite',
  });
  expect(lastName(stage, client, 'client')).toBeUndefined();
  expect(registry(stage)[client.sessionId]).toMatchObject({ name: 'Tokenizer Rewrite', auto_named: true });

  await typeLine(stage, client.pane, '/rename Span Keeper');
  await untilCalled(scene, client, 'Span Keeper', 'Span Keeper:C1');
  expect(lastName(stage, client, 'client')).toBe('Span Keeper');
  await prompt(stage, client, 'and the numbers');
  await prompt(stage, client, 'and the rest');
  expect(nameInClient(stage, client)).toBe('Span Keeper');
  const lines = transcript(stage, client.sessionId)
    .split('\n')
    .map((line) => asRecord(parseJson(line)));
  expect(lines.findLast((line) => line?.['type'] === 'ai-title')).toMatchObject({ aiTitle: work[0] });
  expect(lines.findLast((line) => line?.['type'] === 'custom-title')).toMatchObject({
    customTitle: 'Span Keeper',
  });

  expect((await product.run(['rename', '--session', 'C1', 'Mine'])).code).toBe(0);
  await untilCalled(scene, client, 'Mine', 'Mine:C1');
  await prompt(stage, client, 'and so on');
  await stage.until('the client shows it', () => nameInClient(stage, client) === 'Mine');
  await stage.tmux('rename-window', '-t', client.pane, 'my window');
  expect((await product.run(['rename', '--session', 'C1', 'reset'])).code).toBe(0);
  await untilCalled(scene, client, 'Span Keeper', 'my window');
  await prompt(stage, client, 'go on');
  await stage.until('the client shows its own again', () => nameInClient(stage, client) === 'Span Keeper');
});

test('sessions that come to one name are told apart, by whomever they were named', async () => {
  const scene = await openScene(2, false);
  const { stage, product, clients } = scene;
  const [one, two] = clients;
  if (one === undefined || two === undefined) throw new Error('Two clients were to be started.');
  for (const client of clients) await prompt(stage, client, work[0]);
  await untilCalled(scene, one, work[0], `${work[0]}:C1`);
  await untilCalled(scene, two, `${work[0]} 2`, `${work[0]} 2:C2`);
  const resolved = await product.json(['resolve', `${work[0]} 2`]);
  expect(resolved).toMatchObject({ session_id: two.sessionId });

  await typeLine(stage, one.pane, '/rename Span Keeper');
  await untilCalled(scene, one, 'Span Keeper', 'Span Keeper:C1');
  await typeLine(stage, two.pane, '/rename Span Keeper');
  await untilCalled(scene, two, 'Span Keeper 2', 'Span Keeper 2:C2');
  // Claude's own title is its user's, and stays.
  await prompt(stage, two, 'go on');
  expect(nameInClient(stage, two)).toBe('Span Keeper');

  // A title that is given before the first turn is the only one that the client has.
  const where = ['-d', '-P', '-F', '#{pane_id}', '-c', stage.project('proj')];
  const pane = (await stage.tmux('new-window', ...where)).trim();
  const three = await startClient(stage, pane, ['--name', 'Given']);
  await prompt(stage, three, work[1]);
  await untilCalled(scene, three, 'Given', 'Given:C3');
  expect(transcript(stage, three.sessionId)).not.toContain('ai-title');

  expect((await product.run(['rename', '--session', 'C2', 'Span Keeper'])).code).toBe(0);
  await untilCalled(scene, two, 'Span Keeper', 'Span Keeper:C2');
  await untilCalled(scene, one, 'Span Keeper 1', 'Span Keeper 1:C1');
});

test('a user who logs in by a program of theirs has names as well, and the namer reads nothing else of their settings', async () => {
  const scene = await openScene(1, true, { apiKeyHelper: 'echo a-key-by-a-helper' });
  const { stage } = scene;
  const [client] = scene.clients;
  if (client === undefined) throw new Error('No client was started.');
  await prompt(stage, client, work[0]);
  await untilCalled(scene, client, 'Tokenizer Rewrite', 'Tokenizer Rewrite:C1');
  const asked = stage.model.requests.filter(({ prompt: text }) => text?.includes('names_taken') === true);
  expect(asked.map(({ key }) => key)).toEqual(['a-key-by-a-helper']);
  await stage.until(
    'no namer runs any more',
    () => !stage.processes().some(({ argv }) => argv.includes('--safe-mode')),
  );
  expect(filesBelow(join(stage.paths.instances, 'state')).filter((path) => path.includes('login'))).toEqual(
    [],
  );
  expect(new Set(heard(stage, 'hooks').map((said) => said['session_id']))).toEqual(
    new Set([client.sessionId]),
  );
});

test('two sessions that end the same first turn at once have two names', async () => {
  const scene = await openScene(2, true);
  const { stage, clients } = scene;
  for (const { pane } of clients) await typeLine(stage, pane, work[0]);
  const names = await stage.until('both are called by a name that was generated', () => {
    const called = namesIn(stage, clients);
    return called.every((name) => name.startsWith('Tokenizer Rewrite')) && called;
  });
  expect([...names].sort()).toEqual(['Tokenizer Rewrite', expect.stringMatching(/^Tokenizer Rewrite [12]$/)]);
  for (const [at, client] of clients.entries())
    await untilCalled(scene, client, names[at] ?? '', `${names[at]}:C${at + 1}`);
});
