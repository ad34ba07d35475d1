import { icon } from '../icons.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The local time. */
export const clock: Widget = ({ facts, icons }) => {
  const local = new Date(facts.nowMs + facts.utcOffsetMinutes * 60_000);
  if (Number.isNaN(local.getTime())) return null;
  const [hours, minutes] = [local.getUTCHours(), local.getUTCMinutes()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return segment(20, [span('muted', `${icon('clock', icons)}${hours}:${minutes}`)]);
};
