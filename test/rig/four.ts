// The desk that the main story is told on: two tmux sessions, four windows' worth of splits, four clients.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prompt, startClient, type StageClient } from './clients.ts';
import { seenPanes } from './desk.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

/** The clients of the desk, by the seat that each was started in. */
export interface Four {
  readonly editor: StageClient;
  readonly tests: StageClient;
  readonly docs: StageClient;
  readonly play: StageClient;
}

/** Where each of them sits. */
export const seats = { editor: 'work:0.0', tests: 'work:0.1', docs: 'work:1.0', play: 'play:3.0' } as const;

/** What each is told first: later it shows which conversation answers. */
export const firstWords = {
  editor: 'Explain how the parser nests blocks',
  tests: 'Make the timezone tests deterministic',
  docs: 'Write the upgrade guide',
  play: 'Sketch a scheduler for background jobs',
} as const;

/** A stage with this desk's projects: repositories, one of them with a folder `sub`. */
export async function openStageOfFour(options: StageOptions = {}): Promise<Stage> {
  const stage = await openStage({ projects: ['alpha', 'beta', 'gamma'], areRepositories: true, ...options });
  mkdirSync(join(stage.project('alpha'), 'sub'));
  return stage;
}

/** Lays the tmux sessions, windows and panes; a gap in the indexes, a shell beside the clients. */
export async function layDesk(stage: Stage): Promise<void> {
  const [alpha, beta, gamma] = ['alpha', 'beta', 'gamma'].map((name) => stage.project(name));
  await stage.tmux('new-session', '-d', '-s', 'work', '-n', 'editor', '-c', alpha ?? '');
  await stage.tmux('split-window', '-h', '-l', '70', '-t', 'work:0', '-c', beta ?? '');
  await stage.tmux('new-window', '-t', 'work:1', '-c', alpha ?? '');
  await stage.tmux('split-window', '-v', '-l', '12', '-t', 'work:1', '-c', gamma ?? '');
  await stage.tmux('new-session', '-d', '-s', 'play', '-c', gamma ?? '');
  await stage.tmux('move-window', '-s', 'play:0', '-t', 'play:3');
  await stage.tmux('split-window', '-h', '-l', '60', '-t', 'play:3', '-c', alpha ?? '');
  await stage.tmux('select-pane', '-t', 'work:1.0');
  await stage.tmux('select-window', '-t', 'work:0');
}

/** Starts the four clients, all at once as a login script might, and tells each its first words. */
export async function startFour(stage: Stage, args: readonly string[] = []): Promise<Four> {
  const panes = await seenPanes(stage);
  const start = async (seat: keyof Four): Promise<StageClient> => {
    const pane = panes.find(({ ref }) => ref === seats[seat]);
    if (pane === undefined) throw new Error(`The desk has no ${seats[seat]}.`);
    const client = await startClient(stage, pane.id, args);
    await prompt(stage, client, firstWords[seat]);
    return client;
  };
  const [editor, tests, docs, play] = await Promise.all([
    start('editor'),
    start('tests'),
    start('docs'),
    start('play'),
  ]);
  return { editor, tests, docs, play };
}
