import type { PromptCache } from '../../claude/prompt-cache.ts';
import type { ContextWindow } from '../../claude/status-input.ts';
import { percent, shortDuration } from '../../text/quantities.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** How the prompt cache serves: its hits, how long it stays warm, or that it has gone cold. */
export const cache: Widget = ({ facts: { input, nowMs } }) => {
  const known = input.promptCache;
  const label = span('muted', 'cache ');
  if (known !== null && isCold(known, nowMs)) return segment(35, [label, span('warn', 'cold')]);
  const ratio = known?.hitRatio ?? lastCallRatio(input.context);
  if (ratio === null) return null;
  const share = Math.min(1, ratio) * 100;
  const hits = span(share < 50 ? 'warn' : 'good', percent(share));
  const expiresAtMs = known?.expiresAtMs ?? null;
  const left = expiresAtMs === null ? [] : [span('muted', ` ${shortDuration(expiresAtMs - nowMs)} left`)];
  return segment(35, [label, hits, ...left], [label, hits]);
};

function isCold(known: PromptCache, nowMs: number): boolean {
  return known.isWarm === false || (known.expiresAtMs !== null && known.expiresAtMs <= nowMs);
}

/** The share of the last call's prompt that came from the cache: what older clients tell. */
function lastCallRatio({ lastCall }: ContextWindow): number | null {
  const read = lastCall?.cacheReadTokens ?? null;
  const fresh = lastCall?.inputTokens ?? null;
  const written = lastCall?.cacheCreationTokens ?? null;
  if (read === null || fresh === null || written === null) return null;
  const all = read + fresh + written;
  return all > 0 ? read / all : null;
}
