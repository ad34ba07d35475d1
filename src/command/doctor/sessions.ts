import type { ShieldGap } from '../../status/shield.ts';
import { shellWord } from '../../text/shell-word.ts';
import { type Check, counted, fine, note, some, warning } from './check.ts';

/** A live session, and what keeps it from coming back if everything died now. */
export interface LiveSession {
  /** `Archaeologist (C7)`, harmless. */
  readonly words: string;
  readonly id: string;
  readonly gap: ShieldGap | null;
  readonly projectDir: string | null;
}

/** A session that was lost. */
export interface LostSession {
  readonly words: string;
  /** What stands in the way, harmless; null when nothing does. */
  readonly obstacle: string | null;
  /** It comes back when it is named, though `all` leaves it out. */
  readonly isAskedFor: boolean;
}

/** The sessions that matter now. */
export interface SessionFacts {
  readonly live: readonly LiveSession[];
  readonly lost: readonly LostSession[];
}

/** Judges what would come back, and what waits to. Pure. */
export function judgeSessions({ live, lost }: SessionFacts): readonly Check[] {
  return [...protection(live), ...waiting(lost)];
}

function protection(live: readonly LiveSession[]): readonly Check[] {
  const open = live.filter(({ gap }) => gap !== null);
  if (live.length === 0) return [];
  if (open.length === 0) {
    const all = live.length === 1 ? 'the live session' : `all ${live.length} live sessions`;
    return [fine('protection', `${all} would come back if everything died now`)];
  }
  const gaps = [...new Set(open.flatMap(({ gap }) => gap ?? []))];
  return gaps.map((gap) =>
    unprotected(
      gap,
      open.filter((session) => session.gap === gap),
    ),
  );
}

function unprotected(gap: ShieldGap, sessions: readonly LiveSession[]): Check {
  const id = `protection-${gap}`;
  const who = some(sessions.map(({ words }) => words));
  const [first] = sessions;
  const directory = shellWord(first?.projectDir ?? '.');
  switch (gap) {
    case 'no-pane':
      return note(id, `${who}: in no tmux pane, so it would come back in a window of its own`);
    case 'hook-missing': {
      const again = `cd ${directory} && claude --resume ${first?.id ?? ''}`;
      return warning(
        id,
        `${who}: no hook of it has ever reported; leave it with /exit and start it again`,
        again,
      );
    }
    case 'directory-gone':
      return warning(
        id,
        `${who}: its directory is gone, and it can be resumed only there`,
        `mkdir -p ${directory}`,
      );
    case 'transcript-missing':
      return warning(id, `${who}: neither its transcript nor a copy is there`, null);
    case 'not-registered':
      return warning(id, `${who}: it is not registered as live`, 'statusline list');
    case 'journal-unwritable':
      return warning(id, `${who}: what it reports is not recorded`, null);
    default:
      return gap satisfies never;
  }
}

function waiting(lost: readonly LostSession[]): readonly Check[] {
  const checks: Check[] = [];
  const ready = lost.filter(({ obstacle }) => obstacle === null).map(({ words }) => words);
  if (ready.length > 0) {
    const words = `${counted(ready.length, 'lost session waits', 'lost sessions wait')} to come back: ${some(ready)}`;
    checks.push(note('lost', words, 'statusline recover all'));
  }
  const asked = lost.filter((session) => session.isAskedFor).map(withObstacle);
  if (asked.length > 0) {
    const words = `${counted(asked.length, 'session comes', 'sessions come')} back only when named. ${some(asked, 3)}`;
    checks.push(note('lost-unsure', words, 'statusline recover list'));
  }
  const blocked = lost
    .filter(({ obstacle, isAskedFor }) => obstacle !== null && !isAskedFor)
    .map(withObstacle);
  if (blocked.length > 0) {
    const words = `${counted(blocked.length, 'lost session')} cannot come back as things are. ${some(blocked, 3)}`;
    checks.push(warning('lost-blocked', words, 'statusline recover list'));
  }
  return checks;
}

function withObstacle({ words, obstacle }: LostSession): string {
  return `${words}: ${obstacle ?? ''}`;
}
