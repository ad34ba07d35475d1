import type { RateLimits } from '../claude/rate-limits.ts';
import type { StatusInput } from '../claude/status-input.ts';
import type { GitDirt, GitHead } from '../git/git.ts';
import type { Session } from '../session/session.ts';
import type { Compaction } from './compaction.ts';
import type { Shield } from './shield.ts';
import type { TerminalFacts } from './terminal.ts';

/** The live and lost sessions of this machine, counted. */
export interface FleetCounts {
  readonly waiting: number;
  readonly working: number;
  readonly idle: number;
  readonly lost: number;
}

/** The repository round the session's directory. */
export interface GitFacts {
  readonly head: GitHead;
  /** Null while nobody has looked, or when git did not answer in time. */
  readonly dirt: GitDirt | null;
}

/** What one of the user's own commands printed last. */
export interface CommandOutput {
  /** As printed: made harmless where it is shown. */
  readonly text: string;
  /** When it was printed. Old output is shown, marked as old. */
  readonly atMs: number;
}

/**
 * Everything that a line can show, gathered before. Texts are as they came: what shows them makes them
 * harmless. Null is unknown, and costs only what needed it.
 */
export interface LineFacts {
  readonly input: StatusInput;
  readonly session: Session | null;
  readonly fleet: FleetCounts | null;
  /** Sessions that were lost a short while ago and can come back. */
  readonly freshLosses: number;
  readonly shield: Shield;
  readonly git: GitFacts | null;
  readonly compaction: Compaction;
  /** The newest limits that any session of the account reported; null to use this session's own. */
  readonly limits: RateLimits | null;
  readonly terminal: TerminalFacts;
  /** The user's home directory, to be shown as `~`. */
  readonly home: string | null;
  /** Output of the user's own commands, by the name they have in the configuration. */
  readonly commands: Readonly<Record<string, CommandOutput>>;
  /** What the status line of another tool printed, or null. */
  readonly wrapped: string | null;
  readonly nowMs: number;
  /** Minutes that local time is ahead of UTC. */
  readonly utcOffsetMinutes: number;
}

/** Facts of which nothing is known but the client's own words, the terminal and the time. */
export function bareFacts(input: StatusInput, terminal: TerminalFacts, nowMs: number): LineFacts {
  return {
    input,
    terminal,
    nowMs,
    session: null,
    fleet: null,
    freshLosses: 0,
    shield: { kind: 'unknown' },
    git: null,
    compaction: { isAutomatic: null, windowTokens: null, sharePercent: null },
    limits: null,
    home: null,
    commands: {},
    wrapped: null,
    utcOffsetMinutes: 0,
  };
}
