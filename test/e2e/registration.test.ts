import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientEntries, prompt, startClient, typeLine, type StageClient } from '../rig/clients.ts';
import { clientsByRef, openPane } from '../rig/desk.ts';
import { field, type JsonObject } from '../rig/json.ts';
import { eventsOf, installProduct, pluginFolder, productAt, registry, untilKnown } from '../rig/product.ts';
import { openStage, type Stage, type StageOptions } from '../rig/stage.ts';

async function openStageWithPane(
  options: StageOptions = {},
): Promise<{ readonly stage: Stage; readonly pane: string }> {
  const stage = await openStage(options);
  onTestFinished(() => stage.close());
  return { stage, pane: await openPane(stage, 'new-session', '-d', '-s', 'main', '-n', 'desk') };
}

const isActive = (session: JsonObject): boolean => session['status'] === 'active';

test('a session of the installed plugin registers itself, and its commands know who they run in', async () => {
  const { stage, pane } = await openStageWithPane({ settings: { permissions: { allow: ['Bash'] } } });
  await installProduct(stage);
  const client = await startClient(stage, pane);
  // The first render may come before SessionStart's hook, and knows no better than that it goes on.
  const session = await untilKnown(
    stage,
    client.sessionId,
    'its start',
    ({ continued }) => continued === false,
  );
  expect(session).toMatchObject({
    status: 'active',
    process_number: 1,
    pane_id: pane,
    pane_ref: 'main:0.0',
    project_dir: stage.project('proj'),
    ended: null,
    tmux: { socket_path: stage.paths.socket, session_name: 'main', window_name: 'desk' },
    process: { pid: client.pid },
  });

  await prompt(stage, client, 'RUN echo "$SESSION_ID" > who.txt');
  expect(readFileSync(join(stage.project('proj'), 'who.txt'), 'utf8').trim()).toBe(client.sessionId);
  await untilKnown(stage, client.sessionId, 'one prompt', ({ prompts }) => prompts === 1);
  expect(readFileSync(join(stage.paths.instances, `counts/${client.sessionId}.txt`), 'utf8').trim()).toBe(
    '1',
  );
});

test('a session that no hook told of is registered by its first render', async () => {
  const render = { type: 'command', command: `node ${join(pluginFolder, 'dist/statusline.js')} render` };
  const { stage, pane } = await openStageWithPane({ settings: { statusLine: render } });
  const client = await startClient(stage, pane);
  const session = await untilKnown(stage, client.sessionId, 'active', isActive);
  expect(session).toMatchObject({ continued: true, pane_id: pane, process: { pid: client.pid } });
  expect(eventsOf(stage, 'seen', client.sessionId).map(({ source }) => source)).toEqual(['render']);
});

test('a session older than the plugin is found, and comes back', async () => {
  const { stage, pane } = await openStageWithPane();
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  const product = await installProduct(stage);
  await product.json(['list']);
  expect(registry(stage)[client.sessionId]).toMatchObject({
    status: 'active',
    continued: true,
    pane_ref: 'main:0.0',
  });

  await stage.powerCut();
  expect((await product.run(['recover', 'all'])).code).toBe(0);
  expect(await clientsByRef(stage)).toEqual({ 'main:0.0': client.sessionId });
});

test('a print-mode run is recorded as one and never offered', async () => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  const printed = await stage.run('claude', ['-p', 'SAY printed'], { cwd: stage.project('proj') });
  expect(printed).toMatchObject({ code: 0, stdout: 'printed\n' });
  expect(await product.json(['recover', 'list'])).toEqual([]);
  expect(Object.values(registry(stage)).map(({ origin }) => origin)).toEqual(['print']);
});

test('a print-mode run that asks a lost conversation something leaves it to come back', async () => {
  const { stage, pane } = await openStageWithPane();
  const product = await installProduct(stage);
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'SAY something to come back to');
  await stage.powerCut();
  const asked = await stage.run('claude', ['-p', '--resume', client.sessionId, 'SAY asked'], {
    cwd: stage.project('proj'),
  });
  expect(asked).toMatchObject({ code: 0, stdout: 'asked\n' });
  expect(await product.json(['recover', 'list'])).toMatchObject([
    { session_id: client.sessionId, last_prompt: 'SAY something to come back to', recoverable: true },
  ]);
});

