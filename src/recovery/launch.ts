import { parseSessionId, type SessionId } from '../claude/session-id.ts';
import {
  fishScript,
  innerScript,
  launchMark,
  outerScript,
  posixScript,
  programMark,
} from './launch-scripts.ts';

/** Everything that a pane needs to run one session again. */
export interface Launch {
  readonly session: SessionId;
  /** Where the client must be started. */
  readonly directory: string;
  /** The client's argument vector, its program first. */
  readonly argv: readonly string[];
  /** Variables that the client needs over the user's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** What a waiting pane shows: one harmless line. */
  readonly line: string;
}

/** `now` resumes at once; `wait` shows its line and resumes at Enter (`s` gives a shell instead). */
export type LaunchMode = 'now' | 'wait';

/**
 * The program that a waiting pane asks before it resumes: its path and (or empty) its script. It is run with
 * `recover --gate <session>`; any exit code but 0 keeps the pane waiting.
 */
export interface Gate {
  readonly program: string;
  readonly script: string;
}

/** The argument vector of the pane's own process. Arguments are data: nothing of the session reaches a script's text. */
export function paneProcess(launch: Launch, mode: LaunchMode, gate: Gate | null): readonly string[] {
  const assignments = Object.entries(launch.environment).map(([name, value]) => `${name}=${value}`);
  return [
    '/bin/sh',
    '-c',
    outerScript,
    launchMark,
    mode,
    launch.session,
    launch.line,
    gate?.program ?? '',
    gate?.script ?? '',
    posixScript,
    fishScript,
    '/bin/sh',
    '-c',
    innerScript,
    launchMark,
    'now',
    launch.session,
    launch.directory,
    ...(assignments.length === 0 ? [] : ['env', ...assignments]),
    ...launch.argv,
  ];
}

/** The same for a program without a session: it runs as a job of the user's shell, which is there when it ends. */
export function programProcess(program: readonly string[], directory: string): readonly string[] {
  const [nobody, nothing] = ['', ''];
  return [
    '/bin/sh',
    '-c',
    outerScript,
    programMark,
    'now',
    nobody,
    nothing,
    nothing,
    nothing,
    posixScript,
    fishScript,
    '/bin/sh',
    '-c',
    innerScript,
    programMark,
    'now',
    nobody,
    directory,
    ...program,
  ];
}

/** What a process of ours in a pane is about. */
export interface Launcher {
  readonly session: SessionId;
  readonly mode: LaunchMode;
}

/** The launcher that an argument vector is of, in any of its shapes; null when it is none. */
export function readLauncher(argv: readonly string[]): Launcher | null {
  const at = argv.indexOf(launchMark);
  if (at === -1) return null;
  const mode = argv[at + 1];
  const session = parseSessionId(argv[at + 2]);
  if (session === null || (mode !== 'now' && mode !== 'wait')) return null;
  return { session, mode };
}
