import type { SessionId } from '../claude/session-id.ts';
import type { OutcomeKind } from '../session/session.ts';
import type { FailedStep } from './apply.ts';
import type { Gate } from './launch.ts';
import type { Plan } from './steps.ts';

/** What became of one session. */
export interface RecoveryResult {
  readonly session: SessionId;
  readonly outcome: OutcomeKind;
  readonly paneId: string | null;
  /** Harmless words, or null when there is nothing to add. */
  readonly detail: string | null;
}

/** What goes on, while it goes on. */
export type Progress =
  /** Another recovery lives and was first. */
  | { readonly kind: 'waiting-for-another'; readonly pid: number }
  | { readonly kind: 'building'; readonly name: string }
  /** A step that tmux would not take: what it makes is missing. */
  | { readonly kind: 'not-built'; readonly failed: FailedStep }
  | { readonly kind: 'starting'; readonly session: SessionId; readonly paneId: string }
  | { readonly kind: 'settled'; readonly result: RecoveryResult };

/** How a plan is carried out. */
export interface RecoveryRun {
  /** Clients that may be starting at once. */
  readonly jobs: number;
  /** How long a session may take to report itself. */
  readonly timeoutMs: number;
  /** How long to wait for another recovery that was first. */
  readonly patienceMs: number;
  /** Least time between two starts: clients that start together fight over the same login. */
  readonly spacingMs: number;
  readonly gate: Gate | null;
  onProgress(progress: Progress): void;
  /** Looks and plans once more: after another recovery has ended. */
  replan(): Promise<Plan>;
}

/** The usual times. */
export const usualPace = { timeoutMs: 60_000, patienceMs: 180_000, spacingMs: 150 } as const;
