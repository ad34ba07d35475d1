import type { SessionId } from '../claude/session-id.ts';
import type { Desk } from '../tmux/desk.ts';
import type { Session } from './session.ts';

/** A desk as last captured, with the journal's time of the last change. */
export interface KnownDesk {
  readonly desk: Desk;
  readonly capturedAtMs: number;
}

/** The numbers between two others, both left out. */
export interface NumberRange {
  readonly above: number;
  readonly below: number;
}

/** What the journal says, folded: every session, every desk, and the next free number. */
export interface Registry {
  readonly nextNumber: number;
  /**
   * Numbers that a counter from outside skipped: only sessions that are imported in the order of their
   * numbers may still get them. Kept as a range, since who has which number is not known of archived sessions.
   */
  readonly reserved?: NumberRange;
  readonly sessions: ReadonlyMap<SessionId, Session>;
  /** By `serverKey`, oldest capture first. */
  readonly desks: ReadonlyMap<string, KnownDesk>;
}

/** A registry before the first event. */
export const emptyRegistry: Registry = { nextNumber: 1, sessions: new Map(), desks: new Map() };
