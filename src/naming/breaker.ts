import { amount, parseObject } from '../claude/fields.ts';

/** What is remembered of the last calls, all sessions together: one model answers for all of them. */
export interface Breaker {
  /** Calls that failed since one last succeeded. */
  readonly failures: number;
  readonly lastFailedAtMs: number;
}

/** Nothing has failed. */
export const closedBreaker: Breaker = { failures: 0, lastFailedAtMs: 0 };

/** So many may fail in a row before calls are held back. */
const failuresTaken = 3;
const shortestPauseMs = 60_000;
const longestPauseMs = 3_600_000;

/**
 * Whether a model may be asked now. After some failures in a row it is left alone for a while, then asked once,
 * then left alone for twice as long. A clock that was set back lets one call through.
 */
export function mayAsk({ failures, lastFailedAtMs }: Breaker, nowMs: number): boolean {
  if (failures < failuresTaken || nowMs < lastFailedAtMs) return true;
  return nowMs - lastFailedAtMs >= pauseMs(failures);
}

function pauseMs(failures: number): number {
  return Math.min(longestPauseMs, shortestPauseMs * 2 ** (failures - failuresTaken));
}

/** The breaker after a call. */
export function afterCall(breaker: Breaker, hasAnswered: boolean, nowMs: number): Breaker {
  return hasAnswered ? closedBreaker : { failures: breaker.failures + 1, lastFailedAtMs: nowMs };
}

/** The breaker as kept; a damaged one has seen no failure. */
export function readBreaker(text: string | null): Breaker {
  const kept = parseObject(text ?? '').value;
  const failures = amount(kept?.['failures']);
  const lastFailedAtMs = amount(kept?.['lastFailedAtMs']);
  return failures === null || lastFailedAtMs === null ? closedBreaker : { failures, lastFailedAtMs };
}
