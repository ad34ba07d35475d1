import { amount, fields, flag, momentMs, oneOf, text, texts } from './fields.ts';

/** How the model's prompt cache serves the main conversation. Starts anew with /clear. */
export interface PromptCache {
  readonly isWarm: boolean | null;
  readonly isCachingObserved: boolean | null;
  readonly ttl: '5m' | '1h' | null;
  readonly expiresAtMs: number | null;
  readonly requests: number | null;
  readonly misses: number | null;
  readonly expectedRebuilds: number | null;
  /** 0 to 1. */
  readonly hitRatio: number | null;
  readonly cacheWriteTokens: number | null;
  readonly missRecacheTokens: number | null;
  readonly recacheTokensIfCold: number | null;
  readonly lastMissAtMs: number | null;
  /** Why the last miss happened; empty when the client does not say. */
  readonly lastMissCauses: readonly string[];
}

/** The prompt cache's figures, or null when the client sent none. An odd field costs only itself. */
export function readPromptCache(value: unknown): PromptCache | null {
  const cache = fields(value);
  if (Object.keys(cache).length === 0) return null;
  return {
    isWarm: flag(cache['warm']),
    isCachingObserved: flag(cache['caching_observed']),
    ttl: oneOf(['5m', '1h'], cache['ttl']),
    expiresAtMs: momentMs(cache['expires_at']),
    requests: amount(cache['requests']),
    misses: amount(cache['misses']),
    expectedRebuilds: amount(cache['expected_rebuilds']),
    hitRatio: amount(cache['hit_ratio']),
    cacheWriteTokens: amount(cache['cache_write_tokens']),
    missRecacheTokens: amount(cache['miss_recache_tokens']),
    recacheTokensIfCold: amount(cache['recache_tokens_if_cold']),
    lastMissAtMs: momentMs(cache['last_miss_at']),
    lastMissCauses: readCauses(cache['last_miss_cause']),
  };
}

/** Some versions send an object with `causes`, some a bare text. */
function readCauses(value: unknown): readonly string[] {
  const single = text(value);
  return single === null ? texts(fields(value)['causes']) : [single];
}
