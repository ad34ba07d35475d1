import type { Desk, DeskPane, DeskSeat, DeskSession, DeskWindow } from '../tmux/desk.ts';
import { paneCells, parseLayout } from '../tmux/layout.ts';
import type { LiveServer } from './facts.ts';
import { goalKey, type SeatGoal, type SessionGoal } from './goal.ts';
import type { Launch } from './launch.ts';
import { originOf } from './origin.ts';
import { allowedProgram, type AllowedProgram } from '../process/allowed.ts';
import { isShell } from '../process/shells.ts';
import { isMasked } from '../text/secret-mask.ts';
import type { Batch, PaneShape, WindowShape } from './steps.ts';

/** What is wanted of one lost desk. */
export interface DeskWish {
  readonly desk: Desk;
  /** Where it is to stand again. */
  readonly socketPath: string;
  readonly live: LiveServer | null;
  /** Sessions to bring back, by the id of their lost pane. */
  readonly launches: ReadonlyMap<string, Launch>;
  /** Programs that come back by themselves. */
  readonly programs: readonly AllowedProgram[];
  /** All windows, or only those that hold one of these sessions. */
  readonly isWhole: boolean;
  /** Windows of which something stands already: their id then and now. */
  readonly standing: ReadonlyMap<string, string>;
  /** Those of them that lack panes because their making failed half-way, by their id then. */
  readonly unfinished: ReadonlyMap<string, HalfMade>;
}

/** A window that stands and has only the first so many of its panes. */
export interface HalfMade {
  readonly windowId: string;
  readonly lastPaneId: string;
  readonly made: number;
}

/** The tmux sessions and windows by which a lost desk stands again. What stands already is left out. */
export function deskGoals(wish: DeskWish): readonly SessionGoal[] {
  const leaders = leadersOf(wish);
  // A group's leader goes first: its members find the windows there.
  const ordered = wish.desk.sessions.toSorted(
    (a, b) => Number(leaders.get(b.id) === b.id) - Number(leaders.get(a.id) === a.id),
  );
  const making: Making = {
    wish,
    wanted: wantedWindows(wish),
    owners: ownersOf(
      wish,
      ordered.filter(({ id }) => leaders.get(id) === id),
    ),
  };
  return ordered.flatMap((session) => {
    const goal = goalOf(wish, session, leaders);
    if (goal.leader !== null) return wish.isWhole && goal.liveId === null ? [goal] : [];
    const seats = session.seats.flatMap((seat) => seatOf(making, goal.key, seat));
    return seats.length === 0 ? [] : [{ ...goal, seats, focus: focusOf(wish, session, seats) }];
  });
}

/** What the seats of a desk are decided by. */
interface Making {
  readonly wish: DeskWish;
  readonly wanted: ReadonlyMap<string, DeskWindow>;
  /** By window id: the goal and the seat in which it is made. */
  readonly owners: ReadonlyMap<string, { readonly goal: string; readonly seat: string }>;
}

/** Windows to make: not standing, and wanted whole or for a session in them. */
function wantedWindows({ desk, launches, isWhole, standing }: DeskWish): ReadonlyMap<string, DeskWindow> {
  const wanted = desk.windows.filter(
    (window) =>
      !standing.has(window.id) &&
      window.panes.length > 0 &&
      (isWhole || window.panes.some(({ id }) => launches.has(id))),
  );
  return new Map(wanted.map((window) => [window.id, window]));
}

/** Every session to the first of its group that stands, or that bears the group's name, or is first; ungrouped ones to themselves. */
function leadersOf(wish: DeskWish): ReadonlyMap<string, string> {
  const { sessions } = wish.desk;
  return new Map(
    sessions.map((session) => {
      const group = sessions.filter(({ group: name }) => name !== null && name === session.group);
      const leader =
        group.find((each) => liveIdOf(wish, each) !== null) ??
        group.find(({ name }) => name === session.group) ??
        group[0];
      return [session.id, leader?.id ?? session.id];
    }),
  );
}

/** The live session that stands for a lost one: made by an earlier run, or one of the same name. */
function liveIdOf({ desk, live }: DeskWish, { id, name }: DeskSession): string | null {
  if (live === null) return null;
  const made = live.sessionOrigins.get(originOf(desk.server, id));
  return made ?? live.desk.sessions.find((session) => session.name === name)?.id ?? null;
}

function goalOf(wish: DeskWish, session: DeskSession, leaders: ReadonlyMap<string, string>): SessionGoal {
  const { desk, socketPath } = wish;
  const liveId = liveIdOf(wish, session);
  const leader = desk.sessions.find(({ id }) => id === leaders.get(session.id)) ?? session;
  const leaderLiveId = liveIdOf(wish, leader);
  const leaderKey = leaderLiveId ?? goalKey(socketPath, null, leader.name);
  return {
    key: goalKey(socketPath, liveId, session.name),
    socketPath,
    name: session.name,
    origin: originOf(desk.server, session.id),
    liveId,
    leader: leader.id === session.id ? null : leaderKey,
    seats: [],
    focus: focusOf(
      wish,
      session,
      session.seats.map((seat) => ({ key: keyOf(wish, seat) })),
    ),
  };
}

