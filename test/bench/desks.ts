// What a desk costs: 80 panes in 20 windows, captured and made again, beside one `tmux source-file` of the very same
// commands; and the plan for a thousand sessions. Starting clients is no part of it.
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openProcesses } from '../../src/process/table.ts';
import { applyBatches } from '../../src/recovery/apply.ts';
import { commandsFor } from '../../src/recovery/commands.ts';
import type { RecoveryFacts } from '../../src/recovery/facts.ts';
import { lookAtServer } from '../../src/recovery/live-servers.ts';
import { plan } from '../../src/recovery/plan.ts';
import type { Batch } from '../../src/recovery/steps.ts';
import { scriptOf } from '../../src/tmux/argv.ts';
import { captureDesk } from '../../src/tmux/capture.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import { openTmux } from '../../src/tmux/run.ts';
import type { Tmux, TmuxCommand } from '../../src/tmux/tmux.ts';
import { placeIn, scene, type Scene } from '../recovery/scene.ts';
import { seenProcess } from '../rig/processes.ts';
import { until } from '../rig/wait.ts';
import { median } from './measure.ts';
import type { PlanTimes } from './plans.ts';
import { table, type Section } from './table.ts';

/** What tmux-resurrect 4.0 took for such a desk, measured once on a machine of this class, not beside these runs. */
const resurrectMs = { save: 3400, restore: 4000 } as const;

/** A private tmux server. Only what is below its directory is touched. */
interface Bench {
  readonly root: string;
  readonly socketPath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tmux: Tmux;
  readonly run: (commands: readonly TmuxCommand[]) => Promise<void>;
  /** Ends the server and starts another one, on which a session stands that is nobody's. */
  readonly anew: () => Promise<void>;
  readonly close: () => Promise<void>;
}

function openBench(): Bench {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'desks-')));
  const socketPath = join(root, 'sock');
  const environment = {
    HOME: root,
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  };
  const tmux = openTmux({ env: environment, uid: process.getuid?.() ?? 0 });
  const run = async (commands: readonly TmuxCommand[]): Promise<void> => {
    const done = await tmux.run(socketPath, commands, { environment, timeoutMs: 60_000 });
    if (!done.ok) throw new Error(JSON.stringify(done.failure));
  };
  const end = async (): Promise<void> => {
    const asked = await tmux.run(socketPath, [['display-message', '-p', '#{pid}']]);
    if (!asked.ok) return;
    await tmux.run(socketPath, [['kill-server']]);
    // For a moment it still listens.
    await until('the server is gone', () => seenProcess(Number(asked.value)) === null);
  };
  const anew = async (): Promise<void> => {
    await end();
    await run([['new-session', '-d', '-s', 'keeper', '-c', root, 'sleep', '600']]);
  };
  const close = async (): Promise<void> => {
    await end();
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  return { root, socketPath, environment, tmux, run, anew, close };
}

/** Four tmux sessions of five windows of four panes, each a shell. */
async function lay({ root, run }: Bench): Promise<void> {
  for (const session of ['one', 'two', 'three', 'four']) {
    await run([
      ['new-session', '-d', '-s', session, '-x', '200', '-y', '50', '-c', root],
      ...[0, 1, 2, 3, 4].flatMap((at): readonly TmuxCommand[] => {
        const window = `=${session}:${at}`;
        return [
          ...(at === 0 ? [] : [['new-window', '-d', '-t', window, '-c', root] as const]),
          ['split-window', '-h', '-t', window, '-c', root],
          ['split-window', '-v', '-t', window, '-c', root],
          ['split-window', '-v', '-t', window, '-c', root],
        ];
      }),
    ]);
  }
}

async function timed(what: () => Promise<unknown>): Promise<number> {
  const beganAtMs = performance.now();
  await what();
  return performance.now() - beganAtMs;
}

async function captured({ tmux, socketPath }: Bench): Promise<Desk> {
  const desk = await captureDesk(tmux, socketPath);
  if (!desk.ok) throw new Error(JSON.stringify(desk.failure));
  return desk.value;
}

function lostWith(bench: Bench, desk: Desk): Scene {
  return scene()
    .session('a', { place: placeIn(desk, desk.windows[0]?.panes[0]?.id ?? '') })
    .remembers(desk)
    .options({ homeSocket: bench.socketPath });
}

