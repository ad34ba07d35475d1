import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import { systemWord } from '../text/system-word.ts';
import { fitsInVector, mayStartServer, needsNoStart, scriptOf, vectorOf } from './argv.ts';
import { readFailure } from './failure.ts';
import type { Tmux, TmuxCallOptions, TmuxCommand, TmuxFailure } from './tmux.ts';

/** What the real tmux has to be told of its surroundings. */
export interface TmuxSettings {
  /** PATH finds the program, TMUX_TMPDIR the sockets; all of it is the environment of a server started here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  /** Path of the program, where it is not to be looked for in PATH. */
  readonly program?: string;
}

const defaultTimeoutMs = 2000;
/** Where package managers put tmux, for callers with a bare PATH (launchd, hooks of desktop programs). */
const usualDirectories = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin'];
/** All that a call needs which only asks. Less to send, and nothing private goes to the server. */
const askingVariables = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TMUX_TMPDIR'];

/** The real tmux. Nothing is run or looked up before the first call. */
export function openTmux(settings: TmuxSettings): Tmux {
  let program: string | null | undefined = settings.program;
  const findProgram = (): string | null => (program ??= programIn(settings.env['PATH'] ?? ''));
  return {
    run: async (socketPath, commands, options = {}) => {
      // Without a command tmux would take it for new-session.
      if (commands.length === 0) return ok('');
      const path = findProgram();
      if (path === null) return failed({ kind: 'not-installed' });
      if (mayStartServer(commands)) makeRoomFor(socketPath);
      const call = prepare(settings, { socketPath, commands, options });
      return readEnding(socketPath, await start(path, call));
    },
    sockets: async () => socketDirectories(settings).flatMap(socketsIn),
    defaultSocket: () => join(socketDirectories(settings)[0] ?? '/tmp', 'default'),
    version: async () => {
      const path = findProgram();
      if (path === null) return null;
      const call: Call = {
        vector: ['-V'],
        input: null,
        environment: environmentFor(settings.env, true),
        timeoutMs: defaultTimeoutMs,
      };
      return versionIn(await start(path, call));
    },
  };
}

/**
 * With `-S` tmux makes the socket but not its directory, which a reboot takes away with all of /tmp. Private,
 * as tmux itself makes and demands it.
 */
function makeRoomFor(socketPath: string): void {
  try {
    mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
  } catch {
    // tmux will say in its own words why it cannot make a socket there.
  }
}

/** One start of the program. */
interface Call {
  readonly vector: readonly string[];
  readonly input: string | null;
  readonly environment: Record<string, string>;
  readonly timeoutMs: number;
}

/** How a started program ended. */
type Ending =
  | {
      readonly kind: 'exited';
      readonly code: number | null;
      readonly printed: string;
      readonly complaint: string;
    }
  | { readonly kind: 'timed-out'; readonly timeoutMs: number }
  | { readonly kind: 'not-started'; readonly code: string };

function prepare(
  settings: TmuxSettings,
  asked: {
    readonly socketPath: string;
    readonly commands: readonly TmuxCommand[];
    readonly options: TmuxCallOptions;
  },
): Call {
  const { socketPath, commands, options } = asked;
  const isStart = mayStartServer(commands);
  const words = vectorOf(commands);
  // A server keeps the arguments that it was started by, for all to see: what is to run in its panes is not among them.
  const fits = !isStart && fitsInVector(words);
  return {
    // -u: without it tmux prints `_` for every character that the caller's locale does not promise.
    vector: [
      '-u',
      ...(needsNoStart(commands) ? ['-N'] : []),
      ...(isStart && options.configFile !== undefined ? ['-f', options.configFile] : []),
      '-S',
      socketPath,
      ...(fits ? words : [...(isStart ? ['start-server', ';'] : []), 'source-file', '-']),
    ],
    input: fits ? null : scriptOf(commands),
    environment: environmentFor(options.environment ?? settings.env, !isStart),
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  };
}

/** TMUX and TMUX_PANE would make tmux refuse to nest and guess targets that nobody named. */
function environmentFor(
  env: Readonly<Record<string, string | undefined>>,
  onlyAsks: boolean,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name]) => name !== 'TMUX' && name !== 'TMUX_PANE' && (!onlyAsks || askingVariables.includes(name)),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Starts the program and waits for its end, or kills it at the deadline. */
async function start(program: string, call: Call): Promise<Ending> {
  // Loaded here: it costs milliseconds, and many runs of the product never ask tmux anything.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve) => {
    const child = spawn(program, call.vector, {
      env: call.environment,
      stdio: [call.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const printed = collect(child.stdout);
    const complaint = collect(child.stderr);
    const deadline = setTimeout(() => {
      resolve({ kind: 'timed-out', timeoutMs: call.timeoutMs });
      abandon(child);
    }, call.timeoutMs);
    child.once('error', (error) => {
      clearTimeout(deadline);
      resolve({ kind: 'not-started', code: systemWord(error) ?? error.message });
    });
    child.once('close', (code) => {
      clearTimeout(deadline);
      resolve({ kind: 'exited', code, printed: printed(), complaint: complaint() });
    });
    // A server that goes away while it is written to is told by the exit, not by the broken pipe.
    child.stdin?.on('error', () => undefined).end(call.input ?? '');
  });
}

/** Gives back a function that tells all that has come so far. Bytes are joined before they are decoded. */
function collect(stream: ChildProcess['stdout']): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** A program that did not end in time must not hold this process open either. */
function abandon(child: ChildProcess): void {
  child.kill('SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

function readEnding(socketPath: string, ending: Ending): Result<string, TmuxFailure> {
  if (ending.kind === 'timed-out')
    return failed({ kind: 'timed-out', socketPath, timeoutMs: ending.timeoutMs });
  if (ending.kind === 'exited') {
    return ending.code === 0 ? ok(ending.printed) : failed(readFailure(socketPath, ending.complaint));
  }
  if (ending.code === 'ENOENT') return failed({ kind: 'not-installed' });
  return failed({ kind: 'refused', socketPath, message: `tmux could not be started: ${ending.code}` });
}

function versionIn(ending: Ending): string | null {
  if (ending.kind !== 'exited' || ending.code !== 0) return null;
  return /^tmux (\S+)/.exec(ending.printed)?.[1] ?? null;
}

function programIn(path: string): string | null {
  const candidates = [...path.split(delimiter), ...usualDirectories].map((each) => join(each, 'tmux'));
  return candidates.find((each) => each.startsWith('/') && isExecutable(each)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // For whatever reason: it cannot be run by us.
    return false;
  }
}

/** The user's socket directories, tmux's own choice first. tmux resolves links, and so must we to compare. */
function socketDirectories(settings: TmuxSettings): readonly string[] {
  const bases = [settings.env['TMUX_TMPDIR'] ?? '', '/tmp'].filter((base) => base !== '');
  const real = bases.flatMap((base) => realPath(base) ?? []);
  return [...new Set(real)].map((base) => join(base, `tmux-${settings.uid}`));
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    // tmux passes over a directory that it cannot resolve, and so do we.
    return null;
  }
}

function socketsIn(directory: string): readonly string[] {
  try {
    const paths = readdirSync(directory).map((name) => join(directory, name));
    return paths.filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false);
  } catch {
    // No directory, or not ours to read: no sockets of this user's there.
    return [];
  }
}
