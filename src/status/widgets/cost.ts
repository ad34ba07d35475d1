import { dollars } from '../../text/quantities.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

const hourMs = 3_600_000;
/** A rate from less time than this would swing wildly. */
const minRatedMs = 300_000;

/** What the session has cost at list price, and how fast. */
export const cost: Widget = ({ facts: { input } }) => {
  const { totalUsd, totalDurationMs } = input.cost;
  if (totalUsd === null) return null;
  const total = span('figure', dollars(totalUsd));
  const isRated = totalDurationMs !== null && totalDurationMs >= minRatedMs && totalUsd > 0;
  const rate = isRated ? [span('muted', ` ${dollars((totalUsd / totalDurationMs) * hourMs)}/h`)] : [];
  return segment(50, [total, ...rate], [total]);
};
