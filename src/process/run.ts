// The one file here that starts processes.
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** A program of ours that goes on by itself. */
export interface Detached {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a program that nobody waits for: of its own session, without a terminal, in the root directory, with nothing
 * of ours open. The end of its starter, of the client above it and of their pane does not reach it, and nobody waits
 * for it who waits for the end of a pipe or of a lock. Gives its pid; one that cannot be started is left.
 */
export async function startDetached({ program, args, env }: Detached): Promise<number | undefined> {
  // Loaded here: it costs milliseconds, and few runs start anything.
  const { spawn } = await import('node:child_process');
  const nothing = openSync('/dev/null', 'r+');
  try {
    const stdio: ('ignore' | number)[] = ['ignore', 'ignore', 'ignore'];
    for (const fd of handedDown()) {
      while (stdio.length < fd) stdio.push('ignore');
      stdio[fd] = nothing;
    }
    const child = spawn(program, args, { detached: true, stdio, cwd: '/', env: { ...env } });
    // A program that is gone is told by the missing pid.
    child.on('error', () => undefined);
    child.unref();
    return child.pid;
  } finally {
    closeSync(nothing);
  }
}

/** Files with higher numbers are nobody's: shells and wrappers open theirs at the low end, or at 255. */
const maxFd = 1024;

/**
 * What this process was given open beside the usual three, and would give to whatever it starts: Node closes what is
 * its own alone. On macOS it closes all.
 */
function handedDown(): readonly number[] {
  try {
    const open = readdirSync('/proc/self/fd').map(Number);
    return open.filter((fd) => fd > 2 && fd < maxFd && isHandedDown(fd)).sort((a, b) => a - b);
  } catch {
    // No such tree.
    return [];
  }
}

const closeOnExec = 0o2000000;

function isHandedDown(fd: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // The one by which the list was read.
    return false;
  }
}
