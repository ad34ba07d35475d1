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
 * Whether a sight tells nothing any more. The client still renders the old conversation once after it has left
 * it: that, from the very process that ended the session by its own word, does not bring it back. (Where either
 * process is not known they could be the same, and a session once left is not offered again on such a guess.)
 * And a session that reports by hooks is taken up elsewhere by a hook: a mere render from another process
 * is the last one of a process before, or one of two that run the same conversation.
 */
export function isLateSight(
  session: Session,
  { source, process }: Pick<Seen, 'source' | 'process'>,
): boolean {
  if (isTakingUp[source]) return false;
  const isOther =
    session.process !== null &&
    process !== null &&
    !isSameProcess(session.process.identity, process.identity);
  if (session.state.kind === 'live') return isOther && session.hasHookReported;
  return isEndedByWord(session.state) && !isOther;
}

/**
 * Whether a report is that of a `claude -p` run which only asks a conversation something that sits, or sat, in
 * a pane. Such a run comes and goes; were it taken for the session, a lost one would never be offered again.
 */
export function isVisit(session: Session, { origin, process }: Pick<Seen, 'origin' | 'process'>): boolean {
  if (session.origin !== 'interactive' || origin !== 'print') return false;
  if (session.process === null) return false;
  return process === null || !isSameProcess(session.process.identity, process.identity);
}

/**
 * Whether a sight counts for less than what is known of the other conversations that live in its process.
 * One that reports by hooks is left by a hook, so mere renders of another there are late ones. The client's
 * registry may still name the conversation that its process has left: evidence, never against a report.
 */
export function isOutweighed({ source }: Pick<Seen, 'source'>, others: readonly Session[]): boolean {
  if (isTakingUp[source]) return false;
  return source === 'client-registry' ? others.length > 0 : others.some((other) => other.hasHookReported);
}

/** True for an end that the client told, not one that was only concluded. */
function isEndedByWord(state: SessionState): boolean {
  if (state.kind !== 'ended' || state.isConcluded === true) return false;
  return state.reason === 'exited' || state.reason === 'cleared';
}
