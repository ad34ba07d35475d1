// The one file here that starts processes.
import type { ChildProcess, spawn } from 'node:child_process';
import type { Program, Programs } from './programs.ts';

/** What prints more has no line to show. */
const maxOutputChars = 64 * 1024;

/** The programs of this machine, for a process that ends with its request. */
export function openPrograms(): Programs {
  return {
    isLasting: false,
    run: async (program, waitMs, keep) => {
      keep(await printedBy({ ...program, timeoutMs: Math.min(program.timeoutMs, waitMs) }));
    },
  };
}

/** What a program printed; null when it failed, took too long or could not be started. */
export async function printedBy(program: Program): Promise<string | null> {
  // Loaded when first asked for: a render that starts no process should not pay for the means to.
  const { spawn: spawnProcess } = await import('node:child_process');
  return new Promise((settle) => {
    const child = start(spawnProcess, program);
    if (child === null) {
      settle(null);
      return;
    }
    const finish = (printed: string | null): void => {
      clearTimeout(deadline);
      letGo(child);
      settle(printed);
    };
    const giveUp = (): void => {
      end(child);
      finish(null);
    };
    const deadline = setTimeout(giveUp, program.timeoutMs);
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > maxOutputChars) giveUp();
    });
    child.on('error', () => finish(null));
    child.on('close', (code) => finish(code === 0 ? output : null));
    // A program that does not read what it is told closes its end: that is its own affair.
    child.stdin?.on('error', () => undefined).end(program.stdin);
  });
}

function start(spawnProcess: typeof spawn, { run, cwd, env }: Program): ChildProcess | null {
  const [file, ...args] = run;
  try {
    // A group of its own, so that what it starts can be ended with it.
    return spawnProcess(file, args, {
      cwd,
      env: { ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
  } catch {
    // What cannot be an argument (a NUL in a configuration) is refused before anything runs.
    return null;
  }
}

/** It may have ended and left something behind that holds its output open: its group is ended either way. */
function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of it has just ended by itself.
  }
}

function letGo(child: ChildProcess): void {
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.unref();
}
