// What is measured in: a plugin of its own, a repository of a thousand files, a transcript, a tmux server.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { denOf } from '../../src/monitor/den.ts';
import { kill, processesWith } from '../rig/processes.ts';
import { run, runOk } from '../rig/run.ts';
import { until } from '../rig/wait.ts';
import type { Cost, Effort, Subject } from './measure.ts';

/** A place to measure in. */
export interface BenchWorld {
  readonly home: string;
  readonly repository: string;
  readonly plugin: string;
  readonly launcher: string;
  /** Sets the status line up for an instances directory; gives the command that stands in settings.json then. */
  setUp(instances: string): Promise<string>;
  /** The plugin's own command for a hook. */
  hookCommand(event: string): string;
  readonly socket: string;
  readonly env: Readonly<Record<string, string>>;
  /** Status JSON of the measured session, and hook JSON by event. */
  readonly statusFile: string;
  /** Writes status JSON with these fields over the usual ones, and a transcript of so many bytes; its path. */
  writeStatus(name: string, fields: Readonly<Record<string, unknown>>, transcriptBytes: number): string;
  hookFile(event: string): string;
  tmux(...args: readonly string[]): Promise<string>;
  /** Measures as a client in a pane does. */
  measure(subjects: readonly Subject[], effort: Effort): Promise<readonly Cost[]>;
  /** Where one set of instances lives; its den is removed with the world. */
  instances(name: string): string;
  close(): Promise<void>;
}

/** The session whose renders and hooks are measured. */
export const measuredSession = 'be7c4000-0000-4000-8000-000000000001';

const fileCount = 1000;
const usualTranscriptBytes = 1_400_000;

