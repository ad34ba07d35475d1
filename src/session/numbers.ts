import type { NumberRange } from './registry.ts';

/** Far above what anybody will ever start, and far below where adding one to a number stops changing it. */
const highest = 1_000_000_000;

/** True for a number that a session can bear: C1 and up. A counter from outside may hold anything. */
export function isProcessNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= highest;
}

/** The numbers of a registry while records are folded into it. */
export interface Numbers {
  nextNumber: number;
  reserved: NumberRange | undefined;
}

/** Gives out the next number. */
export function nextNumber(numbers: Numbers): number {
  numbers.nextNumber += 1;
  return numbers.nextNumber - 1;
}

/** Skips to this number; those that are skipped are left to imported sessions. */
export function reserveBelow(numbers: Numbers, next: number): void {
  if (next <= numbers.nextNumber) return;
  numbers.reserved = { above: numbers.nextNumber - 1, below: next };
  numbers.nextNumber = next;
}

/**
 * Gives an imported session the number it had, or the next free one where that could be somebody else's: of
 * sessions that left the working set it is not known, so only the order of the numbers proves one free.
 */
export function importedNumber(numbers: Numbers, wanted: number): number {
  const { reserved } = numbers;
  if (wanted >= numbers.nextNumber) {
    numbers.nextNumber = wanted + 1;
    return wanted;
  }
  if (reserved === undefined || wanted <= reserved.above || wanted >= reserved.below) {
    return nextNumber(numbers);
  }
  numbers.reserved = { above: wanted, below: reserved.below };
  return wanted;
}
