import { assertNever } from '../text/result.ts';
import { isSamePane } from '../tmux/place.ts';
import type { Recorded, SessionEvent } from './event.ts';
import { foldFarewell, foldOver } from './fold-end.ts';
import { foldImport } from './fold-import.ts';
import { foldName } from './fold-name.ts';
import { foldSight, present } from './fold-sight.ts';
import type { Session } from './session.ts';

/** Summaries kept per session. */
const summariesKept = 10;

/** One session after one event about it. Pure; applying the same event again changes nothing. */
export function foldSession(session: Session, event: SessionEvent, record: Recorded): Session {
  const { atMs } = record;
  switch (event.kind) {
    case 'seen':
      return foldSight(session, event, atMs);
    case 'changed':
      return { ...session, ...present(event.changes), lastSeenAtMs: atMs };
    case 'pane_migrated':
      return migrated(session, event, atMs);
    case 'prompted':
      return prompted(session, event, record);
    case 'activity':
      return active(session, event, atMs);
    case 'farewell':
      return foldFarewell(session, event, atMs);
    case 'ended':
    case 'lost':
      return foldOver(session, event, atMs);
    case 'named':
      return { ...session, names: foldName(session.names, event) };
    case 'described':
      return described(session, event, atMs);
    case 'recovery_claimed':
    case 'recovery_settled':
      return foldRecovery(session, event, atMs);
    case 'imported':
      return foldImport(session, event);
    default:
      return assertNever(event);
  }
}

/** A move that its writer saw from a place where the session is not any more is old news. */
function migrated(
  session: Session,
  { from, to }: Extract<SessionEvent, { kind: 'pane_migrated' }>,
  atMs: number,
): Session {
  const { place } = session;
  const isOld = place !== null && !isSamePane(place, to) && !(from !== null && isSamePane(place, from));
  return isOld ? session : { ...session, place: to, lastSeenAtMs: atMs };
}

function active(
  session: Session,
  { activity, waitingFor, source }: Extract<SessionEvent, { kind: 'activity' }>,
  atMs: number,
): Session {
  if (session.state.kind !== 'live') return session;
  return {
    ...session,
    // What the client keeps of itself proves no hook.
    hasHookReported: session.hasHookReported || source === undefined,
    state: { kind: 'live', activity, waitingFor },
    lastSeenAtMs: atMs,
  };
}

function prompted(
  session: Session,
  event: Extract<SessionEvent, { kind: 'prompted' }>,
  record: Recorded,
): Session {
  const id = event.promptId ?? record.recordId;
  const isRepeat = session.lastPrompt?.id === id;
  return {
    ...session,
    hasHookReported: true,
    prompts: isRepeat ? session.prompts : session.prompts + 1,
    lastPrompt: { id, excerpt: event.excerpt, atMs: record.atMs },
    state:
      session.state.kind === 'live' ? { kind: 'live', activity: 'working', waitingFor: null } : session.state,
    lastSeenAtMs: record.atMs,
  };
}

function described(
  session: Session,
  event: Extract<SessionEvent, { kind: 'described' }>,
  atMs: number,
): Session {
  const { summary } = event;
  const history = session.summaryHistory;
  const isNews = summary !== undefined && history.at(-1)?.text !== summary;
  return {
    ...session,
    task: event.task ?? session.task,
    description: event.description ?? session.description,
    summary: summary ?? session.summary,
    summaryHistory: isNews ? [...history, { atMs, text: summary }].slice(-summariesKept) : history,
    ...(event.atPrompts !== undefined && { describedAtPrompts: event.atPrompts }),
  };
}

function foldRecovery(
  session: Session,
  event: Extract<SessionEvent, { kind: 'recovery_claimed' | 'recovery_settled' }>,
  atMs: number,
): Session {
  const others = session.claims.filter((claim) => claim.recoveryId !== event.recoveryId);
  if (event.kind === 'recovery_claimed') {
    if (others.length < session.claims.length) return session;
    const { recoveryId, claimer } = event;
    return { ...session, claims: [...others, { recoveryId, claimer, atMs }] };
  }
  const isRepeat = others.length === session.claims.length && session.recovery?.lastAttemptedAtMs === atMs;
  return {
    ...session,
    claims: others,
    recovery: {
      lastAttemptedAtMs: atMs,
      attempts: (session.recovery?.attempts ?? 0) + (isRepeat ? 0 : 1),
      result: event.outcome,
      detail: event.detail,
    },
  };
}
