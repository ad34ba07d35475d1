import type { SessionId } from '../../claude/session-id.ts';
import { listCandidates, type Candidate } from '../../recovery/candidates.ts';
import type { RecoveryFacts, RecoveryOptions } from '../../recovery/facts.ts';
import { serverKey } from '../../tmux/place.ts';
import type { World } from '../../world.ts';
import { confirmOnTerminal } from '../confirm.ts';
import { drawDesk } from '../desk-drawing.ts';
import { terminalCells } from '../list.ts';
import { printLines } from '../speech.ts';
import type { TonedLine } from '../tone.ts';
import { choiceHelp, choices } from './choices.ts';

/** What the user chose: which sessions, and whether their panes are to wait. */
export interface Picked {
  readonly selection: RecoveryOptions['selection'];
  readonly isLazy: boolean;
  /** Sessions that were offered and are not to be offered again. */
  readonly setAside: readonly SessionId[];
}

/** What the user has said already. */
interface Asked {
  /** Above so many sessions, lazily is what Enter means. */
  readonly lazyAbove: number;
  /** Null where there is still to be asked. */
  readonly isLazy: boolean | null;
}

/** Most rows of choices on the screen at once. */
const rowsShown = 16;

/**
 * The picker: draws the lost desks, asks which sessions to bring back (grouped by tmux window, those in nobody's
 * way chosen already) and whether to start them now. Null when the user left it, or nothing can come back.
 */
export async function pick(world: World, facts: RecoveryFacts, asked: Asked): Promise<Picked | null> {
  const candidates = listCandidates(facts);
  const able = candidates.filter(({ isRecoverable }) => isRecoverable);
  if (able.length === 0) {
    printLines(world, ['Nothing is lost that could come back.']);
    return null;
  }
  printLines(world, [...lostDesksDrawn(world, facts, able), ...choiceHelp(able)]);
  const { groupMultiselect, isCancel } = await import('@clack/prompts');
  const ids = await groupMultiselect<SessionId>({
    message: 'Which sessions shall come back?',
    options: choices(able, facts.nowMs, terminalCells(world)),
    initialValues: able.filter(({ isInAll }) => isInAll).map(({ session }) => session.id),
    maxItems: rowsShown,
    required: false,
  });
  if (isCancel(ids) || ids.length === 0) return null;
  const isLazy = asked.isLazy ?? (await askWhen(ids.length > asked.lazyAbove));
  if (isLazy === null) return null;
  const left = able.map(({ session }) => session.id).filter((id) => !ids.includes(id));
  const isOver =
    left.length > 0 &&
    (await confirmOnTerminal(`Set the other ${left.length} aside, so that they are not offered again?`));
  return { selection: chosenOf(able, ids), isLazy, setAside: isOver ? left : [] };
}

/**
 * What a choice asks for. Whoever leaves everything chosen means what `all` means: the desk, and not only those of its
 * windows that hold a session.
 */
export function chosenOf(
  able: readonly Candidate[],
  ids: readonly SessionId[],
): Extract<RecoveryOptions['selection'], { kind: 'sessions' }> {
  const hasDesks = able.every(({ session, isInAll }) => !isInAll || ids.includes(session.id));
  return { kind: 'sessions', ids, hasDesks };
}

/** Whether panes are to wait; null when the user left. */
async function askWhen(isLazyUsual: boolean): Promise<boolean | null> {
  const { isCancel, select } = await import('@clack/prompts');
  const isLazy = await select({
    message: 'Start them now?',
    initialValue: isLazyUsual,
    options: [
      { value: false, label: 'Now', hint: 'as many at once as the machine bears' },
      { value: true, label: 'Lazily', hint: 'their panes at once; each waits for Enter' },
    ],
  });
  return isCancel(isLazy) ? null : isLazy;
}

function lostDesksDrawn(
  world: World,
  { registry }: RecoveryFacts,
  able: readonly Candidate[],
): readonly TonedLine[] {
  const keys = new Set(
    able.flatMap(({ session: { place } }) => (place === null ? [] : [serverKey(place.server)])),
  );
  return [...registry.desks]
    .filter(([key]) => keys.has(key))
    .flatMap(([, known]) => [...drawDesk(registry, known, terminalCells(world)), '']);
}
