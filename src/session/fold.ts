import type { SessionId } from '../claude/session-id.ts';
import { assertNever } from '../text/result.ts';
import { foldDesk } from './fold-desk.ts';
import { foldSession } from './fold-session.ts';
import { newSession } from './new-session.ts';
import type { Event, Recorded, SessionEvent } from './event.ts';
import type { Registry } from './registry.ts';
import { displacedBy } from './displaced.ts';
import type { Session } from './session.ts';

/** The registry while a batch is folded: copied once, so that long journals stay linear. */
interface Draft {
  nextNumber: number;
  readonly sessions: Map<SessionId, Session>;
  desks: Registry['desks'];
}

/**
 * What the registry says after these records. Never fails, looks at no clock, and gives the same registry
 * for the same records on any machine; a record applied twice in a row changes nothing the second time.
 */
export function fold(registry: Registry, records: readonly Recorded[]): Registry {
  if (records.length === 0) return registry;
  const draft: Draft = {
    nextNumber: registry.nextNumber,
    sessions: new Map(registry.sessions),
    desks: registry.desks,
  };
  for (const record of records) apply(draft, record);
  return draft;
}

function apply(draft: Draft, record: Recorded): void {
  const { event } = record;
  switch (event.kind) {
    case 'recovery_run':
      return;
    case 'numbered_from':
      draft.nextNumber = Math.max(draft.nextNumber, event.next);
      return;
    case 'desk':
      draft.desks = foldDesk(draft.desks, event, record.atMs);
      return;
    case 'imported':
      applyImport(draft, record, event);
      return;
    case 'seen':
      applySession(draft, record, event);
      for (const other of displacedBy(event, draft.sessions.values(), record.atMs)) {
        draft.sessions.set(other.id, other);
      }
      return;
    case 'changed':
    case 'pane_migrated':
    case 'prompted':
    case 'activity':
    case 'farewell':
    case 'ended':
    case 'lost':
    case 'named':
    case 'described':
    case 'recovery_claimed':
    case 'recovery_settled':
      applySession(draft, record, event);
      return;
    default:
      assertNever(event);
  }
}

function applySession(draft: Draft, record: Recorded, event: SessionEvent): void {
  const known = draft.sessions.get(event.session);
  // A session's number is its place in the journal, whatever event speaks of it first: a record lost to
  // damage must not leave the later ones without a session to speak of.
  const session = known ?? newSession(event.session, draft.nextNumber, record.atMs);
  if (known === undefined) draft.nextNumber += 1;
  draft.sessions.set(event.session, foldSession(session, event, record));
}

function applyImport(draft: Draft, record: Recorded, event: Extract<Event, { kind: 'imported' }>): void {
  if (draft.sessions.has(event.session)) return;
  const session = newSession(event.session, event.number, event.createdAtMs);
  draft.sessions.set(event.session, foldSession(session, event, record));
  draft.nextNumber = Math.max(draft.nextNumber, event.number + 1);
}
