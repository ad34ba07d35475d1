// Histories and fleets of a wanted size, written through the real ledger.
import { openLedger } from '../../src/journal/open.ts';
import type { SessionId } from '../../src/claude/session-id.ts';
import { parseSessionId } from '../../src/claude/session-id.ts';
import { openProcesses } from '../../src/process/table.ts';
import { identityOf, type ProcessIdentity } from '../../src/process/identity.ts';
import type { Event } from '../../src/session/event.ts';
import { registryRules } from '../../src/session/rules.ts';
import type { Place } from '../../src/tmux/place.ts';

/** A process that a live session is to have, and where it sits. */
export interface Liver {
  readonly process: ProcessIdentity;
  readonly place: Place | null;
}

/** The identity of a running process. */
export function identityOfPid(pid: number): ProcessIdentity {
  const identity = identityOf(openProcesses(process.platform), pid);
  if (identity === null) throw new Error(`There is no process ${pid}.`);
  return identity;
}

/** Fills an instances directory with sessions that have ended, and with live ones. */
export function writeRegistry(
  directory: string,
  sessions: { readonly ended: number; readonly live: readonly Liver[] },
): void {
  let ids = 0;
  const ledger = openLedger({
    directory,
    rules: registryRules,
    holders: { identity: () => 'bench', liveness: () => 'dead' },
    host: 'bench',
    nowMs: () => Date.now(),
    newId: () => `bench-${(ids += 1)}`,
  });
  const keep = (events: readonly Event[]): void => {
    const kept = ledger.append(events, { by: 'bench', durable: false });
    if (!kept.ok) throw new Error(kept.failure.code);
  };
  for (let begun = 0; begun < sessions.ended; begun += 500) {
    const count = Math.min(500, sessions.ended - begun);
    keep(Array.from({ length: count }, (_, index) => endedSession(begun + index)).flat());
    ledger.settle();
  }
  keep(sessions.live.flatMap((liver, index) => seen(idOf(900_000 + index), liver)));
  ledger.settle();
}

function idOf(number: number): SessionId {
  const id = parseSessionId(`0e9d0000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  if (id === null) throw new Error('Not a session id.');
  return id;
}

function endedSession(number: number): readonly Event[] {
  const id = idOf(number);
  const gone: Liver = { process: { bootId: 'earlier', pid: 10, started: '1' }, place: null };
  return [
    ...seen(id, gone),
    { kind: 'prompted', session: id, promptId: null, excerpt: `Prompt of session ${number}` },
    { kind: 'ended', session: id, process: gone.process, reason: 'exited', evidence: ['bench'] },
  ];
}

function seen(id: SessionId, { process, place }: Liver): readonly Event[] {
  return [
    {
      kind: 'seen',
      session: id,
      source: 'startup',
      origin: 'interactive',
      isContinued: false,
      process: { identity: process, ppid: 1, argv: ['claude'], executable: null },
      place,
      changes: { cwd: '/tmp', projectDir: '/tmp', modelName: 'Sonnet 5' },
    },
  ];
}
