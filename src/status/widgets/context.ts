import type { ContextWindow } from '../../claude/status-input.ts';
import { percent, shortCount } from '../../text/quantities.ts';
import { bar } from '../bar.ts';
import { type Compaction, effectiveWindowTokens } from '../compaction.ts';
import { roleFor, segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

const barCells = 10;

/**
 * How full the context is: against the window at which the client will compact, marked `~` because the
 * client does not say it; against the model's own window where compaction is off or the size is unknown.
 */
export const context: Widget = ({ facts, icons }) => {
  const fill = contextFill(facts.input.context, facts.compaction);
  if (fill === null) return null;
  const role = roleFor(fill.percent, { warnAt: 70, badAt: 90 });
  const figure = span(role, percent(fill.percent));
  const drawn = bar(fill.percent, { cells: barCells, role, icons });
  const window = fill.windowTokens === null ? '' : shortCount(fill.windowTokens);
  const of = window === '' ? [] : [span('muted', ` of ${fill.isEstimate ? '~' : ''}${window}`)];
  return segment(85, [...drawn, figure, ...of], [...drawn, figure], [span('muted', 'ctx '), figure]);
};

/** A share of a window. */
interface ContextFill {
  readonly percent: number;
  /** The window that it is a share of, where its size is known. */
  readonly windowTokens: number | null;
  /** True when the window is our estimate of where the client compacts. */
  readonly isEstimate: boolean;
}

/** How full the context is, or null when nothing tells. */
function contextFill(window_: ContextWindow, compaction: Compaction): ContextFill | null {
  const used = usedTokens(window_);
  const size = window_.sizeTokens ?? 0;
  if (used === null || size <= 0) {
    if (window_.usedPercent === null) return null;
    return { percent: window_.usedPercent, windowTokens: size > 0 ? size : null, isEstimate: false };
  }
  const window = effectiveWindowTokens(size, compaction);
  return { percent: (used / window) * 100, windowTokens: window, isEstimate: window !== size };
}

function usedTokens({ lastCall, usedPercent, sizeTokens }: ContextWindow): number | null {
  const parts = [lastCall?.inputTokens, lastCall?.cacheCreationTokens, lastCall?.cacheReadTokens];
  const known = parts.filter((part) => part !== null && part !== undefined);
  // A part that is missing may be the largest: then the client's own percentage says more.
  if (known.length === parts.length) return known.reduce((sum, part) => sum + part, 0);
  return usedPercent === null || sizeTokens === null ? null : (usedPercent / 100) * sizeTokens;
}
