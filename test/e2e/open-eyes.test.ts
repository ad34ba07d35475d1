// How sessions end while the resident watches. Nothing here asks the product before its registry tells: a
// question would look at the machine by itself.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  clientEntries,
  prompt,
  startClient,
  typeLine,
  untilClient,
  type StageClient,
} from '../rig/clients.ts';
import { residents, untilEndIsKnown, untilResident } from '../rig/eyes.ts';
import { field } from '../rig/json.ts';
import { openFamine } from '../rig/memory.ts';
import { kill, seenProcess } from '../rig/processes.ts';
import { installProduct, registry, type Product } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';

/** What is promised of every death. */
const seenWithinMs = 2000;

interface Scene {
  readonly stage: Stage;
  readonly product: Product;
}

async function openScene(): Promise<Scene> {
  const stage = await openStage();
  try {
    const product = await installProduct(stage);
    await stage.tmux('new-session', '-d', '-s', 'main');
    return { stage, product };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** A client with a conversation, in a pane that this tmux command makes. */
async function openClient(stage: Stage, ...command: readonly string[]): Promise<StageClient> {
  const where = ['-d', '-P', '-F', '#{pane_id}', '-c', stage.project('proj')];
  const [name = '', ...rest] = command;
  const isPanesOwn = rest.at(-1) === 'claude';
  const program = isPanesOwn ? ['claude'] : [];
  const pane = (
    await stage.tmux(name, ...where, ...(isPanesOwn ? rest.slice(0, -1) : rest), ...program)
  ).trim();
  const client = isPanesOwn ? await untilClient(stage, pane) : await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  return client;
}

async function recoverable(product: Product): Promise<readonly unknown[]> {
  const listed = await product.json(['recover', 'list']);
  return Array.isArray(listed) ? listed.map((item: unknown) => field(item, 'session_id')) : [];
}

async function listedReason(product: Product, { sessionId }: StageClient): Promise<unknown> {
  const listed = await product.json(['list', '--all']);
  const all: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return field(
    field(
      all.find((item) => field(item, 'session_id') === sessionId),
      'ended',
    ),
    'reason',
  );
}

interface Fate {
  readonly how: string;
  readonly wanted: string;
  /** The tmux command that makes its pane. Default: a window. */
  readonly pane?: readonly string[];
  readonly end: (stage: Stage, client: StageClient) => unknown;
}

const window = ['new-window', '-t', 'main:'] as const;
const ownWindow = [...window, 'claude'] as const;
const signalled =
  (name: NodeJS.Signals) =>
  (_: Stage, { pid }: StageClient) =>
    kill(pid, name);

/** Ends that a tmux server survives. */
const fates: readonly Fate[] = [
  {
    how: 'its pane, one of two, is killed',
    wanted: 'closed',
    pane: ['split-window', '-t', 'main:0'],
    end: (stage, { pane }) => stage.tmux('kill-pane', '-t', pane),
  },
  {
    how: 'its pane, whose own process it is, is killed',
    wanted: 'closed',
    pane: ownWindow,
    end: (stage, { pane }) => stage.tmux('kill-pane', '-t', pane),
  },
  {
    how: 'its window is killed',
    wanted: 'closed',
    end: (stage, { pane }) => stage.tmux('kill-window', '-t', pane),
  },
  {
    how: 'its tmux session is killed',
    wanted: 'closed',
    pane: ['new-session', '-s', 'aside'],
    end: (stage) => stage.tmux('kill-session', '-t', 'aside'),
  },
  { how: 'it is killed (SIGKILL)', wanted: 'crashed', end: signalled('SIGKILL') },
  {
    how: 'it is killed (SIGKILL) and its pane goes with it',
    wanted: 'crashed',
    pane: ownWindow,
    end: signalled('SIGKILL'),
  },
  { how: 'it is told to end (SIGTERM)', wanted: 'terminated', end: signalled('SIGTERM') },
  {
    how: 'it is told to end (SIGTERM) and its pane goes with it',
    wanted: 'terminated',
    pane: ownWindow,
    end: signalled('SIGTERM'),
  },
  { how: 'it is hung up on (SIGHUP)', wanted: 'terminated', end: signalled('SIGHUP') },
  { how: 'its user leaves', wanted: 'exited', end: (stage, { pane }) => typeLine(stage, pane, '/exit') },
];
const lost = ['crashed', 'terminated', 'server-lost'];

describe('while the tmux server lives', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene?.stage.close());

  test.for(fates)('a session is $wanted when $how', async (fate, { annotate }) => {
    const { stage, product } = scene;
    const client = await openClient(stage, ...(fate.pane ?? window));
    const resident = await untilResident(stage);
    await fate.end(stage, client);
    const end = await untilEndIsKnown(stage, client);
    await annotate(`known ${end.delayMs} ms after its process was gone`);
    expect(end).toMatchObject({ reason: fate.wanted, isRecoverable: lost.includes(fate.wanted) });
    expect(end.delayMs).toBeLessThan(seenWithinMs);
    expect(await listedReason(product, client)).toBe(fate.wanted);
    expect((await recoverable(product)).includes(client.sessionId)).toBe(lost.includes(fate.wanted));
    expect(residents(stage).map(({ pid }) => pid)).toEqual([resident.pid]);
  });

  test.for(fates)('a session is $wanted when $how and the resident dies with it', async (fate) => {
    const { stage, product } = scene;
    const client = await openClient(stage, ...(fate.pane ?? window));
    kill((await untilResident(stage)).pid, 'SIGKILL');
    await fate.end(stage, client);
    const reason = await stage.until('its end is told to who asks', () => listedReason(product, client));
    expect(reason).toBe(fate.wanted);
    expect((await recoverable(product)).includes(client.sessionId)).toBe(lost.includes(fate.wanted));
  });

  test('a session is cleared when its user clears it, and its process goes on with another one', async () => {
    const { stage, product } = scene;
    const client = await openClient(stage, ...window);
    await typeLine(stage, client.pane, '/clear');
    const next = await stage.until('the client goes on under a new id', () =>
      clientEntries(stage).find(({ pid, sessionId }) => pid === client.pid && sessionId !== client.sessionId),
    );
    const reason = await stage.until('its end is known', () =>
      field(registry(stage)[client.sessionId]?.['ended'], 'reason'),
    );
    expect(reason).toBe('cleared');
    expect(registry(stage)[next.sessionId]).toMatchObject({ status: 'active' });
    expect(await recoverable(product)).not.toContain(client.sessionId);
    expect(seenProcess(client.pid)).not.toBeNull();
  });

  test('a session is seen to wait for its user’s permission, and to go on when it has it', async () => {
    const { stage, product } = scene;
    const client = await openClient(stage, ...window);
    await untilResident(stage);
    const activity = (): unknown => registry(stage)[client.sessionId]?.['activity'];
    const asked = prompt(stage, client, 'RUN touch granted');
    await stage.until('it is seen to wait', () => activity() === 'waiting');
    await stage.tmux('send-keys', '-t', client.pane, 'Enter');
    await asked;
    await stage.until('its turn is seen to be over', () => activity() === 'idle');
    const { stdout } = await product.run(['log', client.sessionId]);
    // The client's own notice of the permission comes after seconds, and of what follows never.
    expect(stdout).toMatch(/monitor\s+activity\s.*waiting[\s\S]*monitor\s+activity\s.*working/);
  });

  const famine = openFamine();
  famine?.end();
  test.skipIf(famine === null)(
    'a session is crashed when the kernel ends it for want of memory',
    async (context) => {
      const { stage, product } = scene;
      const group = openFamine() ?? context.skip();
      onTestFinished(() => stage.until('the group is gone', () => group.end()).then(() => undefined));
      const client = await openClient(stage, ...window);
      group.admit(client.pid);
      // Whatever it does now needs a page that it cannot have.
      await stage.tmux('send-keys', '-t', client.pane, '-l', 'x');
      const end = await untilEndIsKnown(stage, client);
      await context.annotate(`known ${end.delayMs} ms after its process was gone`);
      expect(group.killCount()).toBeGreaterThan(0);
      expect(end).toMatchObject({ reason: 'crashed', isRecoverable: true });
      expect(end.delayMs).toBeLessThan(seenWithinMs);
      const evidence = field(registry(stage)[client.sessionId]?.['ended'], 'evidence');
      expect(evidence).toContainEqual(expect.stringContaining('for want of memory'));
      expect(await recoverable(product)).toContain(client.sessionId);
    },
  );
});

