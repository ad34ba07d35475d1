import type { ResumeCommand } from '../claude/resume.ts';
import type { Session } from '../session/session.ts';
import { directoryOf } from './directory.ts';
import type { RecoveryFacts } from './facts.ts';
import { satOn } from './lost-desks.ts';
import { liveElsewhere, weightOf, type Obstacle } from './obstacle.ts';
import { commandOf } from './resume-command.ts';

/** A session that is not live, with what stands in the way of its coming back. */
export interface Candidate {
  readonly session: Session;
  readonly obstacles: readonly Obstacle[];
  /** What would bring it back. */
  readonly command: ResumeCommand;
  /** Nothing blocks it: asked for by name, it comes back. */
  readonly isRecoverable: boolean;
  /** `all` brings it back. */
  readonly isInAll: boolean;
}

/** After this long a failed attempt no longer keeps a session out of `all`. */
const failureFreshMs = 10 * 60_000;

/** The sessions that `recover list` shows: lost, or not known to be over; in the order of their places. */
export function listCandidates(facts: RecoveryFacts): readonly Candidate[] {
  return [...facts.registry.sessions.values()]
    .filter(isOffered)
    .map((session) => judge(facts, session))
    .sort((a, b) => byPlace(a.session, b.session));
}

function isOffered({ state, origin }: Session): boolean {
  return origin === 'interactive' && (state.kind === 'lost' || state.kind === 'unknown');
}

/** The same judgement for any one session, whatever its state: for those that the user names. */
function judge(facts: RecoveryFacts, session: Session): Candidate {
  const command = commandOf(facts, session);
  const obstacles = [
    ...lifeObstacles(facts, session),
    ...originObstacles(session),
    ...stateObstacles(session),
    ...directoryObstacles(facts, session),
    ...conversationObstacles(facts, session),
    ...flagObstacles(command),
    ...claimObstacles(facts, session),
    ...failureObstacles(facts, session),
  ];
  const weights = new Set(obstacles.map(weightOf));
  const isRecoverable = !weights.has('blocks');
  return { session, obstacles, command, isRecoverable, isInAll: isRecoverable && !weights.has('asks') };
}

function lifeObstacles(facts: RecoveryFacts, session: Session): readonly Obstacle[] {
  const running = facts.running.get(session.id);
  if (running?.kind === 'background') return [{ kind: 'held-by-agent', pid: running.pid }];
  if (running !== undefined) return [liveElsewhere(session, running.pid)];
  if (session.state.kind !== 'live') return [];
  // The registry's word, where the process table could not confirm it: not rounded to dead.
  return [liveElsewhere(session, session.process?.identity.pid ?? 0)];
}

function originObstacles({ origin }: Session): readonly Obstacle[] {
  return origin === 'interactive' ? [] : [{ kind: 'not-interactive', origin }];
}

function stateObstacles({ state }: Session): readonly Obstacle[] {
  if (state.kind === 'ended') return [{ kind: 'ended', reason: state.reason }];
  if (state.kind === 'unknown') return [{ kind: 'not-proven-lost', missing: state.missing }];
  return [];
}

function directoryObstacles(facts: RecoveryFacts, session: Session): readonly Obstacle[] {
  const path = directoryOf(facts, session);
  if (path === null) return [{ kind: 'directory-unknown' }];
  const from = facts.options.directory ?? session.projectDir;
  if (from !== null && facts.moved.get(from) === path) return [{ kind: 'directory-moved', from, to: path }];
  const kind = facts.directories.get(path);
  // What cannot be read may still be there: the pane checks again when it starts.
  if (kind !== 'absent' && kind !== 'file' && kind !== 'other') return [];
  const repository = session.projectRepository ?? '';
  const isThere = path === session.projectDir && facts.directories.get(repository) === 'directory';
  return [{ kind: 'directory-gone', path, ...(isThere && { repository }) }];
}

