// `npm run demo`: the main story, told in front of the reader. Real clients in a real tmux, on a stage of
// their own (no account, no network, nothing of this machine touched), are all killed at once and come back;
// then everything is checked from outside the product. Cleans up after itself, also on Ctrl-C.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { clientEntries, prompt, screen, untilClient } from '../test/rig/clients.ts';
import { argvOf, clientsByRef, onlyEntry, seenPanes, type SeenPane } from '../test/rig/desk.ts';
import { firstWords, layDesk, openStageOfFour, seats, startFour, type Four } from '../test/rig/four.ts';
import { installProduct, type Product } from '../test/rig/product.ts';
import type { Stage } from '../test/rig/stage.ts';

const startedAtMs = Date.now();
const hasColour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

function chapter(title: string): void {
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(0).padStart(3);
  const line = `${seconds} s  ${title}`;
  console.log(hasColour ? `\n\u001b[1m${line}\u001b[0m` : `\n${line}`);
}

/** Runs a command of the product before the reader's eyes; false when it failed. */
async function show(stage: Stage, product: Product, ...args: readonly string[]): Promise<boolean> {
  console.log(`$ statusline ${args.join(' ')}`);
  const program = join(product.root, 'dist/statusline.js');
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...stage.env, ...(hasColour ? {} : { NO_COLOR: '1' }) },
    cwd: stage.paths.home,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'close');
  return code === 0;
}

const names = ['editor', 'tests', 'docs', 'play'] as const satisfies readonly (keyof Four)[];

function shape(panes: readonly SeenPane[]): string {
  return panes.map(({ ref, geometry }) => `${ref} ${geometry}`).join('\n');
}

/** Checks one session against what the machine says; gives what is wrong, or nothing. */
async function verify(stage: Stage, seat: string, sessionId: string, words: string): Promise<string> {
  const sitsThere = (await clientsByRef(stage))[seat];
  if (sitsThere !== sessionId) return `in ${seat} sits ${sitsThere ?? 'nobody'}`;
  const pane = (await seenPanes(stage)).find(({ ref }) => ref === seat);
  const client = await untilClient(stage, pane?.id ?? '');
  const question = `Do you remember, ${seat}?`;
  await prompt(stage, client, question);
  const asked = stage.model.requests.find((request) => request.prompt === question);
  return asked?.conversation.includes(words) === true ? '' : 'it does not remember what it was told';
}

async function play(stage: Stage): Promise<boolean> {
  chapter('Installing the plugin into a home of its own, with the client’s own commands');
  const product = await installProduct(stage);
  console.log(`installed to ${product.root.replace(stage.paths.home, '~')}`);

  chapter('Four real clients, in two tmux sessions with splits');
  await layDesk(stage);
  const four = await startFour(stage);
  const before = await seenPanes(stage);
  await prompt(stage, four.editor, 'RUN cd sub && pwd');
  await show(stage, product, 'list');
  await show(stage, product, 'layout');
  console.log('\nOne of them, as it looks:');
  console.log((await screen(stage, four.tests.pane)).replaceAll(/\n{2,}/g, '\n').trimEnd());

  chapter('Everything is killed at once: tmux, all clients, no warning');
  await stage.powerCut();
  console.log(
    `clients alive: ${clientEntries(stage).length}; tmux server: ${(await stage.tmuxServerPid()) ?? 'none'}`,
  );
  await show(stage, product, 'recover', 'list');

  chapter('Recovery');
  await show(stage, product, 'recover', 'all', '--yes');

  chapter('Looked at from outside: tmux, /proc, the client’s own files, the model’s requests');
  const isSameDesk = shape(await seenPanes(stage)) === shape(before);
  console.log(`${isSameDesk ? 'yes' : 'NO '}  every pane is where it was, to the cell`);
  let verified = 0;
  for (const name of names) {
    const { sessionId } = four[name];
    const wrong = await verify(stage, seats[name], sessionId, firstWords[name]);
    if (wrong === '') verified += 1;
    const argv = wrong === '' ? argvOf(onlyEntry(stage, sessionId).pid).slice(1).join(' ') : wrong;
    console.log(`${wrong === '' ? 'yes' : 'NO '}  ${seats[name]}  claude ${argv}`);
  }
  chapter(`${verified} of ${names.length} sessions verified: the same conversation, in the same pane`);
  return isSameDesk && verified === names.length;
}

chapter('Setting the stage: a home, a tmux server and a loopback model that nobody else sees');
const stage = await openStageOfFour();
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    isInterrupted = true;
    console.log(`\n${signal}: cleaning up`);
    void stage.close().finally(() => process.exit(130));
  });
}
try {
  process.exitCode = (await play(stage)) ? 0 : 1;
} catch (error) {
  // With the stage gone from under it the story cannot go on, and need not.
  if (!isInterrupted) throw error;
} finally {
  await stage.close();
}