/** Everything of the user's gets these signals at once, save who must live on to be asked. */
function signalAll(
  stage: Stage,
  signals: readonly NodeJS.Signals[],
  isMeant: (argv: string) => boolean,
): void {
  for (const { pid, argv } of stage.processes()) {
    if (isMeant(argv.join(' '))) for (const signal of signals) kill(pid, signal);
  }
}

const isResident = (argv: string): boolean => argv.includes('monitor run');
const noClientRuns = (stage: Stage): boolean =>
  !stage.processes().some(({ command }) => command === 'claude');

/** Ends of a whole tmux server. */
const serverFates: readonly { readonly how: string; readonly end: (stage: Stage) => unknown }[] = [
  { how: 'is killed by its user (kill-server)', end: (stage) => stage.tmux('kill-server') },
  {
    how: 'is killed (SIGKILL), as for want of memory',
    end: async (stage) => kill((await stage.tmuxServerPid()) ?? 0, 'SIGKILL'),
  },
  {
    how: 'is told to end (SIGTERM)',
    end: async (stage) => kill((await stage.tmuxServerPid()) ?? 0, 'SIGTERM'),
  },
  {
    how: 'is told to end (SIGTERM) together with all in it',
    end: async (stage) => {
      signalAll(stage, ['SIGTERM', 'SIGHUP'], (argv) => !isResident(argv));
      // Whoever asks a session to end does not wait for ever for one that hangs.
      await stage
        .until('no client runs', () => noClientRuns(stage), { timeoutMs: 5000 })
        .catch(() => signalAll(stage, ['SIGKILL'], (argv) => !isResident(argv)));
    },
  },
];

