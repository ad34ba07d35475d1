import { failed, ok, type Result } from '../text/result.ts';
import { bringUp, bringUpFromNothing, hasGrown, type Settling } from './bring-up.ts';
import type { DiskFailure } from './disk.ts';
import type { ViewsFailure } from './ledger.ts';
import { acquire, release, type Acquired, type Held, type Holders } from './lock.ts';
import type { Seen } from './read.ts';
import type { Site } from './site.ts';

/**
 * Brings checkpoint, archive and views up to the journal's end, unless another process is at it.
 *
 * Who appends and finds the lock taken goes away, trusting its holder. So the holder looks once more
 * after the release: until then somebody may have trusted them, from then on nobody does.
 */
export function settle<State>(
  settling: Settling<State>,
  holders: Holders,
): Result<'settled' | 'left-to-another', ViewsFailure> {
  for (;;) {
    const lock = acquire(settling.site, holders);
    if (lock.kind === 'left-to-another') {
      return ok('left-to-another');
    }
    const seen = whileHeld(settling.site, lock, () => bringUp(settling));
    if (!seen.ok) {
      return seen;
    }
    if (!hasGrown(settling.site, seen.value)) {
      return ok('settled');
    }
  }
}

/** Makes checkpoint, archive and views again from the whole journal. */
export function rebuild<State>(settling: Settling<State>, holders: Holders): Result<void, ViewsFailure> {
  const lock = acquire(settling.site, holders);
  if (lock.kind === 'left-to-another') {
    return viewsFailed('EBUSY');
  }
  const seen = whileHeld(settling.site, lock, () => bringUpFromNothing(settling));
  return seen.ok ? ok(undefined) : seen;
}

function whileHeld(
  site: Site,
  lock: Exclude<Acquired, { readonly kind: 'left-to-another' }>,
  work: () => Result<Seen, DiskFailure>,
): Result<Seen, ViewsFailure> {
  if (lock.kind !== 'held') {
    return viewsFailed(lock.kind === 'failed' ? lock.failure.code : 'HOLDER_UNKNOWN');
  }
  const done = releasing(site, lock, work);
  return done.ok ? done : viewsFailed(done.failure.code);
}

function releasing(site: Site, lock: Held, work: () => Result<Seen, DiskFailure>): Result<Seen, DiskFailure> {
  let released: Result<void, DiskFailure> = ok(undefined);
  let done: Result<Seen, DiskFailure>;
  try {
    done = work();
  } finally {
    released = release(site, lock);
  }
  return done.ok && !released.ok ? released : done;
}

function viewsFailed(code: string): { readonly ok: false; readonly failure: ViewsFailure } {
  return failed({ kind: 'views-failed', code });
}
