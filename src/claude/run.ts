// The one file here that starts a program: the user's own client, for one answer.
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { failed, ok, type Result } from '../text/result.ts';
import type { AskedClient, ModelFailure, ModelQuestion } from './model.ts';
import { entryPath, isLeftBehind, printArguments, readPrinted } from './print-run.ts';

/** What prints more than this gives no answer to a short question. */
const maxOutputChars = 1_000_000;
/** From being asked to end to being ended. */
const graceMs = 2000;

/** Asks the user's client; at the deadline it is ended, and everything that it started with it. */
export async function askClient(
  question: ModelQuestion,
  client: AskedClient,
): Promise<Result<string, ModelFailure>> {
  const printed = await printedBy(question, client);
  return printed.ok ? readPrinted(printed.value) : printed;
}

async function printedBy(
  question: ModelQuestion,
  client: AskedClient,
): Promise<Result<string, ModelFailure>> {
  // Loaded when first asked for: no render or hook asks a model.
  const { spawn } = await import('node:child_process');
  const [program, ...words] = client.program;
  return new Promise((settle) => {
    // A group of its own, so that nothing of it can outlive the deadline; none of its words reach a terminal.
    const child = spawn(program, [...words, ...printArguments(question, client.settingsPath)], {
      cwd: client.cwd,
      env: { ...client.env },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    let output = '';
    const finish = (result: Result<string, ModelFailure>): void => {
      clearTimeout(deadline);
      settle(result);
    };
    const deadline = setTimeout(() => {
      letGo(child);
      finish(failed({ kind: 'timed-out', timeoutMs: question.timeoutMs }));
    }, question.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < maxOutputChars) output += text;
    });
    child.on('error', () => finish(failed({ kind: 'no-program', program })));
    child.once('exit', () => takeEntryAway(child.pid, client.env));
    child.on('close', () => finish(ok(output)));
    // A client that ends without reading the question is told by what it printed.
    child.stdin.on('error', () => undefined).end(question.text);
  });
}

/**
 * The client takes its entry out of its registry at its end, but does not wait for the write that put it there: on a
 * busy disk the entry can come after the end. One that was killed leaves it as well.
 */
function takeEntryAway(pid: number | undefined, env: AskedClient['env']): void {
  const path = pid === undefined ? null : entryPath(pid, env);
  if (pid === undefined || path === null) return;
  try {
    if (isLeftBehind(readFileSync(path, 'utf8')) && !isRunning(pid)) rmSync(path);
  } catch {
    // Usually it took it away itself; what cannot be removed is a dead process's entry, and known as one.
  }
}

/** Whether its number is somebody's again. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Asked to end, so that it takes its entry out of the client's registry; made to, where it does not. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy();
  signalGroup(child, 'SIGTERM');
  const insisting = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  // The child's group is signalled by its number, which is somebody else's once the child is gone.
  child.once('exit', () => clearTimeout(insisting));
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended at that very moment.
  }
}
