import type { SessionId } from '../claude/session-id.ts';
import type { Launch, LaunchMode } from './launch.ts';
import type { Obstacle } from './obstacle.ts';

/** A pane to be made. */
export interface PaneShape {
  /** Which lost pane it stands for. */
  readonly origin: string;
  readonly cwd: string;
  /** The session that waits in it, or null for the user's shell. */
  readonly launch: Launch | null;
  /** The program that runs in it without a session, word by word; the user's shell comes after it. */
  readonly program?: readonly string[];
  /** The title of a pane with a shell alone: a program's is its own to give. */
  readonly title?: string;
}

/** A window to be made. */
export interface WindowShape {
  /** Which lost window it stands for, or null for one of our own. */
  readonly origin: string | null;
  /** Null lets tmux name it. */
  readonly name: string | null;
  /** A layout string for exactly these panes, or null to tile them. */
  readonly layout: string | null;
  readonly widthCols: number;
  readonly heightRows: number;
  /** At least one, in layout order. */
  readonly panes: readonly PaneShape[];
  /** Position of the pane with the focus. */
  readonly activePane: number;
  readonly isZoomed: boolean;
  readonly isSynchronized: boolean;
}

/** One piece of rebuilding a tmux session. Windows are spoken of by their index in it. */
export type Step =
  /** Begins a new tmux session, hidden under a name of ours until {@link Step} `name-session`. */
  | {
      readonly kind: 'open-session';
      readonly origin: string | null;
      readonly widthCols: number;
      readonly heightRows: number;
    }
  /** A new tmux session that shares the windows of another (a session group). */
  | { readonly kind: 'join-group'; readonly origin: string | null; readonly leader: string }
  | { readonly kind: 'create-window'; readonly index: number; readonly window: WindowShape }
  /** The panes that a window lacks because its making failed half-way, and all that comes after them. */
  | {
      readonly kind: 'finish-window';
      readonly windowId: string;
      /** The last pane that it has. */
      readonly lastPaneId: string;
      /** How many of the panes, from the first, it has. */
      readonly made: number;
      readonly window: WindowShape;
    }
  /** A new pane in a window that is there, by its id. */
  | { readonly kind: 'split-window'; readonly windowId: string; readonly pane: PaneShape }
  /** The window has a seat here too. */
  | { readonly kind: 'link-window'; readonly index: number; readonly from: LinkSource }
  /** The current window, and the one before it. */
  | { readonly kind: 'focus'; readonly index: number; readonly lastIndex: number | null }
  /** Ends the making of a new tmux session: it gets its name. */
  | { readonly kind: 'name-session'; readonly name: string; readonly hasPlaceholder: boolean }
  /** Remembers on the server that these lost desks are to be given back whole: by a later run, if not by this one. */
  | { readonly kind: 'mark-begun'; readonly desks: readonly string[] }
  /** Remembers on the server that these lost desks were given back whole. */
  | { readonly kind: 'mark-rebuilt'; readonly desks: readonly string[] };

/** A window to link: one that the plan makes, or one that stands. */
type LinkSource =
  | { readonly kind: 'planned'; readonly batch: string; readonly index: number }
  | { readonly kind: 'standing'; readonly windowId: string };

/** What is done to one tmux session, by one tmux call. */
export interface Batch {
  readonly key: string;
  readonly socketPath: string;
  /** The name that users see, for words and progress. */
  readonly name: string;
  /** `$3` of a session that is there, or null when the steps make it. */
  readonly liveId: string | null;
  readonly steps: readonly Step[];
}

/** Where a session is started: a pane that stands, or one that the steps make. */
export type PaneRef =
  | { readonly kind: 'standing'; readonly paneId: string }
  | { readonly kind: 'planned'; readonly origin: string };

/** One session to bring back. */
export interface Resume {
  readonly session: SessionId;
  readonly socketPath: string;
  readonly pane: PaneRef;
  /** Which lost pane its pane stands for from now on. */
  readonly origin: string;
  readonly launch: Launch;
  readonly mode: LaunchMode;
  /**
   * `start`: the pane's process becomes the client. `offer`: the pane only waits, as it is made.
   * `watch`: an earlier run has started it, and only its report is missing.
   */
  readonly how: 'start' | 'offer' | 'watch';
}

/** A session whose outcome is known without doing anything. */
export interface Blocked {
  readonly session: SessionId;
  readonly obstacles: readonly Obstacle[];
}

/** What a recovery will do, all of it. `--dry-run` prints it, `all` applies the very same. */
export interface Plan {
  readonly batches: readonly Batch[];
  /** In the order in which they are started. */
  readonly resumes: readonly Resume[];
  readonly blocked: readonly Blocked[];
  /** Recoverable, but not brought back by `all` unless asked for by name. */
  readonly leftOut: readonly Blocked[];
}

/** Whether there is nothing to do. */
export function isEmpty(plan: Plan): boolean {
  return plan.batches.length === 0 && plan.resumes.length === 0;
}