/** All that a recovery does short of starting clients: looks at the server, plans, builds. */
async function rebuild(bench: Bench, lost: Scene): Promise<void> {
  const { tmux, socketPath, environment } = bench;
  const world = { tmux, processes: openProcesses(process.platform), newId: () => 'bench' };
  const looked = await lookAtServer(world, socketPath);
  if (!looked.ok) throw new Error(looked.failure.kind);
  const { batches } = plan(lost.lives(looked.value).facts);
  const applying = { tmux, gate: null, environment, tag: 'bench' };
  const failures = await applyBatches(applying, batches, () => undefined);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
}

/** The commands of the same batches in a file, one line for each. */
function writeScript({ root }: Bench, batches: readonly Batch[]): string {
  const path = join(root, 'desk.tmux');
  const lines = batches.map((batch, at) => {
    const context = { session: `=statusline-bench-${at}`, sessionIds: new Map(), gate: null };
    return scriptOf(batch.steps.flatMap((step) => commandsFor(step, context)));
  });
  writeFileSync(path, lines.join(''));
  return path;
}

function countPanes({ windows }: Desk): number {
  return windows.flatMap(({ panes }) => panes).length;
}

async function expectWhole(bench: Bench, wanted: Desk): Promise<void> {
  // The keeper has one.
  const found = countPanes(await captured(bench)) - 1;
  if (found !== countPanes(wanted)) throw new Error(`${found} panes instead of ${countPanes(wanted)}`);
}

/** The sections on desks and plans. Takes about half a minute. */
export async function deskSections(rounds: number): Promise<readonly Section[]> {
  const bench = openBench();
  try {
    await lay(bench);
    const desk = await captured(bench);
    const captures: number[] = [];
    for (let round = 0; round < rounds * 4; round += 1) captures.push(await timed(() => captured(bench)));
    const lost = lostWith(bench, desk);
    const facts: RecoveryFacts = lost.facts;
    const script = writeScript(bench, plan(facts).batches);
    const [sourced, rebuilt]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      await bench.anew();
      sourced.push(await timed(() => bench.run([['source-file', script]])));
      await expectWhole(bench, desk);
      await bench.anew();
      rebuilt.push(await timed(() => rebuild(bench, lost)));
      await expectWhole(bench, desk);
    }
    const ratios = rebuilt.map((ms, at) => ms / (sourced[at] ?? Number.NaN));
    return [deskSection({ captures, sourced, rebuilt, ratio: median(ratios) }), await planSection()];
  } finally {
    await bench.close();
  }
}

function row(name: string, timesMs: readonly number[], digits: number): readonly string[] {
  return [name, median([...timesMs]).toFixed(digits), Math.max(...timesMs).toFixed(digits)];
}

function deskSection(took: {
  readonly captures: readonly number[];
  readonly sourced: readonly number[];
  readonly rebuilt: readonly number[];
  readonly ratio: number;
}): Section {
  const rows = [
    row('captured', took.captures, 0),
    row('tmux source-file of the same commands', took.sourced, 0),
    row('looked at, planned and made', took.rebuilt, 0),
    ['tmux-resurrect, save (not of this run)', String(resurrectMs.save), ''],
    ['tmux-resurrect, restore (not of this run)', String(resurrectMs.restore), ''],
  ];
  return {
    title: 'A desk of 80 panes, lost and made again',
    text: [
      'Twenty windows in four tmux sessions, every pane a shell, on a server that is up already; no client is started.',
      table(['a desk of 80 panes', 'median ms', 'longest ms'], rows),
      `Against \`tmux source-file\`, in the same rounds: ${took.ratio.toFixed(2)} of its time. tmux-resurrect's own figures are for such a desk on a machine of this class, measured at another time.`,
    ].join('\n\n'),
  };
}

function planRow(name: string, took: readonly PlanTimes['first'][]): readonly string[] {
  const wall = row(
    name,
    took.map(({ wallMs }) => wallMs),
    1,
  );
  return [...wall, median(took.map(({ cpuMs }) => cpuMs)).toFixed(1)];
}

/** Each time in a process of its own, whose first plan finds no compiled code. */
async function planSection(): Promise<Section> {
  const runner = join(import.meta.dirname, 'plans.ts');
  const times: PlanTimes[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', runner]);
    // Printed by plans.ts.
    times.push(JSON.parse(stdout) as PlanTimes);
  }
  const rows = [
    planRow(
      'the first of a process',
      times.map(({ first }) => first),
    ),
    planRow(
      'later ones',
      times.map(({ later }) => later),
    ),
  ];
  return {
    title: 'A plan for 1,000 sessions',
    text: `In 250 windows of a lost desk, each session in a pane of its own.\n\n${table(['a plan', 'median ms', 'longest ms', 'CPU ms, all threads'], rows)}`,
  };
}
