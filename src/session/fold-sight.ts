import type { SessionChanges } from './event.ts';
import { isAboutAnother } from './fold-end.ts';
import type { Seen } from './late-sight.ts';
import type { Session, SessionState } from './session.ts';

/** The session after a sight of it that is not late. */
export function foldSight(session: Session, event: Seen, atMs: number): Session {
  const isSameRun = !isAboutAnother(session, event.process?.identity ?? null);
  const goesOn = isSameRun && session.state.kind === 'live';
  return {
    ...session,
    ...present(event.changes),
    origin: event.origin,
    isContinued: isContinuedAfter(session, event),
    // Hooks belong to a process: the next one may run without them.
    hasHookReported: (isSameRun && session.hasHookReported) || isByHook(event.source),
    state: goesOn ? session.state : stateOf(event),
    process: event.process ?? session.process,
    // A process stays in its pane, so a place that could not be told this time is the one from before.
    place: event.place ?? (isSameRun ? session.place : null),
    // A render that began before the goodbye and is written after it, even after a look, does not unsay it.
    farewell: isSameRun && event.source === 'render' ? session.farewell : null,
    lastSeenAtMs: atMs,
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
