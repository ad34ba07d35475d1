/** Far above what anybody will ever start, and far below where adding one to a number stops changing it. */
const highest = 1_000_000_000;

/** True for a number that a session can bear: C1 and up. A counter from outside may hold anything. */
export function isProcessNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= highest;
}
