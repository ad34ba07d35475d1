import type { LiveServer } from './facts.ts';
import type { SeatGoal, SeatRef, SessionGoal } from './goal.ts';
import { allocateSeats } from './seats.ts';
import type { Batch, Step } from './steps.ts';

/** One batch per tmux session, each window at its index. Goals come owner before linker, leader before member. */
export function batchesOf(
  goals: readonly SessionGoal[],
  servers: ReadonlyMap<string, LiveServer>,
): readonly Batch[] {
  const indexes = allocateAll(goals, servers);
  return goals.map((goal) => ({
    key: goal.key,
    socketPath: goal.socketPath,
    name: goal.name,
    liveId: goal.liveId,
    steps: stepsOf(goal, indexes, servers),
  }));
}

/** Sessions that stand in one group have their windows in common, and so what one of them gets is taken for the others. */
function allocateAll(goals: readonly SessionGoal[], servers: ReadonlyMap<string, LiveServer>): Indexes {
  const pools = new Map<string, readonly number[]>();
  const indexes = new Map<string, ReadonlyMap<string, number>>();
  for (const goal of goals) {
    const group = servers.get(goal.socketPath)?.desk.sessions.find(({ id }) => id === goal.liveId)?.group;
    const pool = group === undefined || group === null ? goal.key : `${goal.socketPath}|group|${group}`;
    const taken = [...(pools.get(pool) ?? []), ...takenBy(goal, servers)];
    const given = allocateSeats(goal.seats, taken);
    pools.set(pool, [...taken, ...given.values()]);
    indexes.set(goal.key, given);
  }
  return indexes;
}

function takenBy({ socketPath, liveId }: SessionGoal, servers: ReadonlyMap<string, LiveServer>): number[] {
  const session = servers.get(socketPath)?.desk.sessions.find(({ id }) => id === liveId);
  return session?.seats.map(({ index }) => index) ?? [];
}

type Indexes = ReadonlyMap<string, ReadonlyMap<string, number>>;

function stepsOf(
  goal: SessionGoal,
  indexes: Indexes,
  servers: ReadonlyMap<string, LiveServer>,
): readonly Step[] {
  const windows = goal.seats.map((seat) => seatStep(goal, seat, indexes));
  if (goal.liveId !== null) return windows;
  const focus = focusStep(goal, indexes, servers);
  const isMember = goal.leader !== null;
  return [
    isMember ? { kind: 'join-group', origin: goal.origin, leader: goal.leader } : openStep(goal),
    ...windows,
    ...(focus === null ? [] : [focus]),
    { kind: 'name-session', name: goal.name, hasPlaceholder: !isMember },
  ];
}

/** A detached session takes the size of its first window; every layout then resizes its own. */
function openStep({ origin, seats }: SessionGoal): Step {
  const made = seats.flatMap(({ content }) => (content.kind === 'make' ? [content.window] : []))[0];
  return {
    kind: 'open-session',
    origin,
    widthCols: made?.widthCols ?? 80,
    heightRows: made?.heightRows ?? 24,
  };
}

function seatStep(goal: SessionGoal, seat: SeatGoal, indexes: Indexes): Step {
  const index = indexIn(indexes, goal.key, seat.key) ?? 0;
  const { content } = seat;
  switch (content.kind) {
    case 'make':
      return { kind: 'create-window', index, window: content.window };
    case 'link': {
      const ownIndex = indexIn(indexes, content.goal, content.seat) ?? 0;
      return {
        kind: 'link-window',
        index,
        from: { kind: 'planned', batch: content.goal, index: ownIndex },
      };
    }
    case 'link-standing':
      return { kind: 'link-window', index, from: { kind: 'standing', windowId: content.windowId } };
    default:
      return content satisfies never;
  }
}

/** A member of a group has its leader's windows, at its leader's indexes. */
function focusStep(
  goal: SessionGoal,
  indexes: Indexes,
  servers: ReadonlyMap<string, LiveServer>,
): Step | null {
  const { key, leader, focus } = goal;
  if (focus === null) return null;
  const standing = leader === null ? [] : takenBy({ ...goal, liveId: leader }, servers);
  const indexOf = (ref: SeatRef): number | null =>
    indexIn(indexes, leader ?? key, ref.key) ?? standing.find((index) => index === ref.index) ?? null;
  const index = indexOf(focus.active);
  if (index === null) return null;
  return { kind: 'focus', index, lastIndex: focus.last === null ? null : indexOf(focus.last) };
}

function indexIn(indexes: Indexes, goal: string, seat: string): number | undefined {
  return indexes.get(goal)?.get(seat);
}
