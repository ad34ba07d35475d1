// What happens by itself after a loss, seen by somebody who attaches to tmux: the real client, a real terminal.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prompt, startClient, type StageClient } from '../rig/clients.ts';
import { clientsByRef, openPane, seenPanes } from '../rig/desk.ts';
import { kill } from '../rig/processes.ts';
import { installProduct, registry, type Product } from '../rig/product.ts';
import { openStage, type Stage } from '../rig/stage.ts';
import { openViewer, untilShown, type Viewer } from '../rig/viewer.ts';

const question = 'Which sessions shall come back?';

interface Scene {
  readonly stage: Stage;
  readonly product: Product;
  readonly lost: StageClient;
}

/** A session with a conversation in `main:1`, lost with everything else. */
async function openScene(way: string, options: { readonly tmuxFile: boolean }): Promise<Scene> {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const product = await installProduct(stage);
  expect((await product.run(['setup', '--auto-recover', way])).code).toBe(0);
  await stage.tmux('new-session', '-d', '-s', 'main', '-c', stage.project('proj'));
  const lost = await startClient(stage, await openPane(stage, 'new-window', '-t', 'main:1'));
  await prompt(stage, lost, 'remember amber');
  if (options.tmuxFile) {
    const file = join(product.root, 'tmux/statusline.tmux');
    appendFileSync(join(stage.paths.home, '.tmux.conf'), `run-shell '${file}'\n`);
  }
  return { stage, product, lost };
}

async function killServer(stage: Stage): Promise<void> {
  const pid = await stage.tmuxServerPid();
  if (pid !== null) kill(pid, 'SIGKILL');
}

/** Everything that was started at an attach has come to its end, and this is what the terminal shows. */
async function quietScreen({ stage }: Scene, viewer: Viewer): Promise<string> {
  await stage.until('the terminal is attached', async () =>
    (await stage.tmux('list-clients')).includes(viewer.tty),
  );
  await stage.until(
    'nobody is at it any more',
    () => !stage.processes().some(({ argv }) => argv.includes('auto-recover')),
  );
  return viewer.screen();
}

/** What a hook at an attach does, done to its end. */
async function attachedOnce({ product }: Scene, viewer: Viewer, socket: string): Promise<void> {
  const words = ['auto-recover', '--client', viewer.tty, '--socket', socket];
  expect(await product.run(words)).toMatchObject({ code: 0, stdout: '', stderr: '' });
}

test('ask: who opens tmux after it died is asked in a popup, Enter restores, and nobody is asked again', async () => {
  const scene = await openScene('ask', { tmuxFile: false });
  const { stage, lost } = scene;
  await killServer(stage);
  await stage.until('the loss is known', () => registry(stage)[lost.sessionId]?.['status'] === 'inactive');

  const viewer = await openViewer(stage, 'new-session', '-s', 'fresh');
  await untilShown(stage, viewer, question);
  await viewer.press('Enter');
  await untilShown(stage, viewer, 'Start them now?');
  await viewer.press('Enter');
  await stage.until(
    'the session is back',
    async () => (await clientsByRef(stage))['main:1.0'] === lost.sessionId,
  );
  await stage.until('the popup is gone', async () => !(await viewer.screen()).includes('Start them now?'));
  // With all of its desk, the window without a session too.
  expect(await stage.tmux('list-windows', '-t', '=main', '-F', '#{window_index}')).toBe('0\n1\n');

  await stage.until(
    'tmux calls nobody any more',
    async () => !(await stage.tmux('show-hooks', '-g', 'client-attached')).includes('auto-recover'),
  );
  const second = await openViewer(stage, 'attach', '-t', 'fresh');
  await attachedOnce(scene, second, stage.paths.socket);
  expect(await quietScreen(scene, second)).not.toContain(question);
});

test('ask: after everything was killed the tmux file asks, once, whatever the answer', async () => {
  const scene = await openScene('ask', { tmuxFile: true });
  const { stage, lost } = scene;
  await stage.powerCut();
  const viewer = await openViewer(stage, 'new-session', '-s', 'fresh');
  await untilShown(stage, viewer, question);
  await viewer.press('C-c');
  expect(await quietScreen(scene, viewer)).not.toContain(question);

  const second = await openViewer(stage, 'attach', '-t', 'fresh');
  await attachedOnce(scene, second, stage.paths.socket);
  expect(await quietScreen(scene, second)).not.toContain(question);
  expect(await clientsByRef(stage)).toEqual({});

  // The key asks all the same.
  await second.press('C-b', 'R');
  await untilShown(stage, second, question);
  await second.press('Enter');
  await untilShown(stage, second, 'Start them now?');
  await second.press('Down', 'Enter');
  await stage.until('the session waits in its pane', async () =>
    (await stage.tmux('capture-pane', '-p', '-t', 'main:1.0')).includes('Enter resumes, s for a shell'),
  );
  expect(registry(stage)[lost.sessionId]?.['status']).toBe('inactive');
});

