import type { Session } from '../session/session.ts';
import { displayName, numberLabel } from '../session/names.ts';
import { sessionView } from '../session/views.ts';
import { harmless } from '../text/harmless.ts';
import { ago } from '../text/quantities.ts';
import type { World } from '../world.ts';
import { knownNow } from './known.ts';
import { exit, printJson, printLines, shownPath } from './speech.ts';
import { table, type Column } from './table.ts';
import type { Piece } from './tone.ts';
import { placeWords, stateTone, stateWords } from './words.ts';

const columns: readonly Column[] = [
  { title: 'C#' },
  { title: 'NAME', shrinksToCells: 12 },
  { title: 'STATE' },
  { title: 'TASK', shrinksToCells: 8, leaves: 3 },
  { title: 'PANE', shrinksToCells: 10, leaves: 4 },
  { title: 'SEEN', leaves: 1 },
  { title: 'DIRECTORY', shrinksToCells: 12, keeps: 'end', leaves: 2 },
];

/** `statusline list`: the sessions that live or can come back; with `--all` every one ever seen. */
export async function list(
  world: World,
  flags: { readonly all: boolean; readonly json: boolean },
): Promise<number> {
  const registry = await knownNow(world, flags);
  const sessions = [...registry.sessions.values()]
    .filter((session) => flags.all || isCurrent(session))
    .sort((a, b) => a.number - b.number);
  if (flags.json) {
    printJson(
      world,
      sessions.map((session) => ({ session_id: session.id, ...sessionView(session) })),
    );
    return exit.done;
  }
  if (sessions.length === 0) {
    printLines(world, [
      'No Claude Code session is known yet. Start one, or see `statusline doctor` if one runs.',
    ]);
    return exit.done;
  }
  const rows = sessions.map((session) => row(world, session));
  printLines(world, table(columns, rows, terminalCells(world)));
  return exit.done;
}

/** Columns of the caller's terminal; wide where there is none, so that nothing is cut in a pipe. */
export function terminalCells(world: World): number {
  const columnsText = Number(world.request.env['COLUMNS']);
  if (Number.isInteger(columnsText) && columnsText > 0) return columnsText;
  return world.request.terminalColumns ?? 240;
}

function isCurrent(session: Session): boolean {
  if (session.origin !== 'interactive') return session.state.kind === 'live';
  return session.state.kind !== 'ended';
}

function row(world: World, session: Session): readonly Piece[] {
  return [
    numberLabel(session),
    { text: harmless(displayName(session)), tone: 'strong' },
    { text: stateWords(session), tone: stateTone(session) },
    harmless(session.task ?? session.lastPrompt?.excerpt ?? ''),
    placeWords(session),
    { text: ago(session.lastSeenAtMs, world.clock.nowMs()), tone: 'quiet' },
    shownPath(world, session.cwd ?? session.projectDir),
  ];
}
