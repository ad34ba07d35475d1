import { renameSync, rmdirSync, rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import {
  clientEntries,
  prompt,
  screen,
  startClient,
  typeLine,
  untilShell,
  type StageClient,
} from '../rig/clients.ts';
import { argvOf, clientsByRef, onlyEntry, seenPanes } from '../rig/desk.ts';
import { distrust } from '../rig/home.ts';
import { field } from '../rig/json.ts';
import { kill } from '../rig/processes.ts';
import { eventsOf, installProduct, registry, untilKnown, type Product } from '../rig/product.ts';
import { runOk } from '../rig/run.ts';
import { openStage, type Stage, type StageOptions } from '../rig/stage.ts';

interface Scene {
  readonly stage: Stage;
  readonly product: Product;
  /** Opens a window in `main` and starts a client in it. */
  readonly start: (args?: readonly string[], project?: string) => Promise<StageClient>;
}

async function openScene(options: StageOptions = {}): Promise<Scene> {
  const stage = await openStage(options);
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await stage.tmux('new-session', '-d', '-s', 'main', '-n', 'home');
  return {
    stage,
    product,
    start: async (args = [], project = 'proj') => {
      const where = ['-P', '-F', '#{pane_id}', '-c', stage.project(project)];
      return startClient(stage, (await stage.tmux('new-window', '-t', 'main:', ...where)).trim(), args);
    },
  };
}

function outcomes(recovered: unknown): Readonly<Record<string, unknown>> {
  const results = field(recovered, 'results');
  const items: readonly unknown[] = Array.isArray(results) ? results : [];
  return Object.fromEntries(items.map((item) => [field(item, 'session_id'), field(item, 'outcome')]));
}

test('a session that never had a prompt comes back under its id', async () => {
  const { stage, product, start } = await openScene();
  const { sessionId } = await start();
  await stage.until('the session is registered', () => registry(stage)[sessionId]?.['status'] === 'active');
  await stage.powerCut();
  expect(outcomes(await product.json(['recover', 'all']))).toEqual({ [sessionId]: 'restored' });
  expect(await clientsByRef(stage)).toEqual({ 'main:1.0': sessionId });
});

test('a session comes back under the flags that it was started with', async () => {
  const { stage, product, start } = await openScene();
  const flags = [
    '--model',
    'sonnet',
    '--permission-mode',
    'acceptEdits',
    '--append-system-prompt',
    "'mind the gap'",
  ];
  const client = await start(flags);
  await prompt(stage, client, 'hello');
  await stage.powerCut();
  expect((await product.run(['recover', 'all'])).code).toBe(0);
  const argv = argvOf(onlyEntry(stage, client.sessionId).pid);
  expect(argv).toEqual(
    expect.arrayContaining(['--model', 'sonnet', '--append-system-prompt', 'mind the gap']),
  );
  expect(argv[argv.indexOf('--permission-mode') + 1]).toBe('acceptEdits');
  expect(argv[argv.indexOf('--resume') + 1]).toBe(client.sessionId);
});

test('a session comes back with the model that it was switched to', async () => {
  const { stage, product, start } = await openScene();
  const client = await start(['--model', 'opus']);
  await prompt(stage, client, 'hello');
  await typeLine(stage, client.pane, '/model haiku');
  await stage.until('the client asks', async () =>
    (await screen(stage, client.pane)).includes('Yes, switch'),
  );
  await stage.tmux('send-keys', '-t', client.pane, 'Enter');
  await untilKnown(stage, client.sessionId, 'its model', ({ model }) => String(model).includes('Haiku'));
  await stage.powerCut();
  expect((await product.run(['recover', 'all'])).code).toBe(0);
  const argv = argvOf(onlyEntry(stage, client.sessionId).pid);
  expect(argv.filter((word) => word === '--model')).toHaveLength(1);
  expect(argv[argv.indexOf('--model') + 1]).toMatch(/^claude-haiku-/);
});

test('a client that crashed alone comes back in its own pane, and nobody else is touched', async () => {
  const { stage, product, start } = await openScene();
  const [neighbour, crashed] = [await start(), await start()];
  await prompt(stage, neighbour, 'hello from the neighbour');
  await prompt(stage, crashed, 'hello');
  kill(crashed.pid, 'SIGKILL');
  await untilShell(stage, crashed.pane);
  const before = await seenPanes(stage);

  expect(outcomes(await product.json(['recover', 'all']))).toEqual({ [crashed.sessionId]: 'restored' });
  expect(await clientsByRef(stage)).toEqual({
    'main:1.0': neighbour.sessionId,
    'main:2.0': crashed.sessionId,
  });
  expect(onlyEntry(stage, neighbour.sessionId).pid).toBe(neighbour.pid);
  expect((await seenPanes(stage)).map(({ ref, id }) => ({ ref, id }))).toEqual(
    before.map(({ ref, id }) => ({ ref, id })),
  );
});

test('a dry run prints the plan and does nothing', async () => {
  const { stage, product, start } = await openScene();
  const client = await start();
  await prompt(stage, client, 'hello');
  await stage.powerCut();
  const ran = await product.run(['recover', 'all', '--dry-run']);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(client.sessionId);
  expect(stage.processes()).toEqual([]);
});

test('a session whose directory is gone says so, keeps its record, and comes back once it is there again', async () => {
  const { stage, product, start } = await openScene({ projects: ['proj', 'passing'] });
  const client = await start([], 'passing');
  await prompt(stage, client, 'hello');
  await stage.powerCut();
  const [here, away] = [stage.project('passing'), `${stage.project('passing')}-away`];
  renameSync(here, away);
  const refused = await product.run(['recover', 'all', '--json']);
  expect(refused.code).toBe(1);
  expect(outcomes(JSON.parse(refused.stdout))).toEqual({ [client.sessionId]: 'directory-gone' });
  expect(clientEntries(stage)).toEqual([]);

  renameSync(away, here);
  expect(outcomes(await product.json(['recover', client.sessionId]))).toEqual({
    [client.sessionId]: 'restored',
  });
  expect(onlyEntry(stage, client.sessionId).cwd).toBe(here);
});

test('a session whose directory was renamed is brought back there when it is named, or where --cwd says', async () => {
  const { stage, product, start } = await openScene({ projects: ['proj', 'api', 'kernel', 'else'] });
  const [moved, taken] = [await start([], 'api'), await start([], 'api')];
  await prompt(stage, moved, 'SAY first');
  await prompt(stage, taken, 'SAY second');
  await stage.until('its directory is marked', async () => {
    await product.json(['list']);
    return eventsOf(stage, 'changed', moved.sessionId).some(
      ({ changes }) => field(changes, 'projectMark') !== undefined,
    );
  });
  await stage.powerCut();
  // Both paths are trusted already: what is asked for here is the conversation.
  rmdirSync(stage.project('kernel'));
  renameSync(stage.project('api'), stage.project('kernel'));

  const listed = await product.run(['recover', 'list']);
  expect(listed.stdout).toContain(`${stage.project('kernel')} now`);
  const refused = await product.run(['recover', 'all', '--json']);
  expect(refused.code).toBe(1);
  expect(new Set(Object.values(outcomes(JSON.parse(refused.stdout))))).toEqual(new Set(['directory-gone']));
  expect(clientEntries(stage)).toEqual([]);

  expect(outcomes(await product.json(['recover', moved.sessionId]))).toEqual({
    [moved.sessionId]: 'restored',
  });
  const elsewhere = ['recover', taken.sessionId, '--cwd', stage.project('else')];
  expect(outcomes(await product.json(elsewhere))).toEqual({ [taken.sessionId]: 'restored' });
  // A client's own entry bears another id until it has read the conversation.
  await stage.until('both say who they are', () =>
    [moved, taken].every(({ sessionId }) =>
      clientEntries(stage).some((entry) => entry.sessionId === sessionId),
    ),
  );
  expect(onlyEntry(stage, moved.sessionId).cwd).toBe(stage.project('kernel'));
  expect(onlyEntry(stage, taken.sessionId).cwd).toBe(stage.project('else'));
  for (const [client, words] of [
    [moved, 'first'],
    [taken, 'second'],
  ] as const) {
    const ref = Object.entries(await clientsByRef(stage)).find(
      ([, sessionId]) => sessionId === client.sessionId,
    )?.[0];
    await stage.until('its words are there', async () => (await screen(stage, ref ?? '')).includes(words));
  }
  // A second time its place is known.
  await stage.powerCut();
  expect(outcomes(await product.json(['recover', 'all']))).toEqual({
    [moved.sessionId]: 'restored',
    [taken.sessionId]: 'restored',
  });
});

test('a session whose worktree was removed names its repository, and goes on there', async () => {
  const { stage, product, start } = await openScene({ projects: ['proj', 'tree'], areRepositories: true });
  const [repository, tree] = [stage.project('proj'), stage.project('tree')];
  rmSync(tree, { recursive: true });
  await runOk('git', ['-C', repository, 'worktree', 'add', '--quiet', tree], { env: stage.env });
  const client = await start([], 'tree');
  await prompt(stage, client, 'SAY in the tree');
  await stage.until('its repository is known', async () => {
    await product.json(['list']);
    return eventsOf(stage, 'changed', client.sessionId).some(
      ({ changes }) => field(changes, 'projectRepository') === repository,
    );
  });
  await stage.powerCut();
  await runOk('git', ['-C', repository, 'worktree', 'remove', '--force', tree], { env: stage.env });

  expect((await product.run(['recover', 'list'])).stdout).toContain(`--cwd ${repository} `);
  const recovered = await product.json(['recover', client.sessionId, '--cwd', repository]);
  expect(outcomes(recovered)).toEqual({ [client.sessionId]: 'restored' });
  await stage.until('its words are there', async () =>
    (await screen(stage, 'main:1.0')).includes('in the tree'),
  );
  await stage.until('it says where it is', () => onlyEntry(stage, client.sessionId).cwd === repository);
});

test('a program that the user lets come back runs again where it ran, and no other', async () => {
  const { stage, product, start } = await openScene();
  expect((await product.run(['config', 'set', 'recovery.commands', '["sleep 1234"]'])).code).toBe(0);
  const client = await start();
  await prompt(stage, client, 'hello');
  for (const words of ['sleep 1234', 'sleep 4321']) {
    const pane = (await stage.tmux('new-window', '-t', 'main:', '-P', '-F', '#{pane_id}')).trim();
    await untilShell(stage, pane);
    await typeLine(stage, pane, words);
  }
  const commands = async (): Promise<readonly string[]> =>
    (await seenPanes(stage)).map(({ command }) => command);
  await stage.until('both run', async () => (await commands()).slice(2).join() === 'sleep,sleep');
  expect((await product.run(['layout', 'save'])).code).toBe(0);

  await stage.powerCut();
  expect(outcomes(await product.json(['recover', 'all']))).toEqual({ [client.sessionId]: 'restored' });
  await stage.until('one runs again', async () => (await commands()).slice(2).join() === 'sleep,bash');
  const running = stage.processes().map(({ argv }) => argv.join(' '));
  expect(running.filter((words) => words.startsWith('sleep'))).toEqual(['sleep 1234']);
});

test('one session can be brought back to a place of choice, by its number', async () => {
  const { stage, product, start } = await openScene();
  const [wanted, other] = [await start(), await start()];
  await prompt(stage, wanted, 'hello');
  await prompt(stage, other, 'hello from the other');
  const number = registry(stage)[wanted.sessionId]?.['process_number'];
  await stage.powerCut();

  await stage.tmux('new-session', '-d', '-s', 'fresh', '-c', stage.paths.home);
  await untilShell(stage, 'fresh:0.0');
  const recovered = await product.json(['recover', `C${String(number)}`, '--target', 'fresh:0.0']);
  expect(outcomes(recovered)).toEqual({ [wanted.sessionId]: 'restored' });
  expect(await clientsByRef(stage)).toEqual({ 'fresh:0.0': wanted.sessionId });
});

test('a session that was resumed by hand meanwhile is not started again', async () => {
  const { stage, product, start } = await openScene();
  const client = await start();
  const { sessionId } = client;
  await prompt(stage, client, 'hello');
  await stage.powerCut();

  await stage.tmux('new-session', '-d', '-s', 'by-hand', '-c', stage.project('proj'));
  const resumed = await startClient(stage, 'by-hand:0.0', ['--resume', sessionId]);
  await product.run(['recover', 'all']);
  await product.run(['recover', sessionId]);
  expect(clientEntries(stage).map(({ pid }) => pid)).toEqual([resumed.pid]);
  expect(await clientsByRef(stage)).toEqual({ 'by-hand:0.0': sessionId });
});

test('a client that is held by a question is reported as waiting, and counts once it was answered', async () => {
  const { stage, product, start } = await openScene();
  const client = await start();
  await prompt(stage, client, 'hello');
  await stage.powerCut();
  distrust(stage.paths, stage.project('proj'));

  const held = await product.run(['recover', 'all', '--json']);
  expect(outcomes(JSON.parse(held.stdout))).toEqual({ [client.sessionId]: 'waiting' });
  expect(held.stdout).toMatch(/trust/);
  // Not tried again by itself, and not passed over in silence.
  expect((await product.run(['recover', 'all'])).stdout).toMatch(/left out: .*folder trust/);
  await stage.tmux('send-keys', '-t', 'main:1.0', 'Enter');
  await stage.until(
    'the session is active again',
    () => registry(stage)[client.sessionId]?.['status'] === 'active',
  );
  expect(await clientsByRef(stage)).toEqual({ 'main:1.0': client.sessionId });
});
