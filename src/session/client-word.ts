import type { ClientSession } from '../claude/client-files.ts';
import type { Event } from './event.ts';
import { excerpt } from './excerpt.ts';
import type { Activity, Session } from './session.ts';

/**
 * What the client's own registry adds to a session that waits for its user, or begins to. The client writes there
 * at once that it asks for a permission, and that it got it; by hooks it tells the one after some seconds and the
 * other never. Of turns the hooks tell, so nothing else in the entry is believed: it may be stale.
 */
export function heardFromClient(session: Session, entry: ClientSession): readonly Event[] {
  if (session.state.kind !== 'live' || !isItsOwn(session, entry)) return [];
  const activity = activityAfter(session.state.activity, entry.status);
  if (activity === null) return [];
  const waitingFor = activity === 'waiting' && entry.waitingFor !== null ? excerpt(entry.waitingFor) : null;
  return [{ kind: 'activity', session: session.id, activity, waitingFor, source: 'client-registry' }];
}

/** The entry may be left over from another process of this pid, or name a conversation that its process has left. */
function isItsOwn({ id, process }: Session, { sessionId, pid, procStart }: ClientSession): boolean {
  return id === sessionId && process?.identity.pid === pid && process.identity.started === procStart;
}

function activityAfter(before: Activity, status: string | null): Activity | null {
  if (status === 'waiting') return before === 'waiting' ? null : 'waiting';
  if (before !== 'waiting') return null;
  if (status === 'busy') return 'working';
  return status === 'idle' ? 'idle' : null;
}
