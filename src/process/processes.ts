import type { ProcessIdentity } from './identity.ts';

/** One row of the process table. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  /** Same text as {@link ProcessIdentity.started}. */
  readonly started: string;
  /** The kernel's short name (`claude`, `node`, `tmux: server`). */
  readonly command: string;
  /** A zombie holds its pid but runs nothing: it counts as dead. */
  readonly isZombie: boolean;
  /** Device number of the controlling terminal, 0 when there is none. */
  readonly ttyNumber: number;
  /** Who has its terminal's foreground: the process that leads that group. Absent where the platform does not say. */
  readonly foregroundPid?: number;
}

/** What can be said of a process: `unknown` when the table could not be read, never rounded to dead. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** The process table, as far as the product needs it. Reading it never throws. */
export interface Processes {
  /** The boot that runs now, or null where the platform does not say. */
  bootId(): string | null;
  /** The row of one process, or null when there is none (or it cannot be read). */
  row(pid: number): ProcessRow | null;
  /** The process and its parents as `ancestors` gives them: each read when it is come to. */
  ancestry(pid: number): Iterable<ProcessRow>;
  /** The exact argument vector, or null when it cannot be read. */
  argv(pid: number): readonly string[] | null;
  /** The working directory of a process, or null when it cannot be read. */
  cwd(pid: number): string | null;
  /** Variables of a process's start environment, only the names asked for; null when it cannot be read. */
  environment(pid: number, names: readonly string[]): Readonly<Record<string, string>> | null;
  /** Whether this very process still runs. Another boot or another start means dead; a zombie is dead. */
  liveness(process: ProcessIdentity): Liveness;
  /** Direct children of a process. */
  children(pid: number): readonly ProcessRow[];
  /** All readable rows: for looks at the whole machine, never on the hot path. */
  all(): readonly ProcessRow[];
}
