import { candidateView, reasonOf } from '../../recovery/candidate-view.ts';
import { listCandidates, type Candidate } from '../../recovery/candidates.ts';
import type { RecoveryFacts } from '../../recovery/facts.ts';
import { obstacleWords } from '../../recovery/obstacle-words.ts';
import { placeLabel } from '../../recovery/place-label.ts';
import { displayName, numberLabel } from '../../session/names.ts';
import { harmless } from '../../text/harmless.ts';
import { ago } from '../../text/quantities.ts';
import type { World } from '../../world.ts';
import { terminalCells } from '../list.ts';
import { deskLines } from './from.ts';
import { exit, printJson, printLines, shownPath } from '../speech.ts';
import { shownColumns, table, type Column } from '../table.ts';
import { textOf, type Piece, type TonedLine } from '../tone.ts';

const taskTitle = 'TASK';
const promptTitle = 'LAST PROMPT';

const columns: readonly Column[] = [
  { title: 'C#' },
  { title: 'NAME', shrinksToCells: 12 },
  { title: 'LOST' },
  { title: taskTitle, shrinksToCells: 8, leaves: 4 },
  { title: promptTitle, shrinksToCells: 12, leaves: 1 },
  { title: 'SEEN' },
  { title: 'PLACE', shrinksToCells: 8, leaves: 3 },
  { title: 'DIRECTORY', shrinksToCells: 12, keeps: 'end', leaves: 2 },
];

const taskAt = columns.findIndex(({ title }) => title === taskTitle);
const promptAt = columns.findIndex(({ title }) => title === promptTitle);

/**
 * The lost sessions as a table that fits. Each row has a cell for every column, and where there is room for one word on what a
 * session is about, that is its task, else its last prompt.
 */
export function lostTable(rows: readonly (readonly Piece[])[], cells: number): readonly TonedLine[] {
  const shown = shownColumns(columns, rows, cells);
  const hasPrompt = shown.some(({ title }) => title === promptTitle);
  return table(columns, hasPrompt ? rows : rows.map(withAbout), cells);
}

function withAbout(row: readonly Piece[]): readonly Piece[] {
  return row.map((cell, at) => (at === taskAt && textOf(cell) === '' ? (row[promptAt] ?? '') : cell));
}

/** `statusline recover list`: what can come back, and what stands in the way. */
export function listLost(world: World, facts: RecoveryFacts, isJson: boolean): number {
  const candidates = listCandidates(facts);
  if (isJson) {
    printJson(
      world,
      candidates.map((candidate) => candidateView(candidate, facts.nowMs)),
    );
  } else if (candidates.length === 0) {
    printLines(world, ['Nothing is lost: every session that is known either lives or was ended on purpose.']);
  } else {
    printLines(world, listLines(world, candidates, facts));
  }
  return exit.done;
}

function indented(text: string): string {
  return `  ${text}`;
}

function listLines(
  world: World,
  candidates: readonly Candidate[],
  facts: RecoveryFacts,
): readonly TonedLine[] {
  const rows = candidates.map(({ session }): readonly Piece[] => [
    numberLabel(session),
    { text: harmless(displayName(session)), tone: 'strong' },
    { text: reasonOf(session), tone: 'lost' },
    harmless(session.task ?? ''),
    harmless(session.lastPrompt?.excerpt ?? ''),
    { text: ago(session.lastSeenAtMs, facts.nowMs), tone: 'quiet' },
    placeLabel(session),
    shownPath(world, session.projectDir ?? session.cwd),
  ]);
  const obstacles = candidates.flatMap(({ session, obstacles: found }) =>
    found.map((obstacle) => `  ${numberLabel(session)}: ${obstacleWords(obstacle, facts.nowMs)}`),
  );
  const desks = deskLines(facts);
  const inAll = candidates.filter(({ isInAll }) => isInAll).length;
  return [
    ...lostTable(rows, terminalCells(world)),
    ...(obstacles.length === 0 ? [] : ['', 'In the way:', ...obstacles]),
    ...(desks.length < 2
      ? []
      : ['', 'From these tmux servers (`recover all --from` brings back one):', ...desks.map(indented)]),
    '',
    `${inAll} can come back: \`statusline recover all\`, or name some (\`statusline recover C7\`). Add --dry-run to see the plan.`,
  ];
}
