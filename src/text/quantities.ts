const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A count in at most five characters: `940`, `1.2k`, `34k`, `1.1M`. Nonsense gives `0`. */
export function shortCount(count: number): string {
  if (!Number.isFinite(count) || count < 0) return '0';
  if (count < 999.5) return String(Math.round(count));
  const steps = [
    { unit: 'k', size: 1e3 },
    { unit: 'M', size: 1e6 },
    { unit: 'G', size: 1e9 },
    { unit: 'T', size: 1e12 },
  ];
  // A step ends where rounding would show four figures: 999.6k is 1.0M.
  const step = steps.find(({ size }) => count < size * 999.5) ?? { unit: 'T', size: 1e12 };
  const scaled = Math.min(count / step.size, 999);
  return `${scaled < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)}${step.unit}`;
}

/** A span of time by its two largest units: `45s`, `12m`, `3h 12m`, `2d 4h`. Nonsense gives `0s`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0s';
  if (ms < minuteMs) return `${Math.floor(ms / 1000)}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m`;
  if (ms < dayMs) return pair(ms, { size: hourMs, unit: 'h' }, { size: minuteMs, unit: 'm' });
  return pair(ms, { size: dayMs, unit: 'd' }, { size: hourMs, unit: 'h' });
}

/** A span of time by its largest unit alone: `45s`, `12m`, `3h`, `2d`. */
export function shortDuration(ms: number): string {
  return duration(ms).split(' ')[0] ?? '';
}

/** How long ago a moment was: `just now`, `5m ago`, `3h ago`, `2d ago`. A moment to come is `just now`. */
export function ago(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs;
  return ms >= minuteMs ? `${shortDuration(ms)} ago` : 'just now';
}

/** An amount of dollars, with cents while they matter: `$0.03`, `$12.40`, `$1,234`. Nonsense gives `$0.00`. */
export function dollars(usd: number): string {
  if (!Number.isFinite(usd) || usd < 0) return '$0.00';
  if (usd < 999.995) return `$${usd.toFixed(2)}`;
  return `$${Math.min(Math.round(usd), 999_999_999).toLocaleString('en-US')}`;
}

/** A percentage without decimals: `34%`, never below 0. Nonsense gives `0%`. */
export function percent(value: number): string {
  return `${Number.isFinite(value) ? Math.min(Math.max(0, Math.round(value)), 9999) : 0}%`;
}

interface Unit {
  readonly size: number;
  readonly unit: string;
}

function pair(ms: number, large: Unit, small: Unit): string {
  const rest = Math.floor((ms % large.size) / small.size);
  const first = `${Math.floor(ms / large.size)}${large.unit}`;
  return rest === 0 ? first : `${first} ${rest}${small.unit}`;
}