async function cleared(stage: Stage, client: StageClient): Promise<string> {
  await typeLine(stage, client.pane, '/clear');
  const entry = await stage.until('the client has a new session', () =>
    clientEntries(stage).find(({ pid, sessionId }) => pid === client.pid && sessionId !== client.sessionId),
  );
  return entry.sessionId;
}

test('a render that comes after /clear does not revive the session that was left', async () => {
  const { stage, pane } = await openStageWithPane();
  const product = await installProduct(stage);
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  const next = await cleared(stage, client);
  await untilKnown(stage, next, 'active', isActive);
  await prompt(stage, { ...client, sessionId: next }, 'hello again');

  const late = {
    session_id: client.sessionId,
    cwd: stage.project('proj'),
    workspace: { project_dir: stage.project('proj') },
  };
  const socket = `${stage.paths.socket},${await stage.tmuxServerPid()},0`;
  const env = { ...stage.env, TMUX: socket, TMUX_PANE: pane, CLAUDE_CODE_SESSION_ID: client.sessionId };
  const rendered = await product.run(['render'], { env, stdin: JSON.stringify(late) });
  expect(rendered.code).toBe(0);

  const known = registry(stage);
  expect(field(known[client.sessionId]?.['ended'], 'reason')).toBe('cleared');
  expect(known[next]).toMatchObject({ status: 'active', process: { pid: client.pid }, pane_id: pane });
});

test('a pane that moves and a window that is renamed are known from the next turn on', async () => {
  const { stage, pane } = await openStageWithPane();
  await installProduct(stage);
  const client = await startClient(stage, pane);
  await prompt(stage, client, 'hello');
  await untilKnown(stage, client.sessionId, 'its pane', ({ pane_ref }) => pane_ref === 'main:0.0');

  await stage.tmux('split-window', '-t', pane);
  await stage.tmux('break-pane', '-s', pane, '-t', 'main:4', '-n', 'moved');
  await prompt(stage, client, 'hello from elsewhere');
  await untilKnown(stage, client.sessionId, 'its new pane', ({ pane_ref }) => pane_ref === 'main:4.0');
  expect(eventsOf(stage, 'pane_migrated', client.sessionId)).not.toEqual([]);

  await stage.tmux('rename-window', '-t', 'main:4', 'renamed');
  await prompt(stage, client, 'hello under another name');
  await untilKnown(
    stage,
    client.sessionId,
    'its window',
    ({ tmux }) => field(tmux, 'window_name') === 'renamed',
  );
});

const hookEvents = [
  'SessionStart',
  'UserPromptSubmit',
  'Stop',
  'StopFailure',
  'Notification',
  'SessionEnd',
  'CwdChanged',
  'PreCompact',
];
const garbage = [
  ['nothing', ''],
  ['half an object', '{"session_id":"763984d1-222d-4a68'],
  ['an array', '[]'],
  ['null', 'null'],
  ['wrong types', '{"session_id":5,"cwd":[],"hook_event_name":{},"source":null}'],
  ['an id that climbs', '{"session_id":"../../../../etc/passwd","cwd":"/"}'],
  ['a megabyte of junk', '\u0000\u001b]52;c;\u0007'.repeat(120_000)],
] as const;

test.for(garbage)('hooks given %s exit 0 and print nothing', async ([, stdin]) => {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = productAt(stage, pluginFolder);
  for (const event of hookEvents) {
    const { code, stdout, stderr } = await product.run(['hook', event], { stdin });
    expect({ event, code, stdout, stderr }).toEqual({ event, code: 0, stdout: '', stderr: '' });
  }
});

test.for(garbage)(
  'a render given %s prints a line without foreign escapes and exits 0',
  async ([, stdin]) => {
    const stage = await openStage();
    onTestFinished(() => stage.close());
    const { code, stdout, stderr } = await productAt(stage, pluginFolder).run(['render'], { stdin });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).not.toBe('');
    expect(stdout).not.toContain('\u001b]');
  },
);
