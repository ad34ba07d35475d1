import { Buffer } from 'node:buffer';
import { dirname } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import type { DiskFailure } from './disk.ts';
import { encodeSeal } from './record.ts';
import { segmentPath, type Site } from './site.ts';

/**
 * Ends the active file: it becomes a full segment, and the next writer starts a new one. Only for the
 * lock's holder.
 *
 *   rename ──► seal.  A writer that held the file open may still write to it at any time:
 *
 *     before the rename   its look after the write may still find its file in place: kept, and before the seal
 *     after the rename    its look finds another file, or none: it writes the same records again, there
 *
 * So whatever stands behind the seal was never acknowledged from here, and every reader leaves it out.
 * Sealing first would void records that their writers saw in place.
 */
export function rotate(site: Site, segment: number): Result<void, DiskFailure> {
  const { disk, paths } = site;
  const target = segmentPath(paths, segment);
  const made = disk.makeDirectory(paths.segments);
  if (!made.ok) {
    return made;
  }
  const taken = disk.identify(target);
  if (!taken.ok || taken.value !== null) {
    // Rename would replace it without a word.
    return taken.ok ? failed({ kind: 'disk', code: 'EEXIST', path: target }) : taken;
  }
  const renamed = disk.rename(paths.active, target);
  if (!renamed.ok) {
    return renamed;
  }
  const sealed = seal(site, segment);
  if (!sealed.ok) {
    return sealed;
  }
  const left = disk.syncDirectory(dirname(paths.active));
  return left.ok ? disk.syncDirectory(paths.segments) : left;
}

/**
 * Ends a full segment for ever, at this place or at an earlier one: the first seal counts. Needs no lock,
 * so that whoever finds a segment that a killed rotation left open can read on.
 */
export function seal(site: Site, segment: number): Result<void, DiskFailure> {
  const path = segmentPath(site.paths, segment);
  const line = Buffer.from(encodeSeal(site.stamp('rotation'), segment));
  const appended = site.disk.append(path, line, 'durable');
  if (!appended.ok) {
    return appended;
  }
  return appended.value.isWhole ? ok(undefined) : failed({ kind: 'disk', code: 'ENOSPC', path });
}
