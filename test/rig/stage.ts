// A stage: a home directory, a tmux server and a model of its own, on which the real client plays. Nothing
// of the machine's own Claude Code or tmux is seen or touched, and closing it leaves nothing behind.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  furnishHome,
  makeRepository,
  pathsUnder,
  stageEnvironment,
  writeJson,
  type StagePaths,
} from './home.ts';
import { startModel, type Model } from './model.ts';
import { kill, processesWith, type SeenProcess } from './processes.ts';
import { run, runOk, type Ran, type RunOptions } from './run.ts';
import { until, type WaitOptions } from './wait.ts';

/** How a stage is set. */
export interface StageOptions {
  /** Names of project directories; each is trusted by the client. Default: one, `proj`. */
  readonly projects?: readonly string[];
  /** Whether the projects are git repositories. Default: false. */
  readonly areRepositories?: boolean;
  /** The user's settings.json. Default: none. */
  readonly settings?: object;
  /** Whether the product asks the model for names, by a client of its own after a turn. Default: false. */
  readonly isNaming?: boolean;
}

/** A running stage. */
export interface Stage {
  readonly paths: StagePaths;
  readonly env: Readonly<Record<string, string>>;
  readonly model: Model;
  /** The directory of a project, by its name. */
  project(name: string): string;
  /** Runs one tmux command on the stage's server (starting it if need be) and gives its output. */
  tmux(...args: readonly string[]): Promise<string>;
  /** Runs a program in the stage's environment. */
  run(program: string, args: readonly string[], options?: Partial<RunOptions>): Promise<Ran>;
  /** Waits for a fact; a failure shows every pane's screen. */
  until<T>(
    what: string,
    look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
    options?: WaitOptions,
  ): Promise<T>;
  /** Every process of the stage that runs now. */
  processes(): readonly SeenProcess[];
  /** The stage's tmux server, or null. */
  tmuxServerPid(): Promise<number | null>;
  /** SIGKILL for everything at once, as a power cut does; the files stay. */
  powerCut(): Promise<void>;
  /** Ends everything that was started and removes the directory. Safe to call twice. */
  close(): Promise<void>;
}

/** Sets a stage. Whoever opens it closes it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const paths = pathsUnder(mkdtempSync(join(tmpdir(), 'sl-')));
  const model = await startModel();
  const env = stageEnvironment(paths, model.url);
  const names = options.projects ?? ['proj'];
  const project = (name: string): string => join(paths.projects, name);

  furnishHome(paths, names.map(project));
  if (options.settings !== undefined) writeJson(join(paths.claudeConfig, 'settings.json'), options.settings);
  if (options.isNaming !== true) {
    mkdirSync(paths.instances, { mode: 0o700 });
    writeJson(join(paths.instances, 'config.json'), { naming: { backend: 'off' } });
  }
  for (const name of names) {
    mkdirSync(project(name), { recursive: true });
    if (options.areRepositories === true) await makeRepository(project(name), env);
  }

  const processes = (): readonly SeenProcess[] => processesWith('HOME', paths.home);
  const tmux = (...args: readonly string[]): Promise<string> =>
    runOk('tmux', ['-S', paths.socket, ...args], { env, cwd: paths.home });
  const killAll = (): void => {
    for (const { pid } of processes()) kill(pid, 'SIGKILL');
  };
  const removeAll = (): void => rmSync(paths.root, { recursive: true, force: true, maxRetries: 5 });
  const vanish = (): void => {
    killAll();
    removeAll();
  };
  const powerCut = async (): Promise<void> => {
    // One empty scan proves little: a process that forks and ends while /proc is read hides its child.
    let emptyScans = 0;
    await until('nothing of the stage runs', () => {
      killAll();
      emptyScans = processes().length === 0 ? emptyScans + 1 : 0;
      return emptyScans === 3;
    });
  };
  const close = async (): Promise<void> => {
    await powerCut();
    await model.close();
    process.off('exit', vanish);
    removeAll();
  };
  let closing: Promise<void> | undefined;
  // Also when a test runner gives up on the whole file.
  process.once('exit', vanish);

  return {
    paths,
    env,
    model,
    project,
    tmux,
    processes,
    powerCut,
    run: (program, args, how = {}) => run(program, args, { env, cwd: paths.home, ...how }),
    until: (what, look, how = {}) => until(what, look, { explain: () => explainStage(paths, env), ...how }),
    tmuxServerPid: async () => {
      const ran = await run('tmux', ['-S', paths.socket, 'display-message', '-p', '#{pid}'], { env });
      return ran.code === 0 ? Number(ran.stdout) : null;
    },
    close: () => (closing ??= close()),
  };
}

/** Every pane's screen and the journal's last records: what a failed wait needs to be understood. */
async function explainStage(paths: StagePaths, env: Stage['env']): Promise<string> {
  const ask = (...args: string[]): Promise<Ran> => run('tmux', ['-S', paths.socket, ...args], { env });
  const listed = await ask(
    'list-panes',
    '-a',
    '-F',
    '#{pane_id} #{session_name}:#{window_index}.#{pane_index}',
  );
  const screens: string[] = listed.code === 0 ? [] : [`tmux: ${listed.stderr}`];
  for (const line of listed.code === 0 ? listed.stdout.trim().split('\n') : []) {
    const shown = await ask('capture-pane', '-p', '-t', line.split(' ')[0] ?? '');
    screens.push(`--- pane ${line}\n${shown.stdout.replace(/\n{2,}/g, '\n')}`);
  }
  return [...screens, '--- journal', journalTail(paths)].join('\n');
}

function journalTail(paths: StagePaths): string {
  try {
    const lines = readFileSync(join(paths.instances, 'statusline.jsonl'), 'utf8').split('\n');
    return lines
      .filter((line) => line !== '')
      .slice(-15)
      .join('\n');
  } catch {
    // The explanation of a failure must not fail itself, and a missing journal is an answer.
    return '(none)';
  }
}
