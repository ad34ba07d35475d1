import type { SessionId } from '../../claude/session-id.ts';
import { aboutWords } from '../../recovery/about-words.ts';
import { reasonOf } from '../../recovery/candidate-view.ts';
import type { Candidate } from '../../recovery/candidates.ts';
import { obstacleWords } from '../../recovery/obstacle-words.ts';
import { displayName } from '../../session/names.ts';
import type { Session } from '../../session/session.ts';
import { harmless } from '../../text/harmless.ts';
import { ago } from '../../text/quantities.ts';
import { truncate, widthCells } from '../../text/width.ts';
import { counted } from '../doctor/check.ts';

/** One session to choose, in a line that fits. */
export interface Choice {
  readonly value: SessionId;
  readonly label: string;
}

/** What the picker draws before a line, colours and all: it takes those for as wide as they are long when it wraps. */
const frameCells = 18;
/** What is left for a session's own words where much is to be said of it. */
const leastWordsCells = 20;

/** Choices by the window they sat in, each in one line of a terminal of so many cells. Harmless to print. */
export function choices(able: readonly Candidate[], nowMs: number, cells: number): Record<string, Choice[]> {
  const room = cells - frameCells;
  const groups: Record<string, Choice[]> = {};
  for (const candidate of able) {
    const { session } = candidate;
    (groups[windowLine(session, room)] ??= []).push({
      value: session.id,
      label: truncate(choiceLine(candidate, nowMs, room), room),
    });
  }
  return groups;
}

function windowLine({ place }: Session, room: number): string {
  if (place === null) return 'outside tmux';
  // The index tells windows apart, so the names give way.
  const index = `:${place.windowIndex}`;
  const name = truncate(harmless(place.sessionName), room - widthCells(index));
  return truncate(
    `${name}${index} ${harmless(place.windowName)}`,
    Math.max(room, widthCells(`${name}${index}`)),
  );
}

/** `C7 Archaeologist: fix the parser · server-lost 2h ago · resumes from the kept copy of its transcript` */
function choiceLine({ session, obstacles }: Candidate, nowMs: number, room: number): string {
  const why = [
    `${reasonOf(session)} ${ago(session.lastSeenAtMs, nowMs)}`,
    ...obstacles.map((obstacle) => obstacleWords(obstacle, nowMs)),
  ].map((part) => ` · ${harmless(part)}`);
  const left = room - widthCells(why.join(''));
  // In a narrow terminal what it is about goes before what happened to all of them.
  const wordsCells = left >= leastWordsCells ? left : obstacles.length === 0 ? room : leastWordsCells;
  const words = aboutWords(session, displayName(session)).join(': ');
  return `${truncate(words, wordsCells)}${why.join('')}`;
}

/** What stands above the choices: how much there is, and how a window is chosen. */
export function choiceHelp(able: readonly Candidate[]): readonly string[] {
  const chosen = able.filter(({ isInAll }) => isInAll).length;
  const tmuxSessions = new Set(
    able.flatMap(({ session: { place } }) => (place === null ? [] : [place.sessionName])),
  ).size;
  const where = tmuxSessions === 0 ? '' : ` of ${counted(tmuxSessions, 'tmux session')}`;
  const which = chosen === able.length && chosen > 1 ? 'all are' : `${chosen} ${chosen === 1 ? 'is' : 'are'}`;
  return [
    `${counted(able.length, 'session')}${where} can come back; ${which} chosen.`,
    'Space on a window changes all of it.',
  ];
}
