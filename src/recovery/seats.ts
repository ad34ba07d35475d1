import type { SeatGoal } from './goal.ts';

/**
 * The index of every seat: its own where that is free, else the next free one after it. Those that can
 * have their own choose first, so that one clash does not push the others along.
 */
export function allocateSeats(
  seats: readonly SeatGoal[],
  takenIndexes: readonly number[],
): ReadonlyMap<string, number> {
  const taken = new Set(takenIndexes);
  const indexes = new Map<string, number>();
  const give = (seat: SeatGoal, index: number): void => {
    taken.add(index);
    indexes.set(seat.key, index);
  };
  for (const seat of seats) {
    if (seat.index !== null && !taken.has(seat.index)) give(seat, seat.index);
  }
  for (const seat of seats) {
    if (!indexes.has(seat.key)) give(seat, nextFree(taken, seat.index ?? 0));
  }
  return indexes;
}

function nextFree(taken: ReadonlySet<number>, from: number): number {
  let index = from;
  while (taken.has(index)) index += 1;
  return index;
}
