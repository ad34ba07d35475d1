import { isSameProcess, type ProcessIdentity } from '../process/identity.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { Seen } from './late-sight.ts';
import type { Session } from './session.ts';

/**
 * Which sessions ran in which process, by `processKey`: a superset, since a session that has gone on elsewhere
 * is only struck out when somebody asks. Searching all sessions for each sight would make long journals quadratic.
 */
export type ProcessIndex = Map<string, Set<SessionId>>;

/** Takes note of where a session runs. */
export function noteProcess(index: ProcessIndex, { id, process }: Session): void {
  if (process === null) return;
  const key = processKey(process.identity);
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

/** The sessions that live in a process, as far as is known. */
export function liveIn(
  index: ProcessIndex,
  identity: ProcessIdentity,
  sessions: ReadonlyMap<SessionId, Session>,
): readonly Session[] {
  const ids = index.get(processKey(identity)) ?? new Set();
  return [...ids].flatMap((id) => {
    const session = sessions.get(id);
    const isThere = session?.process !== null && session?.state.kind === 'live';
    if (isThere && isSameProcess(session.process.identity, identity)) return [session];
    ids.delete(id);
    return [];
  });
}

/**
 * A live session that another one's sight proves over: one process runs one conversation at a time. It is a
 * conclusion and no more: reports of one process overtake each other, so its next report takes it back.
 */
export function displaced(session: Session, by: Seen, atMs: number): Session {
  return {
    ...session,
    state: {
      kind: 'ended',
      reason: by.source === 'clear' ? 'cleared' : 'exited',
      atMs,
      evidence: [`its process went on with conversation ${by.session}`],
      isConcluded: true,
    },
  };
}

function processKey({ bootId, pid, started }: ProcessIdentity): string {
  return `${pid} ${started} ${bootId}`;
}