/** Builds it. Nothing of the user's is seen or touched. */
export async function openBenchWorld(): Promise<BenchWorld> {
  const root = mkdtempSync(join(tmpdir(), 'sl-bench-'));
  const home = join(root, 'home');
  const repository = join(home, 'project');
  const env = environmentWith(home);
  mkdirSync(repository, { recursive: true });
  const plugin = join(root, 'plugin');
  cpSync(join(import.meta.dirname, '../../plugins/statusline'), plugin, { recursive: true });
  await makeRepository(repository, env);
  const statusFile = writeStatus({ root, repository, name: 'status' }, {}, usualTranscriptBytes);
  const client = await makeClient(root);
  const socket = join(root, 'tmux');
  const tmux = (...args: readonly string[]): Promise<string> =>
    runOk('tmux', ['-S', socket, '-f', '/dev/null', ...args], { env, cwd: repository });
  await tmux('new-session', '-d', '-s', 'bench', '-x', '200', '-y', '50');
  const dens: string[] = [];
  let jobs = 0;
  return {
    home,
    repository,
    plugin,
    launcher: join(plugin, 'bin', 'statusline'),
    setUp: (instances) => setUp({ plugin, home, instances, env }),
    hookCommand: (event) => hookCommand(plugin, event),
    socket,
    env,
    statusFile,
    writeStatus: (name, fields, transcriptBytes) =>
      writeStatus({ root, repository, name }, fields, transcriptBytes),
    tmux,
    hookFile: (event) => writeHook(root, repository, event),
    instances: (name) => {
      const directory = join(root, 'instances', name);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      // A model call every few turns is no part of what a hook costs.
      writeFileSync(join(directory, 'config.json'), '{"naming":{"backend":"off"}}');
      dens.push(denOf(directory, process.getuid?.() ?? 0).directory);
      return directory;
    },
    measure: async (subjects, effort) => {
      jobs += 1;
      const [job, result] = [join(root, `job-${jobs}.json`), join(root, `result-${jobs}.json`)];
      writeFileSync(job, JSON.stringify({ subjects, effort }));
      await tmux(
        'new-window',
        '-d',
        '-n',
        'client',
        '-c',
        repository,
        client.program,
        client.script,
        job,
        result,
      );
      // Written by runner.ts.
      return await until('the costs are there', () => readJson(result) as readonly Cost[] | null, {
        timeoutMs: 900_000,
      });
    },
    close: async () => {
      await until('every process is gone', () => {
        for (const { pid } of processesWith('HOME', home)) kill(pid, 'SIGKILL');
        return processesWith('HOME', home).length === 0;
      });
      for (const den of dens) rmSync(den, { recursive: true, force: true, maxRetries: 20 });
      rmSync(root, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/**
 * The environment as it is found, since `node -e 0` and everything else start in the user's own, without what
 * would lead to the user's own sessions or what npm adds for its scripts.
 */
function environmentWith(home: string): Readonly<Record<string, string>> {
  const found = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(?:npm_|TMUX|CLAUDE|STATUSLINE|INIT_CWD)/i.test(name)
      ? []
      : [[name, value] as const],
  );
  return { ...Object.fromEntries(found), HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
}

async function setUp(place: {
  readonly plugin: string;
  readonly home: string;
  readonly instances: string;
  readonly env: BenchWorld['env'];
}): Promise<string> {
  const settings = join(place.home, '.claude', 'settings.json');
  // Another directory's line would be kept, to be shown in this one.
  rmSync(settings, { force: true });
  const env = { ...place.env, STATUSLINE_INSTANCES_DIR: place.instances, STATUSLINE_NO_MONITOR: '1' };
  await runOk(join(place.plugin, 'bin', 'statusline'), ['setup', '--yes'], { env, cwd: place.home });
  // Written by setup.
  const written = readJson(settings) as { readonly statusLine: { readonly command: string } };
  return written.statusLine.command;
}

function hookCommand(plugin: string, event: string): string {
  // The plugin's own file.
  const { hooks } = readJson(join(plugin, 'hooks', 'hooks.json')) as {
    readonly hooks: Readonly<
      Record<string, readonly { readonly hooks: readonly { readonly command: string }[] }[]>
    >;
  };
  return hooks[event]?.[0]?.hooks[0]?.command ?? 'false';
}

async function makeRepository(directory: string, env: BenchWorld['env']): Promise<void> {
  for (let index = 0; index < fileCount; index += 1) {
    const folder = join(directory, `folder-${index % 40}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${index}.txt`), `${index}\n`);
  }
  const git = (...args: readonly string[]): Promise<unknown> =>
    run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
      env,
      cwd: directory,
    });
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-q', '-m', 'Begin');
  writeFileSync(join(directory, 'untracked.txt'), 'x\n');
  writeFileSync(join(directory, 'folder-1', 'file-1.txt'), 'changed\n');
}

function writeStatus(
  { root, repository, name }: { readonly root: string; readonly repository: string; readonly name: string },
  fields: Readonly<Record<string, unknown>>,
  transcriptBytes: number,
): string {
  const transcript = join(root, `transcript-${name}.jsonl`);
  const line = `${JSON.stringify({ type: 'user', message: { role: 'user', content: 'x'.repeat(700) } })}\n`;
  writeFileSync(transcript, line.repeat(Math.ceil(transcriptBytes / line.length)));
  const path = join(root, `${name}.json`);
  writeFileSync(
    path,
    JSON.stringify({
      session_id: measuredSession,
      transcript_path: transcript,
      cwd: repository,
      model: { id: 'claude-sonnet-5', display_name: 'Sonnet 5' },
      workspace: { current_dir: repository, project_dir: repository, added_dirs: [] },
      version: '2.1.197',
      output_style: { name: 'default' },
      cost: {
        total_cost_usd: 1.23,
        total_duration_ms: 201_370,
        total_api_duration_ms: 90_448,
        total_lines_added: 120,
        total_lines_removed: 12,
      },
      context_window: {
        total_input_tokens: 42_000,
        total_output_tokens: 900,
        context_window_size: 200_000,
        current_usage: {
          input_tokens: 1200,
          output_tokens: 900,
          cache_creation_input_tokens: 800,
          cache_read_input_tokens: 40_000,
        },
        used_percentage: 21,
        remaining_percentage: 79,
      },
      exceeds_200k_tokens: false,
      ...fields,
    }),
  );
  return path;
}

function writeHook(root: string, repository: string, event: string): string {
  const path = join(root, `hook-${event}.json`);
  writeFileSync(
    path,
    JSON.stringify({
      session_id: measuredSession,
      transcript_path: join(root, 'transcript-status.jsonl'),
      cwd: repository,
      hook_event_name: event,
      ...(event === 'SessionStart' && { source: 'startup' }),
      ...(event === 'UserPromptSubmit' && { prompt: 'Make it faster, please.' }),
      ...(event === 'Notification' && { message: 'Claude is waiting for your input' }),
    }),
  );
  return path;
}

/** A program that the process table shows as the client. */
async function makeClient(root: string): Promise<{ readonly program: string; readonly script: string }> {
  const program = join(root, 'claude');
  symlinkSync(process.execPath, program);
  const script = join(root, 'runner.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'runner.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return { program, script };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(process.getBuiltinModule('node:fs').readFileSync(path, 'utf8'));
  } catch {
    // Not written yet.
    return null;
  }
}
