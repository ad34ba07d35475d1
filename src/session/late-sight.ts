import { isSameProcess } from '../process/identity.ts';
import type { SessionEvent } from './event.ts';
import type { Session, SessionState } from './session.ts';

/** A sight of a session, as the journal has it. */
export type Seen = Extract<SessionEvent, { kind: 'seen' }>;

/** Sights by which the client itself takes a conversation up, or the user goes on with it: never late. */
const isTakingUp: Readonly<Record<Seen['source'], boolean>> = {
  startup: true,
  resume: true,
  clear: true,
  compact: true,
  prompt: true,
  hook: false,
  render: false,
  'client-registry': false,
};

/**
 * The client still renders the old conversation once after it has left it. Such a sight, from the very
 * process that ended the session by its own word, does not bring it back. Where either process is not
 * known they could be the same, and a session once left is not offered again on such a guess.
 */
export function isLateSight(
  session: Session,
  { source, process }: Pick<Seen, 'source' | 'process'>,
): boolean {
  if (isTakingUp[source] || !isEndedByWord(session.state)) return false;
  if (session.process === null || process === null) return true;
  return isSameProcess(session.process.identity, process.identity);
}

/** True for an end that the client told, not one that was only concluded. */
function isEndedByWord(state: SessionState): boolean {
  if (state.kind !== 'ended' || state.isConcluded === true) return false;
  return state.reason === 'exited' || state.reason === 'cleared';
}
