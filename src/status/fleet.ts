import type { Registry } from '../session/registry.ts';
import type { FleetCounts } from './facts.ts';

/** The interactive sessions of this machine, counted by what they do; `lost` are the ones that can come back. */
export function fleetOf(registry: Registry): FleetCounts {
  const counts = { waiting: 0, working: 0, idle: 0, lost: 0 };
  for (const { origin, state } of registry.sessions.values()) {
    if (origin !== 'interactive') continue;
    if (state.kind === 'live') counts[state.activity] += 1;
    if (state.kind === 'lost') counts.lost += 1;
  }
  return counts;
}
