import type { SessionId } from '../claude/session-id.ts';
import { assertNever } from '../text/result.ts';
import { foldDesk } from './fold-desk.ts';
import { foldSession } from './fold-session.ts';
import { momentOr, withImported } from './fold-import.ts';
import { importedNumber, nextNumber, reserveBelow, type Numbers } from './numbers.ts';
import { newSession } from './new-session.ts';
import type { Event, Recorded, SessionEvent } from './event.ts';
import type { Registry } from './registry.ts';
import { calledApart } from './apart.ts';
import { displaced, liveIn, noteProcess, type ProcessIndex } from './displaced.ts';
import { isLateSight, isOutweighed, isVisit, type Seen } from './late-sight.ts';
import type { Session } from './session.ts';

/** The registry while a batch is folded: copied once, so that long journals stay linear. */
interface Draft extends Numbers {
  readonly sessions: Map<SessionId, Session>;
  desks: Registry['desks'];
  /** Made at the first sight of the batch. */
  processes: ProcessIndex | null;
  /** Made when a session is first named or comes to life: to compare with all that ever were would be quadratic. */
  live: Set<SessionId> | null;
}

/**
 * What the registry says after these records. Never fails, looks at no clock, and gives the same registry
 * for the same records on any machine; a record applied twice in a row changes nothing the second time.
 */
export function fold(registry: Registry, records: readonly Recorded[]): Registry {
  if (records.length === 0) return registry;
  const draft: Draft = {
    nextNumber: registry.nextNumber,
    reserved: registry.reserved,
    sessions: new Map(registry.sessions),
    desks: registry.desks,
    processes: null,
    live: null,
  };
  for (const record of records) apply(draft, record);
  const { nextNumber: next, reserved, sessions, desks } = draft;
  return { nextNumber: next, ...(reserved !== undefined && { reserved }), sessions, desks };
}

function apply(draft: Draft, record: Recorded): void {
  const { event } = record;
  switch (event.kind) {
    case 'recovery_run':
      return;
    case 'numbered_from':
      reserveBelow(draft, event.next);
      return;
    case 'desk':
      draft.desks = foldDesk(draft.desks, event, record.atMs, draft.sessions);
      return;
    case 'imported':
      applyImport(draft, record, event);
      return;
    case 'seen':
      applySight(draft, record, event);
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

/** A sight of one session is also word of whatever else seemed to live in the same process. */
function applySight(draft: Draft, record: Recorded, event: Seen): void {
  const known = draft.sessions.get(event.session);
  if (known !== undefined && (isLateSight(known, event) || isVisit(known, event))) return;
  const others = othersIn(draft, event);
  if (isOutweighed(event, others)) return;
  applySession(draft, record, event);
  for (const other of others) keep(draft, displaced(other, event, record.atMs));
}

function othersIn(draft: Draft, event: Seen): readonly Session[] {
  if (event.process === null) return [];
  const index = (draft.processes ??= indexOf(draft.sessions.values()));
  return liveIn(index, event.process.identity, draft.sessions).filter(({ id }) => id !== event.session);
}

function indexOf(sessions: Iterable<Session>): ProcessIndex {
  const index: ProcessIndex = new Map();
  for (const session of sessions) noteProcess(index, session);
  return index;
}

function keep(draft: Draft, session: Session): void {
  draft.sessions.set(session.id, session);
  if (draft.processes !== null) noteProcess(draft.processes, session);
  if (session.state.kind === 'live') draft.live?.add(session.id);
  else draft.live?.delete(session.id);
}

/** Keeps a session, and calls it or others apart where its name or its coming to life makes two of one name. */
function keepNamed(draft: Draft, before: Session, session: Session): void {
  keep(draft, session);
  const isNews = before.names !== session.names || before.state.kind !== 'live';
  if (!isNews || session.state.kind !== 'live') return;
  for (const called of calledApart(session, othersAlive(draft, session))) keep(draft, called);
}

function othersAlive(draft: Draft, { id }: Session): readonly Session[] {
  draft.live ??= new Set(
    [...draft.sessions.values()].filter(({ state }) => state.kind === 'live').map((session) => session.id),
  );
  return [...draft.live].flatMap((other) => (other === id ? [] : (draft.sessions.get(other) ?? [])));
}

function applySession(draft: Draft, record: Recorded, event: SessionEvent): void {
  const known = draft.sessions.get(event.session);
  // A session's number is its place in the journal, whatever event speaks of it first: a record lost to
  // damage must not leave the later ones without a session to speak of.
  const session = known ?? newSession(event.session, nextNumber(draft), record.atMs);
  keepNamed(draft, session, foldSession(session, event, record));
}

function applyImport(draft: Draft, record: Recorded, event: Extract<Event, { kind: 'imported' }>): void {
  const known = draft.sessions.get(event.session);
  if (known !== undefined) {
    keepNamed(draft, known, withImported(known, event));
    return;
  }
  const number = importedNumber(draft, event.number);
  const createdAtMs = momentOr(event.createdAtMs, record.atMs);
  keep(draft, foldSession(newSession(event.session, number, createdAtMs), event, record));
}
