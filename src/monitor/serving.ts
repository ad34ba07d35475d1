import type { Output, Request, World } from '../world.ts';
import { serverPidIn } from './hook-script.ts';
import type { LastLines } from './last-line.ts';
import type { Program } from './program.ts';
import type { Answer, RequestHead } from './protocol.ts';
import type { ServedRequest } from './server.ts';

/** What serving needs beside the program. */
export interface ServingParts {
  readonly program: Program;
  /** The instances directory that this resident is for. */
  readonly instances: string;
  /** What is kept in memory in the place of what would ask the disk and other programs each time. */
  base(asksTmuxAnew: boolean): World;
  readonly lastLines: LastLines;
  /** A session told that it did something. */
  stirred(): void;
  /** A tmux server, by its pid, says that something changed in it. */
  tmuxChanged(serverPid: number): void;
  /** The launcher that a caller came by, of this version or another. */
  metLauncher(launcher: string): void;
  /** The resident's own state, as JSON. */
  status(): string;
  stop(): void;
}

/** Questions to the resident itself. No command of the program begins so. */
export const ownWords = { status: '@status', stop: '@stop' } as const;

const nothing: Answer = { exitCode: 0, stdout: '', stderr: '' };

/**
 * Answers one request by the program's own dispatch. Throws where the caller has to run the program itself,
 * which is what a refusal makes it do.
 */
export async function serveRequest(parts: ServingParts, { head, body }: ServedRequest): Promise<Answer> {
  const [command] = head.argv;
  if (head.launcher !== null) parts.metLauncher(head.launcher);
  if (command === ownWords.status) return { ...nothing, stdout: parts.status() };
  if (command === ownWords.stop) parts.stop();
  else if (command === 'tmux-hook') parts.tmuxChanged(serverPidIn(head.env) ?? 0);
  else return run(parts, head, body);
  return nothing;
}

async function run(parts: ServingParts, head: RequestHead, body: string): Promise<Answer> {
  const said = { out: '', err: '' };
  const output: Output = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
  };
  const world = parts.program.another(parts.base(isFarewell(head.argv)), requestOf(head, body), output);
  if (world.paths.instances !== parts.instances) {
    throw new Error(`This resident is for ${parts.instances}, not for ${world.paths.instances}.`);
  }
  const exitCode = await parts.program.dispatch(world);
  if (head.argv[0] === 'hook') parts.stirred();
  if (head.argv[0] === 'render') parts.lastLines.keep(head.env, said.out);
  return { exitCode, stdout: said.out, stderr: said.err };
}

function requestOf(head: RequestHead, body: string): Request {
  return {
    argv: head.argv,
    env: head.env,
    cwd: head.cwd,
    // The launcher itself is nobody's client, and too young for any process table that is kept.
    callerPid: head.parentPid ?? head.callerPid,
    stdin: () => Promise.resolve(body),
    isStdinTerminal: head.isStdinTerminal,
    isStdoutTerminal: head.isStdoutTerminal,
    // A terminal's width cannot be told from afar; what the client runs has COLUMNS.
    terminalColumns: null,
  };
}

function isFarewell([command, event]: readonly string[]): boolean {
  return command === 'hook' && event === 'SessionEnd';
}
