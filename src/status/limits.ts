import type { RateLimits, RateWindow } from '../claude/rate-limits.ts';

/**
 * What is known of the account's limits from what several of its sessions were told. Each session's figures stand
 * still while it is idle, so of each window the one that ends last is the newest, and of equals the
 * fullest: it never empties before it ends. Windows that have ended since are left out.
 */
export function newestLimits(told: readonly RateLimits[], nowMs: number): RateLimits {
  const newest = (pick: (limits: RateLimits) => RateWindow | null): RateWindow | null =>
    told.map(pick).reduce((best, window) => newerOf(best, window, nowMs), null);
  const names = new Set(told.flatMap((limits) => limits.models.map((model) => model.modelName)));
  return {
    fiveHour: newest((limits) => limits.fiveHour),
    sevenDay: newest((limits) => limits.sevenDay),
    spend: newest((limits) => limits.spend),
    models: [...names].flatMap((modelName) => {
      const window = newest((limits) => limits.models.find((model) => model.modelName === modelName) ?? null);
      return window === null ? [] : [{ ...window, modelName }];
    }),
  };
}

function newerOf(a: RateWindow | null, b: RateWindow | null, nowMs: number): RateWindow | null {
  if (b === null || (b.resetsAtMs !== null && b.resetsAtMs <= nowMs)) return a;
  if (a === null) return b;
  const [endOfA, endOfB] = [a.resetsAtMs ?? 0, b.resetsAtMs ?? 0];
  if (endOfA !== endOfB) return endOfA > endOfB ? a : b;
  return a.usedPercent >= b.usedPercent ? a : b;
}

/** The windows that say when they end. Of any other nobody can tell later whether it holds: it is not worth keeping. */
export function withEnds({ fiveHour, sevenDay, spend, models }: RateLimits): RateLimits {
  return {
    fiveHour: ifItEnds(fiveHour),
    sevenDay: ifItEnds(sevenDay),
    spend: ifItEnds(spend),
    models: models.filter(({ resetsAtMs }) => resetsAtMs !== null),
  };
}

function ifItEnds(window: RateWindow | null): RateWindow | null {
  return window?.resetsAtMs === null ? null : window;
}

/** Whether two views of an account's limits say the same. */
export function areSameLimits(a: RateLimits, b: RateLimits): boolean {
  return (
    isSameWindow(a.fiveHour, b.fiveHour) &&
    isSameWindow(a.sevenDay, b.sevenDay) &&
    isSameWindow(a.spend, b.spend) &&
    a.models.length === b.models.length &&
    a.models.every((model, index) => {
      const other = b.models[index];
      return other?.modelName === model.modelName && isSameWindow(model, other);
    })
  );
}

function isSameWindow(a: RateWindow | null, b: RateWindow | null): boolean {
  return a === b || (a?.usedPercent === b?.usedPercent && a?.resetsAtMs === b?.resetsAtMs);
}
