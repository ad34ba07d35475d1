import { fields, type Fields } from '../claude/fields.ts';
import { parseSessionId, type SessionId } from '../claude/session-id.ts';
import type { Event, SessionEvent } from './event.ts';
import { isProcessNumber } from './numbers.ts';
import { readDesk } from './read-desk.ts';
import {
  numberOr,
  readChanges,
  readIdentity,
  readPlace,
  readProcess,
  textOr,
  textOrNull,
  textsIn,
  wordIn,
} from './read-members.ts';
import type { Farewell, Origin } from './session.ts';
import {
  activities,
  endReasons,
  lossReasons,
  namers,
  origins,
  outcomes,
  panesAtEnd,
  sources,
} from './vocabulary.ts';

type Reader<E extends Event> = (members: Fields, session: SessionId) => E | null;
type OtherEvent = Exclude<Event, SessionEvent>;

/** One reader per kind, so that a forgotten kind is a compile error. Null: nothing can be made of the record. */
const sessionReaders: { readonly [Kind in SessionEvent['kind']]: Reader<Extract<Event, { kind: Kind }>> } = {
  seen: (members, session) => ({
    kind: 'seen',
    session,
    source: wordIn(sources, members['source']) ?? 'hook',
    origin: originIn(members['origin']),
    isContinued: members['isContinued'] === true,
    process: readProcess(members['process']),
    place: readPlace(members['place']),
    changes: readChanges(members['changes']),
    ...(typeof members['inheritedTitle'] === 'string' && { inheritedTitle: members['inheritedTitle'] }),
  }),
  changed: (members, session) => ({
    kind: 'changed',
    session,
    changes: readChanges(members['changes']),
  }),
  pane_migrated: (members, session) => {
    const to = readPlace(members['to']);
    return to === null ? null : { kind: 'pane_migrated', session, from: readPlace(members['from']), to };
  },
  prompted: (members, session) => ({
    kind: 'prompted',
    session,
    promptId: textOrNull(members['promptId']),
    excerpt: textOr(members['excerpt']),
  }),
  activity: (members, session) => {
    const activity = wordIn(activities, members['activity']);
    if (activity === null) return null;
    return {
      kind: 'activity',
      session,
      activity,
      waitingFor: textOrNull(members['waitingFor']),
      ...(members['source'] === 'client-registry' && { source: 'client-registry' }),
    };
  },
  farewell: (members, session) => ({
    kind: 'farewell',
    session,
    process: readIdentity(members['process']),
    farewell: readFarewell(fields(members['farewell'])),
  }),
  ended: (members, session) => ({
    kind: 'ended',
    session,
    process: readIdentity(members['process']),
    // A newer version's word for an end that somebody meant is still such an end.
    reason: wordIn(endReasons, members['reason']) ?? 'exited',
    evidence: textsIn(members['evidence']),
  }),
  lost: (members, session) => ({
    kind: 'lost',
    session,
    process: readIdentity(members['process']),
    reason: wordIn(lossReasons, members['reason']) ?? 'crashed',
    evidence: textsIn(members['evidence']),
  }),
  named: (members, session) => {
    const by = wordIn(namers, members['by']);
    return by === null ? null : { kind: 'named', session, by, name: textOrNull(members['name']) };
  },
  described: (members, session) => ({
    kind: 'described',
    session,
    ...(typeof members['task'] === 'string' && { task: members['task'] }),
    ...(typeof members['description'] === 'string' && { description: members['description'] }),
    ...(typeof members['summary'] === 'string' && { summary: members['summary'] }),
    ...(isProcessNumber(members['atPrompts']) && { atPrompts: members['atPrompts'] }),
  }),
  recovery_claimed: (members, session) => {
    const claimer = readIdentity(members['claimer']);
    if (claimer === null) return null;
    return { kind: 'recovery_claimed', session, recoveryId: textOr(members['recoveryId']), claimer };
  },
  recovery_settled: (members, session) => ({
    kind: 'recovery_settled',
    session,
    recoveryId: textOr(members['recoveryId']),
    outcome: wordIn(outcomes, members['outcome']) ?? 'not-started',
    detail: textOrNull(members['detail']),
  }),
  imported: (members, session) => ({
    kind: 'imported',
    session,
    // Zero is nobody's: the fold gives the next free number instead.
    number: isProcessNumber(members['number']) ? members['number'] : 0,
    name: textOrNull(members['name']),
    isGeneratedName: members['isGeneratedName'] === true,
    task: textOrNull(members['task']),
    modelName: textOrNull(members['modelName']),
    cwd: textOrNull(members['cwd']),
    createdAtMs: numberOr(members['createdAtMs'], 0),
    lastSeenAtMs: numberOr(members['lastSeenAtMs'], 0),
    wasActive: members['wasActive'] === true,
    paneRef: textOrNull(members['paneRef']),
    prompts: Math.max(0, Math.floor(numberOr(members['prompts'], 0))),
  }),
};

const otherReaders: {
  readonly [Kind in OtherEvent['kind']]: (members: Fields) => Extract<Event, { kind: Kind }> | null;
} = {
  desk: readDesk,
  recovery_run: (members) => ({
    kind: 'recovery_run',
    recoveryId: textOr(members['recoveryId']),
    outcomes: Object.fromEntries(
      Object.entries(fields(members['outcomes'])).flatMap(([session, value]) => {
        const outcome = wordIn(outcomes, value);
        return outcome === null ? [] : [[session, outcome]];
      }),
    ),
  }),
  numbered_from: ({ next }) => (isProcessNumber(next) ? { kind: 'numbered_from', next } : null),
};

/**
 * The event in a sound record, or null for a kind of a newer version and for a record of which nothing can be
 * made. An older or newer program may have written it with fewer or other members: those count as not known,
 * so that whoever builds on the event finds it whole. Never throws, whatever it is given.
 */
export function parseEvent(value: unknown): Event | null {
  const members = fields(value);
  const { kind } = members;
  if (typeof kind !== 'string') return null;
  if (Object.hasOwn(otherReaders, kind)) {
    // The line above shows it to be one of the table's keys; so does `sessionOf` below.
    return otherReaders[kind as OtherEvent['kind']](members);
  }
  const session = sessionOf(members);
  return session === null ? null : sessionReaders[kind as SessionEvent['kind']](members, session);
}

/** The session that a record is about, told without reading the rest of it; null for all other records. */
export function sessionOf(value: unknown): SessionId | null {
  const { kind, session } = fields(value);
  if (typeof kind !== 'string' || !Object.hasOwn(sessionReaders, kind)) return null;
  // The id becomes a file name: nothing but an id may pass.
  return parseSessionId(session);
}

/** Where it ran is not known to an older version, which knew of panes only; a newer word is no pane's. */
function originIn(value: unknown): Origin {
  return value === undefined || value === null ? 'interactive' : (wordIn(origins, value) ?? 'background');
}

function readFarewell({ reason, pane }: Fields): Omit<Farewell, 'atMs'> {
  return { reason: textOr(reason, 'unknown'), pane: wordIn(panesAtEnd, pane) ?? 'unknown' };
}
