import type { SessionId } from '../claude/session-id.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import type { Place } from '../tmux/place.ts';

/** How a session was started. Only an interactive one sits in a pane and can be recovered. */
export type Origin = 'interactive' | 'print' | 'background';

/** Why a session ended, where the user (or the client on the user's word) meant it to. */
export type EndReason = 'exited' | 'cleared' | 'closed' | 'set-aside';

/** Why a session was lost: nobody meant it to end, so all of these are recoverable. */
export type LossReason = 'crashed' | 'server-lost' | 'rebooted' | 'terminated';

/** What a live session does. */
export type Activity = 'working' | 'waiting' | 'idle';

/**
 * The state of a session, as far as the journal proves it.
 *
 *            seen                     look: process dead, meant
 *   (new) ─────────► live ──────────────────────────────────────► ended
 *                    ▲  │  ▲                                         │
 *                    │  │  └──────── seen (resumed) ◄────────────────┤
 *                    │  └──────────► lost   look: dead, not meant    │
 *                    └─── seen ◄──────┘                              │
 *   (imported) ────► unknown ──── seen ──► live                      ▼
 */
export type SessionState =
  | { readonly kind: 'live'; readonly activity: Activity; readonly waitingFor: string | null }
  | {
      readonly kind: 'ended';
      readonly reason: EndReason;
      readonly atMs: number;
      readonly evidence: readonly string[];
      /** The client never said so: it was concluded, and the next report of the session takes it back. */
      readonly isConcluded?: true;
    }
  | {
      readonly kind: 'lost';
      readonly reason: LossReason;
      readonly atMs: number;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly missing: string };

/** The process that runs (or last ran) a session. */
export interface SessionProcess {
  readonly identity: ProcessIdentity;
  readonly ppid: number;
  /** The client's real argument vector, its program first. Null when it could not be read. */
  readonly argv: readonly string[] | null;
  /** The executable's path, or null. */
  readonly executable: string | null;
}

/** What a dying client could still say of its surroundings: tells a closed pane from a dying server. */
export interface Farewell {
  /** SessionEnd's own word: `other` proves nothing by itself. */
  readonly reason: string;
  readonly atMs: number;
  /** The session's pane, looked for while the farewell was being recorded. */
  readonly pane: 'present' | 'gone' | 'server-gone' | 'unknown';
}

/** The names a session has, by who gave them. The first one present wins, in this order. */
export interface SessionNames {
  readonly user: string | null;
  /** Claude's own title where somebody gave it: `/rename`, `--name`, another hook. */
  readonly client: string | null;
  readonly generated: string | null;
  /** A title that the client shows and that nobody is known to have given: mostly its own model's. */
  readonly suggested?: string;
  /** What the session is called in place of the name in force, which another live session has; never in place of the user's own. */
  readonly apart?: string;
  /** Names that are none any more, or another session's: the client may still bear one of them as its title. */
  readonly former?: readonly string[];
}

/** What became of one session in one recovery. */
export type OutcomeKind =
  | 'restored'
  | 'waiting'
  | 'offered'
  | 'no-conversation'
  | 'live-elsewhere'
  | 'directory-gone'
  | 'not-started'
  | 'timed-out'
  | 'refused';

/** A running attempt to bring a session back. It holds while its claimer lives. */
export interface Claim {
  readonly recoveryId: string;
  readonly claimer: ProcessIdentity;
  readonly atMs: number;
}

/** What is remembered of the attempts to bring a session back. */
export interface RecoveryMemory {
  readonly lastAttemptedAtMs: number;
  readonly attempts: number;
  readonly result: OutcomeKind | null;
  readonly detail: string | null;
}

/** One Claude Code conversation, as the journal knows it. It outlives processes. */
export interface Session {
  readonly id: SessionId;
  /** C1, C2, …: in the order of the journal, never reused. */
  readonly number: number;
  readonly origin: Origin;
  /** Not seen from its start: the plugin came later, or a hook was missed. */
  readonly isContinued: boolean;
  /** Some hook has reported: false means that only renders (or the client's registry) tell of it. */
  readonly hasHookReported: boolean;
  readonly state: SessionState;
  readonly names: SessionNames;
  readonly task: string | null;
  readonly description: string | null;
  readonly summary: string | null;
  /** The last few summaries, oldest first. */
  readonly summaryHistory: readonly { readonly atMs: number; readonly text: string }[];
  /** How many prompts there were when the session was last described; absent before the first time. */
  readonly describedAtPrompts?: number;
  readonly modelId: string | null;
  readonly modelName: string | null;
  readonly cwd: string | null;
  /** Where the client was started: resuming works only from here. */
  readonly projectDir: string | null;
  /** Which directory that was, however it is called: see `Files.directoryMark`. Absent where nobody has looked. */
  readonly projectMark?: string;
  /** The repository that it was a linked worktree of; empty or absent for none. */
  readonly projectRepository?: string;
  readonly transcriptPath: string | null;
  /** CLAUDE_CONFIG_DIR of the client, or null for the default. */
  readonly configDir: string | null;
  readonly permissionMode: string | null;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly prompts: number;
  readonly lastPrompt: {
    readonly id: string | null;
    readonly excerpt: string;
    readonly atMs: number;
  } | null;
  readonly process: SessionProcess | null;
  readonly place: Place | null;
  readonly farewell: Farewell | null;
  /** Unsettled claims in the journal's order: the first whose claimer lives holds the session. */
  readonly claims: readonly Claim[];
  readonly recovery: RecoveryMemory | null;
}
