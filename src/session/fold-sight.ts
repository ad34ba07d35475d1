import type { SessionChanges } from './event.ts';
import { isAboutAnother } from './fold-end.ts';
import { withFormer } from './fold-name.ts';
import type { Seen } from './late-sight.ts';
import type { Session, SessionState } from './session.ts';

/** The session after a sight of it that is not late. */
export function foldSight(session: Session, event: Seen, atMs: number): Session {
  const isSameRun = !isAboutAnother(session, event.process?.identity ?? null);
  const goesOn = isSameRun && session.state.kind === 'live';
  const { inheritedTitle } = event;
  return {
    ...session,
    ...present(event.changes),
    ...ofRun(session, event, isSameRun),
    origin: event.origin,
    names: inheritedTitle === undefined ? session.names : withFormer(session.names, inheritedTitle),
    isContinued: isContinuedAfter(session, event),
    state: goesOn ? session.state : stateOf(event),
    process: event.process ?? session.process,
    lastSeenAtMs: atMs,
  };
}

/** What belongs to one run of a session: it stays while the process stays, whatever this sight could not tell. */
function ofRun(
  session: Session,
  { source, place }: Seen,
  isSameRun: boolean,
): Pick<Session, 'place' | 'hasHookReported' | 'farewell'> {
  return {
    place: place ?? (isSameRun ? session.place : null),
    hasHookReported: (isSameRun && session.hasHookReported) || isByHook(source),
    // A render that began before the goodbye and is written after it, even after a look, does not unsay it.
    farewell: isSameRun && source === 'render' ? session.farewell : null,
  };
}

/** The first render runs before SessionStart: only that hook can tell a new session from one met late. */
function isContinuedAfter(session: Session, { source, isContinued }: Seen): boolean {
  return source !== 'startup' && source !== 'clear' && session.isContinued && isContinued;
}

/** Only the members that are there: an absent change must not erase what is known. */
export function present(changes: SessionChanges): SessionChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function isByHook(source: Seen['source']): boolean {
  return source !== 'render' && source !== 'client-registry';
}

/**
 * A report proves that some client lives, but only a known process can later be found dead. The process of
 * before is kept for what it was started with; that it is dead says nothing of the one that reports.
 */
function stateOf({ process }: Seen): SessionState {
  if (process === null) return { kind: 'unknown', missing: 'the client process that reported it' };
  return { kind: 'live', activity: 'idle', waitingFor: null };
}
