import { expect, onTestFinished, test } from 'vitest';
import {
  clientEntries,
  prompt,
  startClient,
  typeLine,
  untilClient,
  untilShell,
  type StageClient,
} from '../rig/clients.ts';
import { field } from '../rig/json.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, registry, type Product } from '../rig/product.ts';
import { openPane } from '../rig/desk.ts';
import { openStage, type Stage } from '../rig/stage.ts';

async function startInNewWindow(stage: Stage): Promise<StageClient> {
  const pane = await openPane(stage, 'new-window', '-t', 'main:');
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  return client;
}

/** Lets the product look, until it has made up its mind about a session. */
function untilEnded(stage: Stage, product: Product, sessionId: string): Promise<unknown> {
  return stage.until(`the end of ${sessionId} is known`, async () => {
    await product.json(['list']);
    return field(registry(stage)[sessionId]?.['ended'], 'reason');
  });
}

const fates = [
  {
    how: 'kill-pane',
    wanted: 'closed',
    die: (stage: Stage, { pane }: StageClient) => stage.tmux('kill-pane', '-t', pane),
  },
  {
    how: 'kill-window',
    wanted: 'closed',
    die: (stage: Stage, { pane }: StageClient) => stage.tmux('kill-window', '-t', pane),
  },
  { how: 'kill -9', wanted: 'crashed', die: async (_: Stage, { pid }: StageClient) => kill(pid, 'SIGKILL') },
  {
    how: 'SIGTERM',
    wanted: 'terminated',
    die: async (_: Stage, { pid }: StageClient) => kill(pid, 'SIGTERM'),
  },
  {
    how: '/exit',
    wanted: 'exited',
    die: (stage: Stage, { pane }: StageClient) => typeLine(stage, pane, '/exit'),
  },
  {
    how: '/clear',
    wanted: 'cleared',
    die: (stage: Stage, { pane }: StageClient) => typeLine(stage, pane, '/clear'),
  },
  { how: 'kill-server', wanted: 'server-lost', die: (stage: Stage) => stage.tmux('kill-server') },
];

test.for(fates)('a session that ends by $how is $wanted', async ({ die, wanted }) => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await stage.tmux('new-session', '-d', '-s', 'main');
  const client = await startInNewWindow(stage);
  await die(stage, client);
  expect(await untilEnded(stage, product, client.sessionId)).toBe(wanted);

  const listed = await product.json(['recover', 'list']);
  const offered = Array.isArray(listed) ? listed.map((item: unknown) => field(item, 'session_id')) : listed;
  const isRecoverable = ['crashed', 'terminated', 'server-lost'].includes(wanted);
  expect(offered).toEqual(isRecoverable ? [client.sessionId] : []);
});

test('a tmux server that does not answer is not taken for dead', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await stage.tmux('new-session', '-d', '-s', 'main');
  const client = await startInNewWindow(stage);
  const server = (await stage.tmuxServerPid()) ?? 0;
  kill(server, 'SIGSTOP');
  kill(client.pid, 'SIGKILL');
  await product.json(['list']);
  expect(registry(stage)[client.sessionId]).toMatchObject({ status: 'active', ended: null });

  kill(server, 'SIGCONT');
  expect(await untilEnded(stage, product, client.sessionId)).toBe('crashed');
});

test('a restored pane becomes a shell in the project when its client ends', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  await stage.tmux('new-session', '-d', '-s', 'main');
  const { sessionId } = await startInNewWindow(stage);
  await stage.powerCut();
  expect((await product.run(['recover', 'all'])).code).toBe(0);

  const pane =
    (await stage.tmux('list-panes', '-s', '-t', 'main:1', '-F', '#{pane_id}')).trim().split('\n').at(-1) ??
    '';
  const client = await untilClient(stage, pane);
  expect(client.sessionId).toBe(sessionId);
  await typeLine(stage, pane, '/exit');
  await untilShell(stage, pane);
  expect(clientEntries(stage)).toEqual([]);
  expect((await stage.tmux('display-message', '-p', '-t', pane, '#{pane_current_path}')).trim()).toBe(
    stage.project('proj'),
  );
  expect(await untilEnded(stage, product, sessionId)).toBe('exited');
});
