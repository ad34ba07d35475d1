import type { SessionId } from '../claude/session-id.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import type { DeskSession, DeskWindow } from '../tmux/desk.ts';
import type { Place, TmuxServer } from '../tmux/place.ts';
import type {
  Activity,
  EndReason,
  Farewell,
  LossReason,
  Origin,
  OutcomeKind,
  SessionProcess,
} from './session.ts';

/** What can change on a session without its starting or ending. Only what changed is present. */
export interface SessionChanges {
  readonly cwd?: string;
  readonly projectDir?: string;
  readonly projectMark?: string;
  readonly projectRepository?: string;
  readonly transcriptPath?: string;
  readonly configDir?: string | null;
  readonly permissionMode?: string;
  readonly modelId?: string;
  readonly modelName?: string;
}

/**
 * Everything the journal can say. Events are kept for ever, so members are only ever added, and
 * every one of them may be applied twice in a row without harm (a writer repeats an event when the
 * journal was rotated under its hands).
 */
export type Event =
  /** A process runs this conversation: first sight, resume, or the new id after /clear. */
  | {
      readonly kind: 'seen';
      readonly session: SessionId;
      /** SessionStart's source, or where else the sight came from: a prompt, another hook, … */
      readonly source:
        | 'startup'
        | 'resume'
        | 'clear'
        | 'compact'
        | 'prompt'
        | 'hook'
        | 'render'
        | 'client-registry';
      readonly origin: Origin;
      readonly isContinued: boolean;
      readonly process: SessionProcess | null;
      readonly place: Place | null;
      readonly changes: SessionChanges;
      /** The client's title, where it came over /clear from a session that bore it as our name for it. */
      readonly inheritedTitle?: string;
    }
  | { readonly kind: 'changed'; readonly session: SessionId; readonly changes: SessionChanges }
  /** The pane moved, or its window or session was renamed or renumbered. */
  | {
      readonly kind: 'pane_migrated';
      readonly session: SessionId;
      readonly from: Place | null;
      readonly to: Place;
    }
  | {
      readonly kind: 'prompted';
      readonly session: SessionId;
      readonly promptId: string | null;
      readonly excerpt: string;
    }
  | {
      readonly kind: 'activity';
      readonly session: SessionId;
      readonly activity: Activity;
      readonly waitingFor: string | null;
      /** Absent where a hook told it. */
      readonly source?: 'client-registry';
    }
  /** SessionEnd with a reason that proves nothing. The next look at the process decides. */
  | {
      readonly kind: 'farewell';
      readonly session: SessionId;
      /** Which process said it; the session may run in another one by the time this is read. */
      readonly process: ProcessIdentity | null;
      readonly farewell: Omit<Farewell, 'atMs'>;
    }
  | {
      readonly kind: 'ended';
      readonly session: SessionId;
      /** Which process ended: says nothing about a session that runs in another one by now. */
      readonly process: ProcessIdentity | null;
      readonly reason: EndReason;
      readonly evidence: readonly string[];
    }
  | {
      readonly kind: 'lost';
      readonly session: SessionId;
      readonly process: ProcessIdentity | null;
      readonly reason: LossReason;
      readonly evidence: readonly string[];
    }
  /** A name was given or, with null, taken back. */
  | {
      readonly kind: 'named';
      readonly session: SessionId;
      readonly by: 'user' | 'client' | 'generated' | 'suggested';
      readonly name: string | null;
    }
  | {
      readonly kind: 'described';
      readonly session: SessionId;
      readonly task?: string;
      readonly description?: string;
      readonly summary?: string;
      /** The session's prompts by then: when it was last asked what the session is about. */
      readonly atPrompts?: number;
    }
  | {
      readonly kind: 'recovery_claimed';
      readonly session: SessionId;
      readonly recoveryId: string;
      readonly claimer: ProcessIdentity;
    }
  | {
      readonly kind: 'recovery_settled';
      readonly session: SessionId;
      readonly recoveryId: string;
      readonly outcome: OutcomeKind;
      readonly detail: string | null;
    }
  /** One whole recovery, for the log. */
  | {
      readonly kind: 'recovery_run';
      readonly recoveryId: string;
      readonly outcomes: Readonly<Record<string, OutcomeKind>>;
    }
  /** What changed on a desk since it was last captured. Windows named in `gone` are no more. */
  | {
      readonly kind: 'desk';
      readonly server: TmuxServer;
      /** All sessions, when their seats, names or focus changed; else absent. */
      readonly sessions?: readonly DeskSession[];
      /** Only the windows that are new or changed. */
      readonly windows: readonly DeskWindow[];
      readonly gone: readonly string[];
    }
  /** A session taken over from the earlier plugin's registry. */
  | {
      readonly kind: 'imported';
      readonly session: SessionId;
      readonly number: number;
      readonly name: string | null;
      readonly isGeneratedName: boolean;
      readonly task: string | null;
      readonly modelName: string | null;
      readonly cwd: string | null;
      readonly createdAtMs: number;
      readonly lastSeenAtMs: number;
      readonly wasActive: boolean;
      readonly paneRef: string | null;
      readonly prompts: number;
    }
  /** The numbers below this one are taken. */
  | { readonly kind: 'numbered_from'; readonly next: number };

/** Every kind of event that is about one session. */
export type SessionEvent = Extract<Event, { readonly session: SessionId }>;

/** An event with the journal's word on when, where and by which record it was kept. */
export interface Recorded {
  readonly atMs: number;
  readonly host: string;
  /** Unique per record; the same when a writer repeats it. */
  readonly recordId: string;
  readonly event: Event;
}
