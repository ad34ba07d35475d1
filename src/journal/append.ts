import { Buffer } from 'node:buffer';
import { failed, ok, type Result } from '../text/result.ts';
import type { Appended, DiskFailure, Durability } from './disk.ts';
import type { AppendFailure } from './ledger.ts';
import { encodeRecord, maximumLineBytes } from './record.ts';
import type { Site } from './site.ts';

/** Every further try needs another rotation, or another write in pieces, at the very same time. */
const maximumTries = 10;

/**
 * Appends the events with one write, and again with the same ids when they may not count where they were
 * written: after a write in pieces (fragments are lines that everybody skips) and when the file was rotated
 * meanwhile (see rotate.ts). So a record may stand in the journal twice, but one that was acknowledged
 * stands there once at least.
 */
export function appendEvents(
  site: Site,
  events: readonly object[],
  { by, durable }: { readonly by: string; readonly durable: boolean },
): Result<void, AppendFailure> {
  if (events.length === 0) {
    return ok(undefined);
  }
  const bytes = Buffer.from(events.map((event) => encodeRecord(site.stamp(by), event)).join(''));
  if (bytes.length > maximumLineBytes) {
    return failed(notKept(site, 'EMSGSIZE'));
  }
  const durability = durable ? 'durable' : 'cached';
  for (let tried = 0; tried < maximumTries; tried += 1) {
    const appended = appendMakingRoom(site, bytes, durability);
    if (!appended.ok) {
      return failed(notKept(site, appended.failure.code));
    }
    if (appended.value.isWhole && appended.value.isStillThere) {
      return ok(undefined);
    }
  }
  return failed(notKept(site, 'EAGAIN'));
}

/** Only the very first record ever finds no directory, so nobody else looks for one. */
function appendMakingRoom(site: Site, bytes: Buffer, durability: Durability): Result<Appended, DiskFailure> {
  const { disk, paths } = site;
  const appended = disk.append(paths.active, bytes, durability);
  if (appended.ok || appended.failure.code !== 'ENOENT') {
    return appended;
  }
  const made = disk.makeDirectory(paths.root);
  return made.ok ? disk.append(paths.active, bytes, durability) : made;
}

function notKept(site: Site, code: string): AppendFailure {
  return { kind: 'not-kept', code, path: site.paths.active };
}
