import { linkSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../process/identity.ts';
import { systemWord } from '../text/system-word.ts';

// The seat is what makes the resident one. Its holder is named in the file with the highest number:
//
//   seat.7   {pid, start, boot, …}     held while that very process lives and has not written `released`
//
// Whoever finds it free makes seat.8 by link(2), which only one can win. The highest file is never removed,
// so a claimer that slept through several holders finds a higher one than its own, and gives up. No age and
// no clock decides.

/** Who sits there, as written by itself or by the one who started it. */
export interface Holder {
  readonly process: ProcessIdentity;
  /** `starting` until it serves. */
  readonly phase: 'starting' | 'serving' | 'released';
  readonly version: string;
  /** Its program file. */
  readonly program: string;
  /** The directory that it serves. */
  readonly instances: string;
  readonly sinceMs: number;
  /** How many holders in a row before it died before they came to serve. */
  readonly earlyDeaths: number;
}

/** The seat as it is now. `number` is 0 where nobody ever sat. */
export interface SeatView {
  readonly number: number;
  readonly holder: Holder | null;
}

/** What became of a claim. */
export type Claim =
  | { readonly kind: 'won'; readonly seat: Seat }
  /** Somebody else was there first, or lives. */
  | { readonly kind: 'held' }
  /** The directory did not take it. */
  | { readonly kind: 'failed'; readonly code: string };

/** A seat that is ours. */
export interface Seat {
  readonly number: number;
  /** False once a higher seat exists, or ours is gone: then we are not the resident (any more). */
  isOurs(): boolean;
  /** Rewrites who holds it: only the holder, or the starter that hands it over, may. */
  write(holder: Holder): void;
}

const pattern = /^seat\.(\d{1,15})$/;

/** Looks at the seat. */
export function viewSeat(directory: string): SeatView {
  const number = Math.max(0, ...numbersIn(directory));
  return { number, holder: number === 0 ? null : readHolder(directory, number) };
}

function numbersIn(directory: string): readonly number[] {
  try {
    return readdirSync(directory).flatMap((name) => {
      const digits = pattern.exec(name)?.[1];
      return digits === undefined ? [] : [Number(digits)];
    });
  } catch {
    // No directory, nobody seated.
    return [];
  }
}

/** Null when it cannot be read or is no holder of ours: then nobody is known to sit there. */
function readHolder(directory: string, number: number): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(join(directory, `seat.${number}`), 'utf8'));
    // Written whole by `writeSeat` below, in a directory that only this user can write to.
    return typeof value === 'object' && value !== null && 'process' in value ? (value as Holder) : null;
  } catch {
    // Gone since it was listed (a higher one is there then), or damaged: nobody can be named.
    return null;
  }
}

/**
 * Takes the seat after `view`, which the caller has found free. `unique` tells this claimer's draft from
 * every other's.
 */
export function claimSeat(directory: string, view: SeatView, holder: Holder, unique: string): Claim {
  const number = view.number + 1;
  const draft = join(directory, `draft.${unique}`);
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    linkSync(draft, join(directory, `seat.${number}`));
  } catch (error) {
    const code = systemWord(error) ?? String(error);
    return code === 'EEXIST' ? { kind: 'held' } : { kind: 'failed', code };
  } finally {
    remove(draft);
  }
  const seat = seatAt(directory, number, unique);
  if (!seat.isOurs()) {
    remove(join(directory, `seat.${number}`));
    return { kind: 'held' };
  }
  // The one before stays, so that a listing made meanwhile shows at least one of the two.
  for (const old of numbersIn(directory)) if (old < number - 1) remove(join(directory, `seat.${old}`));
  return { kind: 'won', seat };
}

/** The seat of a number, for the one it was handed to. */
export function seatAt(directory: string, number: number, unique: string): Seat {
  const path = join(directory, `seat.${number}`);
  return {
    number,
    isOurs: () => Math.max(0, ...numbersIn(directory)) === number,
    write: (holder) => {
      const draft = join(directory, `draft.${unique}`);
      writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
      renameSync(draft, path);
    },
  };
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already: that was the wish.
  }
}
