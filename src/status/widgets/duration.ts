import { duration as spelled, shortDuration } from '../../text/quantities.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** How long the session has run, and how much of that the model worked. */
export const duration: Widget = ({ facts: { input, session, nowMs } }) => {
  const { totalDurationMs, apiDurationMs } = input.cost;
  const ranMs = totalDurationMs ?? (session === null ? null : nowMs - session.createdAtMs);
  if (ranMs === null || ranMs <= 0) return null;
  const whole = span('figure', spelled(ranMs));
  const model =
    apiDurationMs === null || apiDurationMs < 1000 ? '' : ` (model ${shortDuration(apiDurationMs)})`;
  return segment(
    28,
    model === '' ? null : [whole, span('muted', model)],
    [whole],
    [span('figure', shortDuration(ranMs))],
  );
};
