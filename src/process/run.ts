// The one file here that starts processes.

/** A program of ours that goes on by itself. */
export interface Detached {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a program that nobody waits for: of its own session, without a terminal, in the root directory. The end
 * of its starter, of the client above it and of their pane does not reach it. One that cannot be started is left.
 */
export async function startDetached({ program, args, env }: Detached): Promise<void> {
  // Loaded here: it costs milliseconds, and few runs start anything.
  const { spawn } = await import('node:child_process');
  const child = spawn(program, args, { detached: true, stdio: 'ignore', cwd: '/', env: { ...env } });
  child.on('error', () => undefined);
  child.unref();
}