async function openThree(stage: Stage): Promise<readonly StageClient[]> {
  return [
    await openClient(stage, ...window),
    await openClient(stage, 'split-window', '-t', 'main:0'),
    await openClient(stage, 'new-session', '-s', 'aside', 'claude'),
  ];
}

test.for(serverFates)(
  'all its sessions are server-lost when a tmux server $how',
  async (fate, { annotate }) => {
    const { stage, product } = await openScene();
    onTestFinished(() => stage.close());
    const clients = await openThree(stage);
    const resident = await untilResident(stage);
    await fate.end(stage);
    const ends = await Promise.all(clients.map((client) => untilEndIsKnown(stage, client)));
    await annotate(
      `known ${ends.map(({ delayMs }) => delayMs).join(', ')} ms after their processes were gone`,
    );
    expect(ends.map(({ reason }) => reason)).toEqual(['server-lost', 'server-lost', 'server-lost']);
    expect(Math.max(...ends.map(({ delayMs }) => delayMs))).toBeLessThan(seenWithinMs);
    expect(new Set(await recoverable(product))).toEqual(new Set(clients.map(({ sessionId }) => sessionId)));
    // It was started from one of these clients, in a pane of that server.
    expect(residents(stage).map(({ pid }) => pid)).toEqual([resident.pid]);
  },
);

test.for(serverFates)(
  'all its sessions are server-lost when a tmux server $how and the resident dies with it',
  async (fate) => {
    const { stage, product } = await openScene();
    onTestFinished(() => stage.close());
    const clients = await openThree(stage);
    kill((await untilResident(stage)).pid, 'SIGKILL');
    await fate.end(stage);
    await stage.until('no client runs', () => noClientRuns(stage));
    for (const client of clients) {
      const reason = await stage.until('its end is told to who asks', () => listedReason(product, client));
      expect(reason).toBe('server-lost');
    }
    expect(new Set(await recoverable(product))).toEqual(new Set(clients.map(({ sessionId }) => sessionId)));
  },
);

test('a logout closes nothing: every session can come back', async () => {
  const { stage, product } = await openScene();
  onTestFinished(() => stage.close());
  const clients = await openThree(stage);
  await untilResident(stage);
  // As a login manager ends a session: a word to everything in it, the resident as well, and then the end.
  signalAll(stage, ['SIGTERM', 'SIGHUP'], () => true);
  await stage.until('no client runs', () => noClientRuns(stage));
  await stage.powerCut();
  const reasons = await Promise.all(clients.map((client) => listedReason(product, client)));
  expect(reasons).toEqual(['server-lost', 'server-lost', 'server-lost']);
  expect(new Set(await recoverable(product))).toEqual(new Set(clients.map(({ sessionId }) => sessionId)));
});
