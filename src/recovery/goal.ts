import type { WindowShape } from './steps.ts';

/** A window that is to have a seat in a tmux session. */
export interface SeatGoal {
  /** Tells the seats of all goals apart; a window may have several. */
  readonly key: string;
  /** The index that it had, or null for any. */
  readonly index: number | null;
  readonly content:
    | { readonly kind: 'make'; readonly window: WindowShape }
    /** Made elsewhere first: in the goal and the seat of these keys. */
    | { readonly kind: 'link'; readonly goal: string; readonly seat: string }
    /** It stands already. */
    | { readonly kind: 'link-standing'; readonly windowId: string };
}

/** A tmux session as it is to be, before its windows have found their indexes. */
export interface SessionGoal {
  readonly key: string;
  readonly socketPath: string;
  readonly name: string;
  /** Which lost tmux session it stands for, or null for one of ours. */
  readonly origin: string | null;
  /** `$3`, where it stands. */
  readonly liveId: string | null;
  /** Key (or `$3`) of the session whose windows it shares. */
  readonly leader: string | null;
  readonly seats: readonly SeatGoal[];
  /** Only a session that is made anew gets its focus back. */
  readonly focus: { readonly active: SeatRef; readonly last: SeatRef | null } | null;
}

/** A seat of this or of the leader's goal, or of a leader that stands: there it is known by its index. */
export interface SeatRef {
  readonly key: string;
  readonly index: number;
}

/** The same tmux session wanted twice (two lost desks, windows of their own) is one. */
export function mergeGoals(goals: readonly SessionGoal[]): readonly SessionGoal[] {
  const byKey = new Map<string, SessionGoal>();
  for (const goal of goals) {
    const known = byKey.get(goal.key);
    byKey.set(
      goal.key,
      known === undefined
        ? goal
        : { ...known, seats: [...known.seats, ...goal.seats], focus: known.focus ?? goal.focus },
    );
  }
  return [...byKey.values()];
}

/** The key of a tmux session: what stands is known by its id, what is made by its name. */
export function goalKey(socketPath: string, liveId: string | null, name: string): string {
  return liveId === null ? `${socketPath}|new|${name}` : `${socketPath}|${liveId}`;
}
