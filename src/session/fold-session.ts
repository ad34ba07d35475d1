import { isSameProcess, type ProcessIdentity } from '../process/identity.ts';
import { assertNever } from '../text/result.ts';
import type { Recorded, SessionChanges, SessionEvent } from './event.ts';
import type { Seen } from './late-sight.ts';
import type { Session, SessionProcess, SessionState } from './session.ts';

/** Summaries kept per session. */
const summariesKept = 10;

type Over = Extract<SessionEvent, { kind: 'ended' | 'lost' }>;

/** One session after one event about it. Pure; applying the same event again changes nothing. */
export function foldSession(session: Session, event: SessionEvent, record: Recorded): Session {
  const { atMs } = record;
  switch (event.kind) {
    case 'seen':
      return seen(session, event, atMs);
    case 'changed':
      return { ...session, ...present(event.changes), lastSeenAtMs: atMs };
    case 'pane_migrated':
      return { ...session, place: event.to, lastSeenAtMs: atMs };
    case 'prompted':
      return prompted(session, event, record);
    case 'activity':
      return session.state.kind === 'live'
        ? {
            ...session,
            state: { kind: 'live', activity: event.activity, waitingFor: event.waitingFor },
            lastSeenAtMs: atMs,
          }
        : session;
    case 'farewell':
      return isAboutAnother(session, event.process)
        ? session
        : { ...session, farewell: { ...event.farewell, atMs }, lastSeenAtMs: atMs };
    case 'ended':
    case 'lost':
      return over(session, event, atMs);
    case 'named':
      return { ...session, names: { ...session.names, [event.by]: event.name } };
    case 'described':
      return described(session, event, atMs);
    case 'recovery_claimed':
    case 'recovery_settled':
      return foldRecovery(session, event, atMs);
    case 'imported':
      return imported(session, event);
    default:
      return assertNever(event);
  }
}

function seen(session: Session, event: Seen, atMs: number): Session {
  const fromStart = event.source === 'startup' || event.source === 'clear';
  const process = event.process ?? session.process;
  const goesOn = session.state.kind === 'live' && !isAboutAnother(session, event.process?.identity ?? null);
  return {
    ...session,
    ...present(event.changes),
    origin: event.origin,
    // The first render runs before SessionStart: only that hook can tell a new session from one met late.
    isContinued: fromStart ? false : session.isContinued && event.isContinued,
    hasHookReported: session.hasHookReported || isHookSource(event.source),
    state: goesOn ? session.state : seenState(process),
    process,
    place: event.place ?? (event.process === null ? session.place : null),
    farewell: null,
    lastSeenAtMs: atMs,
  };
}

function isHookSource(source: Seen['source']): boolean {
  return source !== 'render' && source !== 'client-registry';
}

/** A report proves that some client lives, but only a known process can later be found dead. */
function seenState(process: SessionProcess | null): SessionState {
  if (process === null) return { kind: 'unknown', missing: 'the client process that reported it' };
  return { kind: 'live', activity: 'idle', waitingFor: null };
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

/** True when an end speaks of a process that the session no longer runs in. */
function isAboutAnother(session: Session, process: ProcessIdentity | null): boolean {
  if (process === null || session.process === null) return false;
  return !isSameProcess(session.process.identity, process);
}

function over(session: Session, event: Over, atMs: number): Session {
  if (isAboutAnother(session, event.process)) return session;
  const { state } = session;
  // The client's and the user's own word stands; what was only concluded gives way to it.
  const isWord = event.kind === 'ended' && event.reason !== 'closed';
  if (!isWord && (state.kind === 'ended' || state.kind === 'lost')) return session;
  const { evidence } = event;
  const next: SessionState =
    event.kind === 'ended'
      ? { kind: 'ended', reason: event.reason, atMs, evidence }
      : { kind: 'lost', reason: event.reason, atMs, evidence };
  return { ...session, state: next };
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
  const isRepeat = session.recovery?.lastAttemptedAtMs === atMs;
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

function imported(session: Session, event: Extract<SessionEvent, { kind: 'imported' }>): Session {
  const name = event.name;
  return {
    ...session,
    names: event.isGeneratedName
      ? { user: null, client: null, generated: name }
      : { user: name, client: null, generated: null },
    task: event.task,
    modelName: event.modelName,
    cwd: event.cwd,
    prompts: event.prompts,
    lastSeenAtMs: event.lastSeenAtMs,
    state: event.wasActive
      ? { kind: 'unknown', missing: 'its process: the earlier plugin kept none' }
      : {
          kind: 'ended',
          reason: 'exited',
          atMs: event.lastSeenAtMs,
          evidence: ['inactive in the earlier registry'],
        },
  };
}

/** Only the members that are there: an absent change must not erase what is known. */
function present(changes: SessionChanges): SessionChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
