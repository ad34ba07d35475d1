// A terminal that tmux knows nothing of: util-linux `script` gives one to a program, and this test is its user.
import { spawn } from 'node:child_process';
import type { Stage } from './stage.ts';

/** A program on a terminal of its own. It ends with the stage. */
export interface Terminal {
  /** Types this text. */
  type(text: string): void;
  /** Everything shown so far, escapes and all. */
  shown(): string;
}

/** Whether this machine has a `script` that starts a program on a terminal. */
export async function hasTerminals(stage: Stage): Promise<boolean> {
  return stage.run('script', ['-qec', 'exit 7', '/dev/null']).then(
    ({ code }) => code === 7,
    () => false,
  );
}

/** Starts a shell command in a directory, on a terminal of 120 by 40, with this environment. It ends when its program does. */
export function openTerminal(stage: Pick<Stage, 'env'>, cwd: string, command: string): Terminal {
  // Without a terminal round it, `script` gives one of no size at all.
  const sized = `stty rows 40 cols 120; exec ${command}`;
  const child = spawn('script', ['-qec', sized, '/dev/null'], { env: { ...stage.env }, cwd, stdio: 'pipe' });
  const shown: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => shown.push(chunk));
  // A program that has ended reads no more.
  child.stdin.on('error', () => undefined);
  return {
    type: (text) => void child.stdin.write(text),
    shown: () => Buffer.concat(shown).toString('utf8'),
  };
}
