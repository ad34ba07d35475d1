import { amount, fields, flag } from '../claude/fields.ts';
import type { Environment } from './terminal.ts';

/** What is known of when the client compacts: it keeps a reserve, and the user may set a smaller window. */
export interface Compaction {
  /** False when the user has turned it off; null when nobody looked. */
  readonly isAutomatic: boolean | null;
  /** The window set by CLAUDE_CODE_AUTO_COMPACT_WINDOW or `autoCompactWindow`, or null. */
  readonly windowTokens: number | null;
  /** The share of the window at which the user wants it (CLAUDE_AUTOCOMPACT_PCT_OVERRIDE), or null. */
  readonly sharePercent: number | null;
}

/** Of a window the client keeps so much free for its answer, and so much more for the compaction itself. */
const answerTokens = 20_000;
const compactionTokens = 13_000;
/** The client takes no window outside of these. */
const smallestWindowTokens = 100_000;
const largestWindowTokens = 1_000_000;

/** What environment and settings.json say of compaction, as the client reads them. */
export function compactionFrom(env: Environment, settings: unknown): Compaction {
  const set = fields(settings);
  const isOff = isOn(env['DISABLE_COMPACT']) || isOn(env['DISABLE_AUTO_COMPACT']);
  const share = Number(env['CLAUDE_AUTOCOMPACT_PCT_OVERRIDE'] ?? Number.NaN);
  return {
    isAutomatic: isOff ? false : flag(set['autoCompactEnabled']),
    windowTokens:
      windowOf(Number(env['CLAUDE_CODE_AUTO_COMPACT_WINDOW'] ?? Number.NaN)) ??
      windowOf(set['autoCompactWindow']),
    sharePercent: share > 0 && share <= 100 ? share : null,
  };
}

function isOn(value: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes((value ?? '').toLowerCase());
}

function windowOf(value: unknown): number | null {
  const tokens = amount(value);
  if (tokens === null || tokens === 0) return null;
  return Math.min(largestWindowTokens, Math.max(smallestWindowTokens, tokens));
}

/**
 * How full a window of this size is when the client compacts it, by our estimate; the whole window where it
 * does not compact, or where the size makes no sense.
 */
export function effectiveWindowTokens(sizeTokens: number, compaction: Compaction): number {
  if (compaction.isAutomatic === false) return sizeTokens;
  const usable = Math.min(sizeTokens, compaction.windowTokens ?? sizeTokens) - answerTokens;
  const full = usable - compactionTokens;
  const asked =
    compaction.sharePercent === null ? full : Math.floor(usable * (compaction.sharePercent / 100));
  const window = Math.min(full, asked);
  return window > 0 ? window : sizeTokens;
}
