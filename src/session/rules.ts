import { fields } from '../claude/fields.ts';
import { parseSessionId } from '../claude/session-id.ts';
import type { JournalRecord, LedgerRules } from '../journal/ledger.ts';
import { fold } from './fold.ts';
import type { Recorded } from './event.ts';
import { parseEvent, sessionOf } from './parse-event.ts';
import { isProcessNumber } from './numbers.ts';
import { emptyRegistry, type KnownDesk, type NumberRange, type Registry } from './registry.ts';
import type { Session } from './session.ts';
import { views } from './views.ts';

/** Ended sessions that stay in the working set, the newest first. */
const endedKept = 64;
/** Lost and unknown sessions that stay in the working set: they are what recovery offers. */
const lostKept = 256;
/**
 * Version of the checkpoint. Raise it with every change to Session or Desk, and to what the fold makes of a record:
 * older checkpoints are rebuilt, so that all who read with this version agree.
 */
const checkpointVersion = 5;

/** What the ledger has to know of the registry. */
export const registryRules: LedgerRules<Registry> = {
  empty: emptyRegistry,
  fold: (registry, records) => fold(registry, records.flatMap(recorded)),
  encode: (registry) => ({
    version: checkpointVersion,
    nextNumber: registry.nextNumber,
    reserved: registry.reserved,
    sessions: [...registry.sessions.values()],
    desks: [...registry.desks],
  }),
  decode,
  views,
  keyOf: (record) => sessionOf(record.event),
  retire,
  restore: (registry, key, entry) => restoreAll(registry, new Map([[key, entry]])),
  restoreAll,
  has: (registry, key) => {
    const id = parseSessionId(key);
    return id !== null && registry.sessions.has(id);
  },
};

function recorded(record: JournalRecord): readonly Recorded[] {
  const event = parseEvent(record.event);
  return event === null ? [] : [{ atMs: record.atMs, host: record.host, recordId: record.id, event }];
}

function decode(value: unknown): Registry | null {
  const { version, nextNumber, reserved, sessions, desks } = fields(value);
  if (version !== checkpointVersion || !isProcessNumber(nextNumber)) return null;
  if (!Array.isArray(sessions) || !Array.isArray(desks)) return null;
  // Written by `encode` of this version, as was just seen, and the checkpoint's checksum held.
  const known = sessions as readonly Session[];
  return {
    nextNumber,
    ...(reserved !== undefined && { reserved: reserved as NumberRange }),
    sessions: new Map(known.map((session) => [session.id, session])),
    desks: new Map(desks as readonly (readonly [string, KnownDesk])[]),
  };
}

/** All at once, since each of them alone would cost a copy of the map. */
function restoreAll(registry: Registry, entries: ReadonlyMap<string, unknown>): Registry {
  const sessions = new Map(registry.sessions);
  for (const entry of entries.values()) {
    // Archived by `retire` of this version (an archive goes with its checkpoint), and its checksum held.
    const session = entry as Session;
    // What the working set holds is at least as new.
    if (!sessions.has(session.id)) sessions.set(session.id, session);
  }
  return { ...registry, sessions };
}

/** Old ended sessions, and beyond a far higher number also old lost ones, leave the working set for the archive. */
function retire(registry: Registry): {
  readonly kept: Registry;
  readonly retired: ReadonlyMap<string, unknown>;
} {
  const retired = new Set([
    ...surplus(registry, (session) => session.state.kind === 'ended', endedKept),
    ...surplus(registry, ({ state }) => state.kind === 'lost' || state.kind === 'unknown', lostKept),
  ]);
  if (retired.size === 0) return { kept: registry, retired: new Map() };
  const kept = [...registry.sessions].filter(([, session]) => !retired.has(session));
  return {
    kept: { ...registry, sessions: new Map(kept) },
    retired: new Map([...retired].map((session) => [session.id, session])),
  };
}

function surplus(
  registry: Registry,
  isOfKind: (session: Session) => boolean,
  keptCount: number,
): readonly Session[] {
  const sessions = [...registry.sessions.values()].filter(isOfKind);
  if (sessions.length <= keptCount) return [];
  return sessions.sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs || b.number - a.number).slice(keptCount);
}
