import type { SessionId } from '../claude/session-id.ts';
import { isSameProcess } from '../process/identity.ts';
import { isSamePane, type Place } from '../tmux/place.ts';
import type { Event, SessionChanges } from './event.ts';
import { maskSecrets } from '../text/secret-mask.ts';
import { isLateSight, isOutweighed } from './late-sight.ts';
import { isOurs } from './names.ts';
import type { Session, SessionNames, SessionProcess } from './session.ts';
import type { Sight } from './sight.ts';

/** A sign of life of one session. */
export interface Presence {
  readonly id: SessionId;
  readonly source: Extract<Event, { kind: 'seen' }>['source'];
  readonly changes: SessionChanges;
  readonly sight: Sight;
  /** The other sessions that were last known in the reporting process; asked for only where it matters. */
  readonly neighbours?: () => readonly Session[];
}

/** What a sign of life adds: a first sight, a new process, a move, a change, or nothing. */
export function presence(session: Session | null, sign: Presence): readonly Event[] {
  if (session === null || mustBeSeen(session, sign)) {
    const others = (sign.neighbours?.() ?? []).filter(({ state }) => state.kind === 'live');
    return isOutweighed(sign, others) ? [] : [seen(session, sign)];
  }
  if (!saysWhereItIs(session, sign)) return [];
  return [...moved(session, placeOf(sign.sight)), ...changed(session, sign.changes)];
}

function mustBeSeen(session: Session, { source, sight }: Presence): boolean {
  if (source === 'startup' || source === 'resume' || source === 'clear') return true;
  // A report that cannot prove the client that made it may be a late one of a client that is gone.
  if (sight.process === null) return false;
  // The client's registry is evidence beside the reports of a session, never against them.
  const isNew = session.state.kind !== 'live' || (!isSameRun(session, sight) && source !== 'client-registry');
  return isNew && !isLateSight(session, { source, process: sight.process });
}

/** Whether a sign that is no news of the session's life can still be news of its place and directory. */
function saysWhereItIs(session: Session, { source, sight }: Presence): boolean {
  if (session.state.kind === 'unknown') return true;
  if (session.state.kind !== 'live') return false;
  return isSameRun(session, sight) || (sight.process === null && source !== 'client-registry');
}

function isSameRun({ process }: Session, sight: Sight): boolean {
  if (process === null || sight.process === null) return false;
  return isSameProcess(process.identity, sight.process.identity);
}

/** A `-p` run may be started from a session's shell and so have its pane above it, but it does not sit there. */
function placeOf({ origin, place }: Sight): Place | null {
  return origin === 'interactive' ? place : null;
}

function seen(session: Session | null, { id, source, changes, sight }: Presence): Event {
  return {
    kind: 'seen',
    session: id,
    source,
    origin: sight.origin,
    isContinued: source !== 'startup' && source !== 'clear' && (session === null || session.isContinued),
    process: withoutSecrets(sight.process),
    place: placeOf(sight),
    changes: {
      ...changes,
      ...(sight.projectDir !== null && changes.projectDir === undefined && { projectDir: sight.projectDir }),
      configDir: sight.configDir,
    },
  };
}

/** Keys can stand on a command line (`--settings '{…}'`, a first prompt); they must not reach the journal. */
function withoutSecrets(process: SessionProcess | null): SessionProcess | null {
  return process === null ? null : { ...process, argv: process.argv?.map(maskSecrets) ?? null };
}

/** A pane keeps its id wherever it goes, so every other difference is a move or a rename. */
function moved(session: Session, place: Place | null): readonly Event[] {
  if (place === null) return [];
  const { place: from } = session;
  if (from !== null && isSamePane(from, place) && isSameSurrounding(from, place)) return [];
  return [{ kind: 'pane_migrated', session: session.id, from, to: place }];
}

function isSameSurrounding(a: Place, b: Place): boolean {
  return (
    a.sessionId === b.sessionId &&
    a.sessionName === b.sessionName &&
    a.windowId === b.windowId &&
    a.windowIndex === b.windowIndex &&
    a.windowName === b.windowName &&
    a.paneIndex === b.paneIndex &&
    a.panePid === b.panePid
  );
}

/** The changes that are news, as one event or none. */
function changed(session: Session, changes: SessionChanges): readonly Event[] {
  // Object.keys of a value of this type; extra members cannot come in, the parsers build it.
  const keys = Object.keys(changes) as (keyof SessionChanges)[];
  const news = keys.filter((key) => changes[key] !== undefined && changes[key] !== session[key]);
  if (news.length === 0) return [];
  return [
    {
      kind: 'changed',
      session: session.id,
      changes: Object.fromEntries(news.map((key) => [key, changes[key]])),
    },
  ];
}

/** A title that the client reports of a session. */
export interface Title {
  readonly text: string;
  /** Known to be given by somebody; else it may as well be what the client's own model made. */
  readonly isGiven: boolean;
}

/** A sign of life with the title that the client shows for the session. */
export function signs(session: Session | null, sign: Presence, title: Title | null): readonly Event[] {
  const life = presence(session, sign);
  if (session !== null) return [...life, ...titled(session, sign.id, title)];
  // What is not even taken for a session has no name.
  if (life.length === 0) return [];
  if (title === null || !isInherited(title, sign)) return [...life, ...titled(null, sign.id, title)];
  return life.map((event) => (event.kind === 'seen' ? { ...event, inheritedTitle: title.text } : event));
}

/** The client takes a title along over /clear; one that we had generated says nothing of the new conversation. */
function isInherited({ text }: Title, { neighbours }: Presence): boolean {
  return neighbours?.().some(({ names }) => isOurs(names, text)) ?? false;
}

/**
 * What the client's title adds to the names. Names that we gave come back as titles where we offered them:
 * those say nothing new, not even when the name was changed meanwhile. A title that nobody is known to have
 * given is only a suggestion, until a report proves more.
 */
function titled(session: Session | null, id: SessionId, title: Title | null): readonly Event[] {
  if (title === null || title.text.trim() === '') return [];
  const { text: name, isGiven } = title;
  const names = session?.names ?? null;
  const isKnown = names !== null && (isGiven ? isKnownAsGiven(names, name) : !isNewTitle(names, name));
  return isKnown ? [] : [{ kind: 'named', session: id, by: isGiven ? 'client' : 'suggested', name }];
}

function isKnownAsGiven(names: SessionNames, title: string): boolean {
  return names.user === title || names.client === title || isOurs(names, title);
}

/** Whether a title says anything that these names do not, while nobody is known to have given it. */
export function isNewTitle(names: SessionNames, title: string): boolean {
  return names.suggested !== title && !isKnownAsGiven(names, title);
}
