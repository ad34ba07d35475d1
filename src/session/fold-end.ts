import { isSameProcess, type ProcessIdentity } from '../process/identity.ts';
import { ending, type Verdict } from './ending.ts';
import type { SessionEvent } from './event.ts';
import type { Session, SessionState } from './session.ts';

type Over = Extract<SessionEvent, { kind: 'ended' | 'lost' }>;

/** True when a report speaks of a process that the session does not run in any more. */
export function isAboutAnother(session: Session, process: ProcessIdentity | null): boolean {
  if (process === null || session.process === null) return false;
  return !isSameProcess(session.process.identity, process);
}

/** The session after somebody said, or a look concluded, that it is over. */
export function foldOver(session: Session, event: Over, atMs: number): Session {
  if (isAboutAnother(session, event.process)) return session;
  // Set aside is what recovery did not bring back; a session that came back by itself meanwhile stays.
  if (event.reason === 'set-aside' && session.state.kind === 'live') return session;
  // The client's and the user's own word stands; what was only concluded gives way to it.
  const isWord = event.kind === 'ended' && event.reason !== 'closed';
  const isOver = session.state.kind === 'ended' || session.state.kind === 'lost';
  return isOver && !isWord ? session : { ...session, state: stateAfter(event, atMs) };
}

/**
 * The session after its client said goodbye. The goodbye may be written after a look that missed it: what
 * was taken for a crash is then told anew. That look saw the tmux server living.
 */
export function foldFarewell(
  session: Session,
  event: Extract<SessionEvent, { kind: 'farewell' }>,
  atMs: number,
): Session {
  if (isAboutAnother(session, event.process)) return session;
  const after: Session = { ...session, farewell: { ...event.farewell, atMs }, lastSeenAtMs: atMs };
  const { state, place } = session;
  if (state.kind !== 'lost' || state.reason !== 'crashed') return after;
  const verdict = ending(after, {
    hasRebooted: false,
    server: place === null ? 'none' : 'alive',
    pane: event.farewell.pane === 'gone' ? 'gone' : 'unknown',
  });
  return verdict.kind === 'undecided' ? after : { ...after, state: stateAfter(verdict, state.atMs) };
}

function stateAfter(verdict: Verdict, atMs: number): SessionState {
  const { evidence } = verdict;
  return verdict.kind === 'ended'
    ? { kind: 'ended', reason: verdict.reason, atMs, evidence }
    : { kind: 'lost', reason: verdict.reason, atMs, evidence };
}
