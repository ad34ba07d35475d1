import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import { verified, withChecksum } from './checksum.ts';
import type { DiskFailure } from './disk.ts';
import { readWhole } from './files.ts';
import type { Site } from './site.ts';

// One file per time that the lock was held, numbered: locks/views.N holds the identity of its holder, and
// nothing once it is released.
//
//        views.N alive                     views.N dead or released
//   ──► leave it to them              ──► link views.N+1 ──► is it the highest? ──► held
//                                             │ taken              │ no
//                                             └────► look again ◄──┘
//
// The highest file is never taken away, so numbers only grow and a number is held at most once: a holder
// that was slow to link finds a higher one and steps back. Unlinking a dead holder's file and taking its
// name, the usual way, lets two late comers unlink each other's. Nobody is declared dead by age: a
// suspended machine ages everybody.

/** Who can hold a lock. */
export interface Holders {
  /** This process, told apart from every other that ever was on a machine that shares this disk. */
  identity(): string;
  /** What became of a process that said it was this. `unknown` keeps its lock. */
  liveness(identity: string): 'alive' | 'dead' | 'unknown';
}

/** A lock that is held. */
export interface Held {
  readonly kind: 'held';
  /** Higher than that of every holder before. */
  readonly number: number;
}

/** What asking for the lock came to. */
export type Acquired =
  | Held
  | { readonly kind: 'left-to-another' }
  /** Its holder's life cannot be judged from here: another container, perhaps. */
  | { readonly kind: 'holder-unknown' }
  | { readonly kind: 'failed'; readonly failure: DiskFailure };

/** Every try that fails was overtaken by another process that then held the lock. */
const maximumTries = 100;

/** Takes the lock of the views if nobody living has it. Waits for nobody. */
export function acquire(site: Site, holders: Holders): Acquired {
  for (let tried = 0; tried < maximumTries; tried += 1) {
    const acquired = tryToAcquire(site, holders);
    if (acquired !== null) {
      return acquired;
    }
  }
  return { kind: 'left-to-another' };
}

/** Null when another was quicker and things have to be looked at again. */
function tryToAcquire(site: Site, holders: Holders): Acquired | null {
  const highest = highestNumber(site);
  if (!highest.ok) {
    return { kind: 'failed', failure: highest.failure };
  }
  const holder = highest.value === 0 ? ok('released' as const) : holderOf(site, highest.value, holders);
  if (!holder.ok) {
    return { kind: 'failed', failure: holder.failure };
  }
  if (holder.value === 'alive') {
    return { kind: 'left-to-another' };
  }
  return holder.value === 'unknown' ? { kind: 'holder-unknown' } : take(site, holders, highest.value + 1);
}

function take(site: Site, holders: Holders, number: number): Acquired | null {
  const linked = linkComplete(site, holders, number);
  if (!linked.ok) {
    const { code } = linked.failure;
    // EEXIST: another took it. ENOENT: a holder cleared the claim away.
    return code === 'EEXIST' || code === 'ENOENT' ? null : { kind: 'failed', failure: linked.failure };
  }
  const highest = highestNumber(site);
  if (highest.ok && highest.value === number) {
    clearBelow(site, number);
    return { kind: 'held', number };
  }
  site.disk.unlink(lockPath(site, number));
  return highest.ok ? null : { kind: 'failed', failure: highest.failure };
}

/** Linked when it is whole, because a lock without its holder's name could never be judged. */
function linkComplete(site: Site, holders: Holders, number: number): Result<void, DiskFailure> {
  const claim = join(site.paths.locks, `claim.${site.stamp('lock').id}`);
  const text = withChecksum(JSON.stringify({ v: 1, holder: holders.identity() }));
  const written = orAfterMaking(site, () => site.disk.write(claim, Buffer.from(text), 'cached'));
  const linked = written.ok ? site.disk.link(claim, lockPath(site, number)) : written;
  site.disk.unlink(claim);
  return linked;
}

function orAfterMaking(site: Site, write: () => Result<void, DiskFailure>): Result<void, DiskFailure> {
  const written = write();
  if (written.ok || written.failure.code !== 'ENOENT') {
    return written;
  }
  const made = site.disk.makeDirectory(site.paths.locks);
  return made.ok ? write() : made;
}

/** Gives the lock back. It stays taken until this process ends when even that fails. */
export function release(site: Site, held: Held): Result<void, DiskFailure> {
  return site.disk.empty(lockPath(site, held.number));
}

function holderOf(
  site: Site,
  number: number,
  holders: Holders,
): Result<'alive' | 'dead' | 'unknown' | 'released', DiskFailure> {
  const whole = readWhole(site.disk, lockPath(site, number));
  if (!whole.ok) {
    return whole;
  }
  const holder = whole.value === null ? null : verified(whole.value.bytes)?.['holder'];
  if (typeof holder !== 'string') {
    // Empty: released. Unsound: written by nobody who lives, because claims are linked whole; a power
    // loss leaves such files.
    return ok('released');
  }
  // Our own: this process could not release it earlier, and does nothing else meanwhile.
  return ok(holder === holders.identity() ? 'released' : holders.liveness(holder));
}

function highestNumber(site: Site): Result<number, DiskFailure> {
  const names = site.disk.list(site.paths.locks);
  return names.ok ? ok(Math.max(0, ...names.value.map(numberIn))) : failed(names.failure);
}

/**
 * Forgets earlier holders, and claims whose makers were killed; a maker who lives makes another. The last
 * holder's file stays, so that a list made while the highest changes shows at least one of the two.
 */
function clearBelow(site: Site, number: number): void {
  const names = site.disk.list(site.paths.locks);
  for (const name of names.ok ? names.value : []) {
    const earlier = numberIn(name);
    if (name.startsWith('claim.') || (earlier > 0 && earlier < number - 1)) {
      site.disk.unlink(join(site.paths.locks, name));
    }
  }
}

function numberIn(name: string): number {
  return Number(/^views\.(\d+)$/.exec(name)?.[1] ?? 0);
}

function lockPath(site: Site, number: number): string {
  return join(site.paths.locks, `views.${number}`);
}
