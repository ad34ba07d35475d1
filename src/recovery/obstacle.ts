import type { EndReason, Origin, OutcomeKind, Session } from '../session/session.ts';
import { assertNever } from '../text/result.ts';
import type { Place } from '../tmux/place.ts';

/** Something that stands in the way of bringing a session back, or that whoever brings it back should know. */
export type Obstacle =
  /** A process runs this conversation: in the place that it has reported itself from, if it has. */
  | { readonly kind: 'live-elsewhere'; readonly pid: number; readonly place: Place | null }
  /** An agent of the client's own supervisor holds it. */
  | { readonly kind: 'held-by-agent'; readonly pid: number }
  /** It never sat in a pane: a `-p` run or a background agent. */
  | { readonly kind: 'not-interactive'; readonly origin: Origin }
  | {
      readonly kind: 'directory-gone';
      readonly path: string;
      /** It was a worktree of this repository, which stands: the conversation can go on there. */
      readonly repository?: string;
    }
  | { readonly kind: 'directory-unknown' }
  /** Its directory has another path now, and it is proven to be the same one. */
  | { readonly kind: 'directory-moved'; readonly from: string; readonly to: string }
  /** It was prompted, but neither its transcript nor a copy of it is there. */
  | { readonly kind: 'no-conversation' }
  /** Its transcript holds no message; the client can neither resume it nor use its id again. */
  | { readonly kind: 'stub-transcript'; readonly path: string }
  /** Another recovery that lives is at it. */
  | { readonly kind: 'claimed'; readonly pid: number; readonly recoveryId: string }
  /** Its tmux server does not answer, so nobody can tell what is there. */
  | { readonly kind: 'server-silent'; readonly socketPath: string }
  | {
      readonly kind: 'recently-failed';
      readonly outcome: OutcomeKind;
      readonly detail: string | null;
      readonly atMs: number;
    }
  /** It is over because somebody meant it to be. */
  | { readonly kind: 'ended'; readonly reason: EndReason }
  /** Nothing proves that it is over. */
  | { readonly kind: 'not-proven-lost'; readonly missing: string }
  /** The place asked for cannot take it. */
  | { readonly kind: 'no-place'; readonly why: string }
  /** Its pane waits for Enter already. */
  | { readonly kind: 'offered'; readonly paneId: string }
  /** It never had a prompt: it starts anew under its old id. */
  | { readonly kind: 'never-prompted' }
  /** Flags that nobody knows, which may have had a prompt behind them: not passed again. */
  | { readonly kind: 'flags-left-out'; readonly flags: readonly string[] }
  /** The client's transcript is gone; our copy is used. */
  | { readonly kind: 'insured-transcript'; readonly path: string };

/** The obstacle that a process is which runs the conversation, whatever is known of the session. */
export function liveElsewhere(session: Session | undefined, pid: number): Obstacle {
  const isIts = session?.state.kind === 'live' && session.process?.identity.pid === pid;
  return { kind: 'live-elsewhere', pid, place: isIts ? session.place : null };
}

/**
 * What an obstacle does: `blocks` the session whatever is asked, keeps it out of `all` until it is asked for
 * by name (`asks`), or is only worth knowing (`notes`).
 */
export function weightOf(obstacle: Obstacle): 'blocks' | 'asks' | 'notes' {
  switch (obstacle.kind) {
    case 'live-elsewhere':
    case 'held-by-agent':
    case 'not-interactive':
    case 'directory-gone':
    case 'directory-unknown':
    case 'no-conversation':
    case 'stub-transcript':
    case 'claimed':
    case 'server-silent':
    case 'no-place':
      return 'blocks';
    case 'directory-moved':
    case 'recently-failed':
    case 'ended':
    case 'not-proven-lost':
      return 'asks';
    case 'never-prompted':
    case 'insured-transcript':
    case 'flags-left-out':
    case 'offered':
      return 'notes';
    default:
      return assertNever(obstacle);
  }
}

/** The outcome of a session that such an obstacle keeps from being started. */
export function outcomeOf(obstacle: Obstacle): OutcomeKind {
  switch (obstacle.kind) {
    case 'live-elsewhere':
    case 'held-by-agent':
      return 'live-elsewhere';
    case 'directory-gone':
    case 'directory-unknown':
    case 'directory-moved':
      return 'directory-gone';
    case 'no-conversation':
    case 'stub-transcript':
      return 'no-conversation';
    case 'offered':
      return 'offered';
    case 'not-interactive':
    case 'claimed':
    case 'server-silent':
    case 'no-place':
    case 'recently-failed':
    case 'ended':
    case 'not-proven-lost':
    case 'never-prompted':
    case 'flags-left-out':
    case 'insured-transcript':
      return 'refused';
    default:
      return assertNever(obstacle);
  }
}
