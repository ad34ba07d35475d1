import type { Result } from '../text/result.ts';

/** One tmux command as data: its name, then its arguments. Never a shell string. */
export type TmuxCommand = readonly [string, ...string[]];

/** Everything that can be expected to go wrong when asking tmux. */
export type TmuxFailure =
  /** No tmux program was found. */
  | { readonly kind: 'not-installed' }
  /** Nobody listens on the socket. */
  | { readonly kind: 'no-server'; readonly socketPath: string }
  /** The server did not answer in time: it may be alive and wedged. Nothing is known. */
  | { readonly kind: 'timed-out'; readonly socketPath: string; readonly timeoutMs: number }
  /** tmux refused a command: its own words. */
  | { readonly kind: 'refused'; readonly socketPath: string; readonly message: string };

/** How one call may behave. */
export interface TmuxCallOptions {
  /** Deadline for the whole call. Default 2,000. */
  readonly timeoutMs?: number;
  /** Asks tmux also where an answer to the same question is kept. */
  readonly isAnew?: boolean;
  /** Environment of a server that this call may start (new-session only). Default: the caller's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Configuration file for a server that this call may start (`-f`). */
  readonly configFile?: string;
}

/** Runs tmux. The one way by which the product reaches it. */
export interface Tmux {
  /**
   * Runs the commands in order in ONE tmux process on the server behind this socket, and gives what they
   * printed. tmux stops at the first command that fails. Never throws for what tmux does.
   */
  run(
    socketPath: string,
    commands: readonly TmuxCommand[],
    options?: TmuxCallOptions,
  ): Promise<Result<string, TmuxFailure>>;
  /** Paths of the sockets in the user's tmux directories, alive or not. */
  sockets(): Promise<readonly string[]>;
  /** The socket that a plain `tmux` without `-L`/`-S` outside tmux would use. */
  defaultSocket(): string;
  /** The program's version, such as `3.3a`, or null where there is none. */
  version(): Promise<string | null>;
}
