import type { Progress, RecoveryResult } from '../recovery/recovery-run.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { Registry } from '../session/registry.ts';
import type { OutcomeKind } from '../session/session.ts';
import { assertNever } from '../text/result.ts';
import { harmless } from '../text/harmless.ts';
import { sessionWords } from './words.ts';

/** What each outcome means to the user, and what to do where there is something to do. */
const outcomeWords: Readonly<Record<OutcomeKind, string>> = {
  restored: 'back',
  waiting: 'started, but it waits for you',
  offered: 'its pane is there',
  'no-conversation': 'Claude finds no conversation under its id',
  'live-elsewhere': 'it already runs elsewhere',
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
    case 'starting':
      return `starting ${named(registry, progress.session)} in ${progress.paneId} …`;
    case 'settled':
      return `${named(registry, progress.result.session)}: ${resultWords(progress.result)}`;
    default:
      return assertNever(progress);
  }
}

/** The end of a recovery: what came back, and each session that did not with its reason. */
export function resultLines(results: readonly RecoveryResult[], registry: Registry): readonly string[] {
  if (results.length === 0) return ['Nothing to bring back.'];
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

function resultWords({ outcome, paneId, detail }: RecoveryResult): string {
  const where = paneId === null ? '' : ` in ${paneId}`;
  return `${outcomeWords[outcome]}${where}${detail === null ? '' : `: ${detail}`}`;
}

function named(registry: Registry, id: SessionId): string {
  const session = registry.sessions.get(id);
  return session === undefined ? id : sessionWords(session);
}
