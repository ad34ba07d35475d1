/** A program of the user's own, or of another tool. */
export interface Program {
  /** Runs of the same key are one run. */
  readonly key: string;
  readonly run: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: string;
  /** After so long it is ended, with all that it started. */
  readonly timeoutMs: number;
}

/** Runs programs that are not ours. Never throws for what they do. */
export interface Programs {
  /** Whether a program may go on when nobody waits for it any more: this process stays. */
  readonly isLasting: boolean;
  /**
   * Runs it and gives what it printed to `keep`: null when it failed, took too long or could not be started. Settles
   * then, or when `waitMs` have passed. Where nothing lasts, the program is ended with the wait.
   */
  run(program: Program, waitMs: number, keep: (printed: string | null) => void): Promise<void>;
}