test('ask: a popup or menu that is open is left alone, and the question comes at the next attach', async () => {
  const scene = await openScene('ask', { tmuxFile: false });
  const { stage } = scene;
  await stage.powerCut();
  const viewer = await openViewer(stage, 'new-session', '-s', 'fresh');
  await stage.until('the terminal is attached', async () =>
    (await stage.tmux('list-clients')).includes(viewer.tty),
  );
  const menu = stage.tmux('display-menu', '-c', viewer.tty, '-T', 'A menu', 'choose', 'c', '');
  await untilShown(stage, viewer, 'A menu');
  await attachedOnce(scene, viewer, stage.paths.socket);
  expect(await viewer.screen()).toContain('A menu');
  expect(await viewer.screen()).not.toContain(question);
  await viewer.press('Escape');
  await menu;

  const second = await openViewer(stage, 'attach', '-t', 'fresh');
  await stage.until('the second is attached', async () =>
    (await stage.tmux('list-clients')).includes(second.tty),
  );
  // Two hooks at once: one popup, on one of the terminals.
  const calls = [1, 2].map(() =>
    scene.product.run(['auto-recover', '--client', second.tty, '--socket', stage.paths.socket]),
  );
  await untilShown(stage, second, question);
  expect(await viewer.screen()).not.toContain(question);
  await second.press('C-c');
  expect((await Promise.all(calls)).map(({ code }) => code)).toEqual([0, 0]);
  expect(await quietScreen(scene, second)).not.toContain(question);
});

test('off: nothing happens but a line by the tmux file, once', async () => {
  const scene = await openScene('off', { tmuxFile: true });
  const { stage } = scene;
  await stage.powerCut();
  appendFileSync(join(stage.paths.home, '.tmux.conf'), 'set -g display-time 60000\n');
  const viewer = await openViewer(stage, 'new-session', '-s', 'fresh');
  await untilShown(stage, viewer, '1 lost session can come back: statusline recover');
  expect(await viewer.screen()).not.toContain(question);

  const second = await openViewer(stage, 'attach', '-t', 'fresh');
  await attachedOnce(scene, second, stage.paths.socket);
  const shown = await quietScreen(scene, second);
  expect(shown).not.toContain('can come back');
  expect(shown).not.toContain(question);
  expect((await seenPanes(stage)).map(({ ref }) => ref)).toEqual(['fresh:0.0']);
});

test('lazy: the desk is there by itself, and each session waits for Enter', async () => {
  const scene = await openScene('lazy', { tmuxFile: true });
  const { stage, lost } = scene;
  await stage.powerCut();
  appendFileSync(join(stage.paths.home, '.tmux.conf'), 'set -g display-time 60000\n');
  const viewer = await openViewer(stage, 'new-session', '-s', 'fresh');
  await untilShown(stage, viewer, '1 lost session waits in its pane: Enter resumes');
  expect((await seenPanes(stage)).map(({ ref }) => ref)).toEqual(['fresh:0.0', 'main:0.0', 'main:1.0']);
  expect(await stage.tmux('capture-pane', '-p', '-t', 'main:1.0')).toContain('Enter resumes, s for a shell');
  expect(await clientsByRef(stage)).toEqual({});
  await stage.tmux('send-keys', '-t', 'main:1.0', 'Enter');
  await stage.until(
    'the session is back',
    async () => (await clientsByRef(stage))['main:1.0'] === lost.sessionId,
  );
});

test('without a resident and without the tmux file, the next session to start brings the question', async () => {
  const scene = await openScene('ask', { tmuxFile: false });
  const { stage } = scene;
  await stage.powerCut();
  appendFileSync(join(stage.paths.home, '.tmux.conf'), 'set-environment -g STATUSLINE_NO_MONITOR 1\n');
  const viewer = await openViewer(stage, 'new-session', '-s', 'fresh', '-c', stage.project('proj'));
  await stage.until('the terminal is attached', async () =>
    (await stage.tmux('list-clients')).includes(viewer.tty),
  );
  const [pane] = await seenPanes(stage);
  const started = await startClient(stage, pane?.id ?? '');
  await untilShown(stage, viewer, question);
  expect(await clientsByRef(stage)).toEqual({ 'fresh:0.0': started.sessionId });
});
