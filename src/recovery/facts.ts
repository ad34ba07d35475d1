import type { PathKind } from '../claude/client-files.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { AllowedProgram } from '../process/allowed.ts';
import type { Registry } from '../session/registry.ts';
import type { Claim } from '../session/session.ts';
import type { Desk } from '../tmux/desk.ts';
import type { Gate } from './launch.ts';

/** What goes on in a live pane, as far as it matters for starting something there. */
export type PaneStanding =
  /** Its process ended and the pane stayed (`remain-on-exit`). */
  | { readonly kind: 'dead' }
  /** A shell at its prompt: no child, nothing typed, no copy mode. */
  | { readonly kind: 'idle-shell' }
  /** A pane of ours that waits for Enter. */
  | { readonly kind: 'offered'; readonly session: SessionId }
  /** A pane of ours in which the client is being started or runs. */
  | { readonly kind: 'started'; readonly session: SessionId }
  /** Anything else, and whatever could not be told: never touched. */
  | { readonly kind: 'busy' };

/** A live pane. */
export interface LivePane {
  readonly id: string;
  readonly pid: number;
  readonly windowId: string;
  readonly standing: PaneStanding;
  /** The lost pane that it stands for, or null. */
  readonly origin: string | null;
}

/** A window of ours whose making failed half-way. */
export interface UnfinishedWindow {
  readonly windowId: string;
  /** What its panes stand for, in their order; null for a pane that is not of our making. */
  readonly origins: readonly (string | null)[];
  readonly lastPaneId: string;
}

/** A tmux server that answered. */
export interface LiveServer {
  readonly desk: Desk;
  /** By pane id. */
  readonly panes: ReadonlyMap<string, LivePane>;
  /** The lost tmux sessions that live ones stand for: origin to `$3`. */
  readonly sessionOrigins: ReadonlyMap<string, string>;
  /** By the origin of the lost window. */
  readonly unfinished: ReadonlyMap<string, UnfinishedWindow>;
  /** Origins of the lost desks that were to be given back whole. */
  readonly begun: readonly string[];
  /** Origins of the lost desks that were given back whole. */
  readonly rebuilt: readonly string[];
}

/** A process that runs a conversation right now. */
export interface RunningClient {
  readonly pid: number;
  readonly kind: 'interactive' | 'background';
}

/** What there is to resume from. */
export type Conversation =
  | { readonly kind: 'present'; readonly path: string }
  /** The client's own file is gone; our copy is there. */
  | { readonly kind: 'insured'; readonly path: string }
  /** A file without any message: the client finds no conversation in it, yet holds its id for taken. */
  | { readonly kind: 'stub'; readonly path: string }
  | { readonly kind: 'none' };

/** Where one session is to go instead of its own place. */
export type Target =
  | { readonly kind: 'pane'; readonly socketPath: string; readonly paneId: string }
  /** An existing window: it is split. */
  | { readonly kind: 'window'; readonly socketPath: string; readonly windowId: string }
  /** A free index of an existing tmux session. */
  | {
      readonly kind: 'seat';
      readonly socketPath: string;
      readonly sessionId: string;
      readonly index: number;
    };

/** What the user asked for. */
export interface RecoveryOptions {
  readonly selection:
    | { readonly kind: 'all' }
    | {
        readonly kind: 'sessions';
        readonly ids: readonly SessionId[];
        /** Their desks as well, with the windows that hold no session: as `all` brings them. */
        readonly hasDesks?: boolean;
      };
  /** Panes at once, each waiting for Enter. */
  readonly isLazy: boolean;
  /** Also those that failed a moment ago. */
  readonly retriesFailed: boolean;
  /** Only what sat on the lost desk of this name (see `lostDesks`). */
  readonly from: string | null;
  /** For one session only. */
  readonly target: Target | null;
  /** A project directory to use instead of the recorded one, for one session only. */
  readonly directory: string | null;
  /** Socket of the server for sessions that have no tmux place of their own. */
  readonly homeSocket: string;
  readonly gate: Gate | null;
}

/** Whether lost desks are to be given back whole, and not only the windows of the sessions asked for. */
export function wantsDesks({ selection }: RecoveryOptions): boolean {
  return selection.kind === 'all' || selection.hasDesks === true;
}

/** Everything that a plan is made of. Plain data: the same facts give the same plan. */
export interface RecoveryFacts {
  readonly nowMs: number;
  /** As a look at the machine has left it. */
  readonly registry: Registry;
  /** Servers that answered, by socket path. */
  readonly servers: ReadonlyMap<string, LiveServer>;
  /** Sockets whose server did not answer: nothing is known of them, so nothing is done there. */
  readonly silentSockets: ReadonlySet<string>;
  /** Sockets that can not be made again, because their directory is gone. */
  readonly unusableSockets: ReadonlySet<string>;
  readonly running: ReadonlyMap<SessionId, RunningClient>;
  /** Living claims of other recoveries. */
  readonly heldBy: ReadonlyMap<SessionId, Claim>;
  readonly directories: ReadonlyMap<string, PathKind>;
  /** Where project directories that are gone stand now, as far as that is proven, by the path that they had. */
  readonly moved: ReadonlyMap<string, string>;
  readonly conversations: ReadonlyMap<SessionId, Conversation>;
  /** Programs of recorded command lines that are gone. */
  readonly missingPrograms: ReadonlySet<string>;
  /** Programs that come back by themselves in panes without a session. */
  readonly programs: readonly AllowedProgram[];
  readonly options: RecoveryOptions;
}
