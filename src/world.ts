import type { Cache } from './cache/cache.ts';
import type { Memory } from './cache/memory.ts';
import type { ClientFiles } from './claude/client-files.ts';
import type { Model } from './claude/model.ts';
import type { SettingsFiles } from './claude/settings-files.ts';
import type { Files } from './files/files.ts';
import type { Git } from './git/git.ts';
import type { Insurance } from './insurance/insurance.ts';
import type { Claims } from './journal/claims.ts';
import type { Ledger } from './journal/ledger.ts';
import type { ProcessIdentity } from './process/identity.ts';
import type { Processes } from './process/processes.ts';
import type { Programs } from './programs/programs.ts';
import type { Registry } from './session/registry.ts';
import type { Tmux } from './tmux/tmux.ts';

/**
 * What a caller asks: everything that a run may know of its surroundings. The same shape whether the
 * program was started for it or the resident got it over the socket.
 */
export interface Request {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The process that asks: identity is looked for among its ancestors. */
  readonly callerPid: number;
  /** All of standard input; empty for a terminal. */
  stdin(): Promise<string>;
  readonly isStdinTerminal: boolean;
  readonly isStdoutTerminal: boolean;
  /** Width of the caller's terminal, or null where there is none. */
  readonly terminalColumns: number | null;
}

/** Where things are for this request's user. */
export interface Paths {
  readonly home: string;
  /** `~/.claude/instances` or STATUSLINE_INSTANCES_DIR. */
  readonly instances: string;
  /** `~/.claude` or CLAUDE_CONFIG_DIR. */
  readonly claudeConfig: string;
  /** The folder of the running program's bundle. */
  readonly program: string;
  /** The runtime that runs it. */
  readonly node: string;
}

/** Where a run's words go. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Every effect the product can have, made in `open-world.ts` and handed down. */
export interface World {
  readonly request: Request;
  readonly output: Output;
  readonly paths: Paths;
  /** The process that runs this request; null where the platform does not tell processes apart. */
  readonly self: ProcessIdentity | null;
  readonly machine: { readonly cores: number; freeMemoryBytes(): number | null };
  readonly versions: { readonly program: string; readonly node: string };
  readonly clock: {
    nowMs(): number;
    sleep(ms: number): Promise<void>;
    /** Minutes that local time is ahead of UTC now. */
    utcOffsetMinutes(): number;
    /** Milliseconds with their fractions since some moment: to measure what something takes. */
    elapsedMs(): number;
  };
  /** A fresh id, fit for a file name. Not a secret: it may be guessed. */
  readonly newId: () => string;
  readonly ledger: Ledger<Registry>;
  readonly tmux: Tmux;
  readonly processes: Processes;
  readonly client: ClientFiles;
  readonly settings: SettingsFiles;
  readonly git: Git;
  readonly files: Files;
  readonly insurance: Insurance;
  readonly claims: Claims;
  readonly model: Model;
  /** Starts this very program with these arguments beside the request: nobody waits for it, no end around it reaches it. */
  later(argv: readonly string[]): Promise<void>;
  readonly cache: Cache;
  /** What was made out of values, for as long as this process lives. */
  readonly memory: Memory;
  readonly programs: Programs;
}