function conversationObstacles(facts: RecoveryFacts, session: Session): readonly Obstacle[] {
  const conversation = facts.conversations.get(session.id) ?? { kind: 'none' };
  switch (conversation.kind) {
    case 'present':
      return [];
    case 'insured':
      return [{ kind: 'insured-transcript', path: conversation.path }];
    case 'stub':
      return [{ kind: 'stub-transcript', path: conversation.path }];
    case 'none':
      return [session.prompts === 0 ? { kind: 'never-prompted' } : { kind: 'no-conversation' }];
    default:
      return conversation satisfies never;
  }
}

function flagObstacles({ leftOut: flags }: ResumeCommand): readonly Obstacle[] {
  return flags.length === 0 ? [] : [{ kind: 'flags-left-out', flags }];
}

function claimObstacles(facts: RecoveryFacts, session: Session): readonly Obstacle[] {
  const claim = facts.heldBy.get(session.id);
  if (claim !== undefined) {
    return [{ kind: 'claimed', pid: claim.claimer.pid, recoveryId: claim.recoveryId }];
  }
  const socketPath = session.place?.server.socketPath;
  const isSilent = socketPath !== undefined && facts.silentSockets.has(socketPath);
  return isSilent && facts.options.target === null ? [{ kind: 'server-silent', socketPath }] : [];
}

function failureObstacles(facts: RecoveryFacts, { recovery }: Session): readonly Obstacle[] {
  if (recovery === null || recovery.result === null || facts.options.retriesFailed) return [];
  const { result, detail, lastAttemptedAtMs } = recovery;
  // What was offered, or restored and is lost again, or never attempted has not failed.
  if (result === 'restored' || result === 'offered' || result === 'refused') return [];
  if (facts.nowMs - lastAttemptedAtMs > failureFreshMs) return [];
  return [{ kind: 'recently-failed', outcome: result, detail, atMs: lastAttemptedAtMs }];
}

/** What a recovery would bring back as things stand, and what it was asked for but cannot. */
export interface Choice {
  readonly chosen: readonly Candidate[];
  readonly blocked: readonly Candidate[];
  /** Left out of `all` until somebody asks for them by name. */
  readonly leftOut: readonly Candidate[];
}

/** Splits what was asked for by what can be done. */
export function choose(facts: RecoveryFacts): Choice {
  const { selection, from } = facts.options;
  if (selection.kind === 'sessions') {
    const asked = selection.ids.flatMap((id) => facts.registry.sessions.get(id) ?? []);
    const judged = [...new Set(asked)].map((session) => judge(facts, session));
    return {
      chosen: judged.filter((candidate) => candidate.isRecoverable).sort(byCandidatePlace),
      blocked: judged.filter((candidate) => !candidate.isRecoverable),
      leftOut: [],
    };
  }
  const all = listCandidates(facts).filter(({ session }) => from === null || satOn(session, from));
  return {
    chosen: all.filter((candidate) => candidate.isInAll),
    blocked: all.filter((candidate) => !candidate.isRecoverable || hasMoved(candidate)),
    leftOut: all.filter((candidate) => candidate.isRecoverable && !candidate.isInAll && !hasMoved(candidate)),
  };
}

/** Its user has to hear of it: nobody else can say whether it may go on in the other place. */
function hasMoved({ obstacles }: Candidate): boolean {
  return obstacles.some(({ kind }) => kind === 'directory-moved');
}

function byCandidatePlace(a: Candidate, b: Candidate): number {
  return byPlace(a.session, b.session);
}

function byPlace(a: Session, b: Session): number {
  return (
    compareTexts(socketOf(a), socketOf(b)) ||
    compareTexts(a.place?.sessionName ?? '', b.place?.sessionName ?? '') ||
    indexOf(a) - indexOf(b) ||
    a.number - b.number
  );
}

/** Sessions without a place come last. */
function socketOf({ place }: Session): string {
  return place === null ? '\uffff' : place.server.socketPath;
}

function indexOf({ place }: Session): number {
  return place === null ? 0 : place.windowIndex * 1000 + place.paneIndex;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
