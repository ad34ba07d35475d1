import { describe, expect, it } from 'vitest';
import { clientToGreet } from '../../../src/command/loss/client-to-greet.ts';
import { newSession } from '../../../src/session/new-session.ts';
import { emptyRegistry, type Registry } from '../../../src/session/registry.ts';
import { type AttachedClient, readAttached } from '../../../src/tmux/clients.ts';
import { id, place } from '../../session/pieces.ts';

const lostAtMs = 1_000_000;
const lastSeenAtMs = 900_000;
const beforeMs = 800_000;
const afterMs = 1_100_000;

/** A session that is lost, and the start of the server that it sat on. */
function lossAt(atMs: number, startedAtS: number = 1): Registry {
  const sat = place();
  const session = {
    ...newSession(id('a'), 1, lastSeenAtMs),
    lastSeenAtMs,
    place: sat === null ? null : { ...sat, server: { ...sat.server, startedAtS } },
    state: { kind: 'lost', reason: 'server-lost', atMs, evidence: [] } as const,
  };
  return { ...emptyRegistry, sessions: new Map([[session.id, session]]) };
}

function client(name: string, changes: Partial<AttachedClient> = {}): AttachedClient {
  return {
    name,
    tty: name,
    sessionId: '$0',
    isOwners: true,
    isMute: false,
    attachedAtMs: afterMs,
    widthCols: 120,
    heightRows: 40,
    ...changes,
  };
}

interface About {
  readonly named?: string;
  readonly isAsked?: boolean;
  readonly nowMs?: number;
  readonly serverStartedAtMs?: number;
  readonly isOurTerminal?: boolean;
  readonly registry?: Registry;
}

function greeted(clients: readonly AttachedClient[], about: About = {}): string | null {
  const found = clientToGreet(
    { clients, serverStartedAtMs: about.serverStartedAtMs ?? beforeMs },
    {
      named: about.named ?? null,
      isAsked: about.isAsked ?? false,
      nowMs: about.nowMs ?? 9_000_000,
      registry: about.registry ?? lossAt(lostAtMs),
      isOurTerminal: () => about.isOurTerminal ?? false,
    },
  );
  return found?.name ?? null;
}

describe('whoever attached after a loss is greeted', () => {
  it.each<readonly [string, readonly AttachedClient[], About, string | null]>([
    ['nobody there', [], {}, null],
    ['one that attached after the loss', [client('a')], {}, 'a'],
    ['the latest of several', [client('a'), client('b', { attachedAtMs: afterMs + 1 })], {}, 'b'],
    ['one that sat there before', [client('a', { attachedAtMs: beforeMs })], {}, null],
    [
      'one of a server that is newer than the lost sessions',
      [client('a', { attachedAtMs: 950_000 })],
      { serverStartedAtMs: 940_000 },
      'a',
    ],
    [
      'one of a server that began in the second of the loss',
      [client('a', { attachedAtMs: 899_000 })],
      { serverStartedAtMs: 899_500 },
      'a',
    ],
    [
      'one of the very server that the session crashed on, as soon as it had begun',
      [client('a', { attachedAtMs: 899_000 })],
      { serverStartedAtMs: 899_000, registry: lossAt(lostAtMs, 899) },
      null,
    ],
    [
      'one that is named and came just now',
      [client('a', { attachedAtMs: beforeMs })],
      { named: 'a', nowMs: beforeMs + 5 },
      'a',
    ],
    [
      'one that is named and only went to another session',
      [client('a', { attachedAtMs: beforeMs })],
      { named: 'a' },
      null,
    ],
    [
      'one that asks, whenever it came',
      [client('a', { attachedAtMs: beforeMs })],
      { named: 'a', isAsked: true },
      'a',
    ],
    ['one that asks though nothing is lost', [client('a')], { isAsked: true, registry: emptyRegistry }, 'a'],
    ['one that is named and gone again', [client('a')], { named: 'b' }, null],
    ['one of another user', [client('a', { isOwners: false })], { named: 'a', isOurTerminal: true }, null],
    [
      'one whose user tmux does not tell, on our terminal',
      [client('a', { isOwners: null })],
      { isOurTerminal: true },
      'a',
    ],
    ['the same, on another’s terminal', [client('a', { isOwners: null })], {}, null],
    ['one that cannot be asked', [client('a', { isMute: true })], { named: 'a' }, null],
    ['one with no room for a question', [client('a', { heightRows: 5 })], { named: 'a' }, null],
    ['one, though nothing is lost', [client('a')], { registry: emptyRegistry }, null],
  ])('%s', (_, clients, about, name) => {
    expect(greeted(clients, about)).toBe(name);
  });
});

describe('who is attached', () => {
  it('is read out of what tmux prints, also where an old one leaves users out', () => {
    const printed =
      'client|/dev/pts/1|/dev/pts/1|\\$0|1000|1000|0|0|1000|120|40|900&\nclient|/dev/pts/2|/dev/pts/2|\\$1|||1|0|1001|80|24|900&\n';
    expect(readAttached(printed)).toEqual({
      serverStartedAtMs: 900_000,
      clients: [
        client('/dev/pts/1', { attachedAtMs: 1_000_000 }),
        client('/dev/pts/2', {
          sessionId: '$1',
          isOwners: null,
          isMute: true,
          attachedAtMs: 1_001_000,
          widthCols: 80,
          heightRows: 24,
        }),
      ],
    });
    expect(readAttached('')).toBeNull();
  });
});
