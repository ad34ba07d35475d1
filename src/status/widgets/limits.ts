import type { RateWindow } from '../../claude/rate-limits.ts';
import { duration, percent } from '../../text/quantities.ts';
import { icon } from '../icons.ts';
import type { IconSet } from '../options.ts';
import { type Form, roleFor, segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

interface Limit extends RateWindow {
  readonly label: string;
}

/** The account's rate limits and when they start anew. One that has started anew since is not shown. */
export const limits: Widget = ({ facts, icons }) => {
  const known = facts.limits ?? facts.input.rateLimits;
  const all: readonly (Limit | null)[] = [
    known.fiveHour && { ...known.fiveHour, label: '5h' },
    known.sevenDay && { ...known.sevenDay, label: '7d' },
    known.spend && { ...known.spend, label: 'spend' },
  ];
  const open = all.filter((limit) => limit !== null).filter((limit) => !isPast(limit, facts.nowMs));
  if (open.length === 0) return null;
  const fullest = open.reduce((a, b) => (b.usedPercent > a.usedPercent ? b : a));
  const long = open.map((limit) => [...figure(limit), ...reset(limit, facts.nowMs, icons)]);
  // A limit about to be hit matters more than most of the line.
  const priority = fullest.usedPercent >= 80 ? 78 : 55;
  return segment(priority, spaced(long), spaced(open.map(figure)), figure(fullest));
};

function isPast(limit: RateWindow, nowMs: number): boolean {
  return limit.resetsAtMs !== null && limit.resetsAtMs <= nowMs;
}

function figure(limit: Limit): Form {
  const role = roleFor(limit.usedPercent, { warnAt: 60, badAt: 85 });
  return [span('muted', `${limit.label} `), span(role, percent(limit.usedPercent))];
}

function reset(limit: Limit, nowMs: number, icons: IconSet): Form {
  if (limit.resetsAtMs === null) return [];
  return [span('muted', ` ${icon('resets', icons)}${duration(limit.resetsAtMs - nowMs).replace(' ', '')}`)];
}

function spaced(forms: readonly Form[]): Form {
  return forms.flatMap((form, index) => (index === 0 ? form : [span('muted', '  '), ...form]));
}
