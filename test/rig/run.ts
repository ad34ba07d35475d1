import { spawn } from 'node:child_process';

/** What a program did. */
export interface Ran {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. The environment is exactly the one given: nothing is inherited. */
export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  /** After this it is killed and the promise fails. Default 60,000. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end. Fails only when it cannot be started or does not end in time. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...options.env }, cwd: options.cwd, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(
          `Did not end within ${timeoutMs} ms: ${program} ${args.join(' ')}\n${textOf(stdout)}${textOf(stderr)}`,
        ),
      );
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
    // A program that ends without reading its input is no failure of the run.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

/** Runs a program that must succeed and gives its stdout. */
export async function runOk(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const ran = await run(program, args, options);
  if (ran.code === 0) return ran.stdout;
  throw new Error(
    `${program} ${args.join(' ')} ended with ${ran.code ?? ran.signal}: ${ran.stderr}${ran.stdout}`,
  );
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
