import { describe, expect, it } from 'vitest';
import { freshLosses, lostAtMs, lostSessions } from '../../src/session/losses.ts';
import { newSession } from '../../src/session/new-session.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import type { Origin, SessionState } from '../../src/session/session.ts';
import { id } from './pieces.ts';

const nowMs = 1_800_000_000_000;
const minuteMs = 60_000;
const lost = (agoMs: number): SessionState => ({
  kind: 'lost',
  reason: 'server-lost',
  atMs: nowMs - agoMs,
  evidence: [],
});

function registryOf(state: SessionState, origin: Origin = 'interactive'): Registry {
  const session = { ...newSession(id('a'), 1, 0), state, origin };
  return { ...emptyRegistry, sessions: new Map([[session.id, session]]) };
}

describe('a loss', () => {
  it.each<readonly [string, Registry, number, number]>([
    ['just noticed is news', registryOf(lost(0)), 1, 1],
    ['noticed nine minutes ago is news', registryOf(lost(9 * minuteMs)), 1, 1],
    ['noticed ten minutes ago is none', registryOf(lost(10 * minuteMs)), 1, 0],
    ['of a print run is none', registryOf(lost(0), 'print'), 0, 0],
    [
      'is none while the session lives',
      registryOf({ kind: 'live', activity: 'idle', waitingFor: null }),
      0,
      0,
    ],
    [
      'is none where the user left',
      registryOf({ kind: 'ended', reason: 'exited', atMs: nowMs, evidence: [] }),
      0,
      0,
    ],
  ])('%s', (_, registry, all, fresh) => {
    expect(lostSessions(registry)).toHaveLength(all);
    expect(freshLosses(lostSessions(registry), nowMs)).toHaveLength(fresh);
  });

  it('has the moment at which it was noticed', () => {
    const [session] = lostSessions(registryOf(lost(minuteMs)));
    expect(session === undefined ? 0 : lostAtMs(session)).toBe(nowMs - minuteMs);
  });
});
