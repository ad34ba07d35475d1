import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, prompt, screen, startClient, transcript, typeLine } from '../rig/clients.ts';
import { clientsByRef, openPane, processesOn } from '../rig/desk.ts';
import { field } from '../rig/json.ts';
import { installProduct, pluginFolder, productAt, registry, untilKnown } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';
import { hasTerminals, openTerminal } from '../rig/terminal.ts';

test('a session outside tmux is known as such, and comes back in a window of its own', async (context) => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  context.skip(!(await hasTerminals(stage)), 'this machine has no script(1) that gives a terminal');
  const product = await installProduct(stage);
  const terminal = openTerminal(stage, stage.project('proj'), 'claude');
  const entry = await stage.until('a client is ready', () => {
    const [found] = clientEntries(stage);
    return found !== undefined && terminal.shown().includes('❯') ? found : null;
  });
  const { sessionId } = entry;
  terminal.type('SAY outside');
  await stage.until('the words stand there', () => terminal.shown().includes('outside'));
  terminal.type('\r');
  await stage.until('the turn is over', () => transcript(stage, sessionId).includes('"assistant"'));
  const known = await untilKnown(stage, sessionId, 'its turn', ({ prompts }) => prompts === 1);
  expect(known).toMatchObject({
    status: 'active',
    origin: 'interactive',
    tmux: null,
    pane_id: null,
    pane_ref: null,
    process: { pid: entry.pid },
  });

  await stage.powerCut();
  expect((await product.run(['recover', 'all'])).code).toBe(0);
  expect(Object.values(await clientsByRef(stage))).toEqual([sessionId]);
  expect(Object.keys(await clientsByRef(stage))).toEqual(['recovered:0.0']);
  expect(registry(stage)[sessionId]).toMatchObject({ status: 'active', pane_ref: 'recovered:0.0' });
});

/** The same stage, seen from the tmux server that `tmux -L <name>` means. */
function onServer(stage: Stage, name: string): Stage {
  const socket = join(dirname(stage.paths.socket), name);
  return {
    ...stage,
    paths: { ...stage.paths, socket },
    tmux: async (...args) => {
      const ran = await stage.run('tmux', ['-L', name, ...args]);
      if (ran.code === 0) return ran.stdout;
      throw new Error(`tmux -L ${name} ${args.join(' ')}: ${ran.stderr}`);
    },
  };
}

test('sessions on two tmux servers come back each on its own', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const other = onServer(stage, 'other');
  const [usual, elsewhere] = await Promise.all(
    [stage, other].map(async (server) => {
      const client = await startClient(server, await openPane(server, 'new-session', '-d', '-s', 'main'));
      await prompt(server, client, `SAY on ${server.paths.socket}`);
      return client;
    }),
  );
  // Both sit in %0 of a `main`: only the server tells them apart.
  expect([usual?.pane, elsewhere?.pane]).toEqual(['%0', '%0']);
  for (const at of [usual, elsewhere])
    expect((await product.run(['resolve', at?.sessionId ?? ''])).code).toBe(0);

  await stage.powerCut();
  expect((await product.run(['recover', 'all'])).code).toBe(0);
  for (const [server, client] of [
    [stage, usual],
    [other, elsewhere],
  ] as const) {
    const id = client?.sessionId ?? '';
    expect((await clientsByRef(server))['main:0.0']).toBe(id);
    expect(processesOn(stage, id)).toHaveLength(1);
    expect(registry(stage)[id]).toMatchObject({
      status: 'active',
      tmux: { socket_path: server.paths.socket },
    });
  }
});

test('a turn that fails leaves its session idle, and says why', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const client = await startClient(stage, await openPane(stage, 'new-session', '-d', '-s', 'main'));
  await prompt(stage, client, 'FAIL 500');
  await untilKnown(stage, client.sessionId, 'one prompt', ({ prompts }) => prompts === 1);
  await untilKnown(stage, client.sessionId, 'its failure', ({ activity }) => activity === 'idle');
  const why = await product.run(['why', client.sessionId]);
  expect(why.stdout).toMatch(/live and idle \(.+\)/);

  await prompt(stage, client, 'SAY better');
  await stage.until('the failure is over', async () =>
    /live and idle\.$/m.test((await product.run(['why', client.sessionId])).stdout),
  );
});

test('a session that asks for a permission waits, in the list and in its line, until it is given', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const pane = await openPane(stage, 'new-session', '-d', '-s', 'main');
  const client = await startClient(stage, pane);
  await typeLine(stage, pane, 'RUN touch made');
  await stage.until('the client asks', async () => (await screen(stage, pane)).includes('Do you want'));
  await untilKnown(stage, client.sessionId, 'its wait', ({ activity }) => activity === 'waiting');
  expect((await product.run(['list'])).stdout).toContain('waiting');

  await stage.tmux('send-keys', '-t', pane, 'Enter');
  await untilKnown(stage, client.sessionId, 'its end', ({ activity }) => activity === 'idle');
  expect(readFileSync(join(stage.project('proj'), 'made'), 'utf8')).toBe('');
});

const foreign = [
  [
    'tabs and CRLF',
    '{\r\n\t"model": "haiku",\r\n\t"statusLine": {"type":"command","command":"other --x"}\r\n}\r\n',
  ],
  ['no newline at its end', '{"statusLine":{"command":"other","padding":0,"type":"command"},"a":[1,\n2 ]}'],
  [
    'escapes and more',
    '{ "statusLine" : { "type": "command", "command": "\\u006fther \\"🦊\\"", "own": {} } ,\n "z": 1.50 }\n\n',
  ],
] as const;

test.for(foreign)('uninstall gives back settings with %s to the byte', async ([, text]) => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const path = join(stage.paths.claudeConfig, 'settings.json');
  const product = productAt(stage, pluginFolder);
  writeFileSync(path, text);

  expect((await product.run(['setup'])).code).toBe(1);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect((await product.run(['setup', '--yes'])).code).toBe(0);
  const command = field(field(JSON.parse(readFileSync(path, 'utf8')), 'statusLine'), 'command');
  expect(command).toContain('statusline');
  expect((await product.run(['uninstall'])).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(text);
});