function keyOf({ desk }: DeskWish, { windowId, index }: DeskSeat): string {
  return `${originOf(desk.server, windowId)}@${index}`;
}

/** Where each window is made: in the first session that has a seat for it, and in the first of its seats. */
function ownersOf(wish: DeskWish, sessions: readonly DeskSession[]): Making['owners'] {
  const owners = new Map<string, { readonly goal: string; readonly seat: string }>();
  for (const session of sessions) {
    const goal = goalKey(wish.socketPath, liveIdOf(wish, session), session.name);
    for (const seat of session.seats) {
      if (!owners.has(seat.windowId)) owners.set(seat.windowId, { goal, seat: keyOf(wish, seat) });
    }
  }
  return owners;
}

function seatOf({ wish, wanted, owners }: Making, goal: string, seat: DeskSeat): readonly SeatGoal[] {
  const key = keyOf(wish, seat);
  const owner = owners.get(seat.windowId) ?? { goal, seat: key };
  const window = wanted.get(seat.windowId);
  if (window !== undefined) {
    const isMaker = owner.goal === goal && owner.seat === key;
    const content: SeatGoal['content'] = isMaker
      ? { kind: 'make', window: shapeOf(wish, window) }
      : { kind: 'link', ...owner };
    return [{ key, index: seat.index, content }];
  }
  const windowId = wish.standing.get(seat.windowId);
  if (windowId === undefined || owner.goal === goal || !wish.isWhole) return [];
  return isSeated(wish, goal, windowId)
    ? []
    : [{ key, index: seat.index, content: { kind: 'link-standing', windowId } }];
}

/** The missing panes of windows whose making failed half-way: one batch for each. */
export function finishingBatches(wish: DeskWish): readonly Batch[] {
  const { desk, launches, isWhole, socketPath } = wish;
  return desk.windows.flatMap((window) => {
    const half = wish.unfinished.get(window.id);
    if (half === undefined) return [];
    if (!isWhole && !window.panes.slice(half.made).some(({ id }) => launches.has(id))) return [];
    const { windowId } = half;
    return [
      {
        key: `${socketPath}|finish|${windowId}`,
        socketPath,
        name: windowId,
        liveId: windowId,
        steps: [{ kind: 'finish-window', ...half, window: shapeOf(wish, window) }],
      },
    ];
  });
}

function isSeated({ live, socketPath }: DeskWish, goal: string, windowId: string): boolean {
  const sessions = live?.desk.sessions ?? [];
  const session = sessions.find(({ id, name }) => goalKey(socketPath, id, name) === goal);
  return session?.seats.some((seat) => seat.windowId === windowId) ?? false;
}

function focusOf(
  wish: DeskWish,
  session: DeskSession,
  seats: readonly { readonly key: string }[],
): SessionGoal['focus'] {
  const refs = session.seats
    .map((seat) => ({ key: keyOf(wish, seat), index: seat.index }))
    .filter(({ key }) => seats.some((seat) => seat.key === key));
  const active = refs.find(({ index }) => index === session.activeIndex) ?? refs[0];
  if (active === undefined) return null;
  return { active, last: refs.find(({ index }) => index === session.lastIndex) ?? null };
}

function shapeOf(wish: DeskWish, window: DeskWindow): WindowShape {
  const parsed = parseLayout(window.layout);
  const hasCellPerPane = parsed !== null && paneCells(parsed).length === window.panes.length;
  return {
    origin: originOf(wish.desk.server, window.id),
    name: window.hasAutomaticName ? null : window.name,
    layout: hasCellPerPane ? window.layout : null,
    widthCols: window.widthCols > 0 ? window.widthCols : 80,
    heightRows: window.heightRows > 0 ? window.heightRows : 24,
    panes: window.panes.map((pane) => paneShape(wish, pane)),
    activePane: Math.max(
      0,
      window.panes.findIndex(({ id }) => id === window.activePane),
    ),
    isZoomed: window.isZoomed,
    isSynchronized: window.isSynchronized,
  };
}

function paneShape({ desk, launches, programs }: DeskWish, pane: DeskPane): PaneShape {
  const launch = launches.get(pane.id) ?? null;
  const shape = { origin: originOf(desk.server, pane.id), cwd: launch?.directory ?? pane.cwd, launch };
  // What was allowed when it was seen may be allowed no more.
  const program = launch === null ? allowedProgram(pane.program ?? [], programs) : null;
  if (program !== null) return { ...shape, program };
  // What has run in front gave the title, if it was not the user; nothing of it is left.
  const hasTitle = launch === null && pane.title !== '' && !isMasked(pane.title) && isShell(pane.command);
  return hasTitle ? { ...shape, title: pane.title } : shape;
}
