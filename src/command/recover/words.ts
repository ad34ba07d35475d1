import type { FailedStep } from '../../recovery/apply.ts';
import { weightOf } from '../../recovery/obstacle.ts';
import { obstacleWords } from '../../recovery/obstacle-words.ts';
import type { Progress, RecoveryResult } from '../../recovery/recovery-run.ts';
import type { Blocked } from '../../recovery/steps.ts';
import type { SessionId } from '../../claude/session-id.ts';
import type { Registry } from '../../session/registry.ts';
import type { OutcomeKind } from '../../session/session.ts';
import { assertNever } from '../../text/result.ts';
import { harmless } from '../../text/harmless.ts';
import { failureWords } from '../../tmux/failure.ts';
import { counted } from '../doctor/check.ts';
import { sessionWords } from '../words.ts';

/** What each outcome means to the user, and what to do where there is something to do. */
const outcomeWords: Readonly<Record<OutcomeKind, string>> = {
  restored: 'back',
  waiting: 'started, but it waits for you',
  offered: 'its pane is there',
  'no-conversation': 'Claude finds no conversation under its id',
  'live-elsewhere': 'it already runs',
  'directory-gone': 'its directory is gone; `--cwd` names another',
  'not-started': 'the client did not start',
  'timed-out': 'no report from it in time',
  refused: 'not attempted',
};

/** Why panes wait although nobody asked for it. */
export function lazyWords(lazyAbove: number): string {
  return `more than ${lazyAbove} sessions: each waits for Enter in its pane (--now starts them all)`;
}

/** One line while a recovery runs. */
export function progressWords(progress: Progress, registry: Registry): string {
  switch (progress.kind) {
    case 'waiting-for-another':
      return `waiting for another recovery (process ${progress.pid}) …`;
    case 'building':
      return `building ${harmless(progress.name)} …`;
    case 'not-built':
      return notBuiltWords(progress.failed);
    case 'starting':
      return `starting ${named(registry, progress.session)} in ${progress.paneId} …`;
    case 'settled':
      return `${named(registry, progress.result.session)}: ${resultWords(progress.result)}`;
    default:
      return assertNever(progress);
  }
}

/** What tmux would not make, and why, in its own words. Harmless to print. */
export function notBuiltWords({ batch, step, failure }: FailedStep): string {
  const what = step.kind === 'create-window' ? `window ${step.index} could not be made` : unbuilt[step.kind];
  return `${harmless(batch.name)}: ${what}: ${harmless(failureWords(failure))}`;
}

const unbuilt: Readonly<Record<Exclude<FailedStep['step']['kind'], 'create-window'>, string>> = {
  'open-session': 'the tmux session could not be made',
  'join-group': 'its windows could not be shared',
  'finish-window': 'a window could not be finished',
  'split-window': 'the window could not be split',
  'link-window': 'a window could not be linked',
  focus: 'the focus could not be set',
  'name-session': 'the tmux session could not be named',
  'mark-begun': 'the tmux server could not be marked',
  'mark-rebuilt': 'the tmux server could not be marked',
};

/** What a recovery that nobody asked for has left in the panes, as one line; null where it left nothing to be told. */
export function waitingWords(results: readonly RecoveryResult[]): string | null {
  const waiting = results.filter(({ outcome }) => outcome === 'offered').length;
  const failed = results.filter(({ outcome }) => outcome !== 'offered' && outcome !== 'restored').length;
  const words = [
    ...(waiting === 0
      ? []
      : [
          `${counted(waiting, 'lost session waits in its pane', 'lost sessions wait in their panes')}: Enter resumes`,
        ]),
    ...(failed === 0
      ? []
      : [
          `${waiting === 0 ? counted(failed, 'lost session') : failed} could not come back: statusline recover list`,
        ]),
  ];
  return words.length === 0 ? null : words.join('; ');
}

/** What became of the windows that were to be made, beside the sessions. */
export type Windows = 'none' | 'made' | 'not all made';

/** The end of a recovery: what came back, and each session that did not with its reason. */
export function resultLines(
  results: readonly RecoveryResult[],
  registry: Registry,
  windows: Windows,
): readonly string[] {
  if (results.length === 0) return [windowsAlone[windows]];
  const restored = results.filter(({ outcome }) => outcome === 'restored').length;
  const offered = results.filter(({ outcome }) => outcome === 'offered').length;
  const waiting =
    offered === 0
      ? ''
      : offered === 1
        ? ' 1 waits: Enter in its pane resumes.'
        : ` ${offered} wait: Enter in their panes resumes.`;
  const others = results.filter(({ outcome }) => outcome !== 'restored' && outcome !== 'offered');
  return [
    `${restored} of ${results.length} back.${waiting}`,
    ...others.map((result) => `  ${named(registry, result.session)}: ${resultWords(result)}`),
  ];
}

const windowsAlone: Readonly<Record<Windows, string>> = {
  none: 'Nothing to bring back.',
  made: 'No session had to come back; the windows that were missing are there.',
  'not all made': 'No session had to come back; not every window that was missing could be made.',
};

/** What `all` has not even tried, because it waits to be asked for by name: one line each. */
export function leftOutLines(
  leftOut: readonly Blocked[],
  registry: Registry,
  nowMs: number,
): readonly string[] {
  return leftOut.map((left) => `  ${named(registry, left.session)}: left out: ${leftOutWords(left, nowMs)}`);
}

/** Why, and what is to be done. Harmless to print. */
export function leftOutWords({ obstacles }: Blocked, nowMs: number): string {
  return obstacles
    .filter((obstacle) => weightOf(obstacle) === 'asks')
    .map((obstacle) => obstacleWords(obstacle, nowMs))
    .join('; ');
}

function resultWords({ outcome, paneId, detail }: RecoveryResult): string {
  const where = paneId === null ? '' : ` in ${paneId}`;
  return `${outcomeWords[outcome]}${where}${detail === null ? '' : `: ${detail}`}`;
}

function named(registry: Registry, id: SessionId): string {
  const session = registry.sessions.get(id);
  return session === undefined ? id : sessionWords(session);
}
