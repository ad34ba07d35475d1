import { ok, type Result } from '../text/result.ts';
import type { DiskFailure } from './disk.ts';
import { segmentNumbers, segmentPath, type Site } from './site.ts';

/**
 * Makes all of the journal survive power loss that was not known to when this segment was the open end. Also full
 * segments: a rotation may have been killed before it synced what it did.
 */
export function syncJournal(site: Site, fromSegment: number): Result<void, DiskFailure> {
  const { disk, paths } = site;
  const names = disk.list(paths.segments);
  if (!names.ok) {
    return names;
  }
  const full = segmentNumbers(names.value).filter((segment) => segment >= fromSegment);
  const steps = [
    ...full.map((segment) => () => disk.sync(segmentPath(site.paths, segment))),
    ...(full.length === 0 ? [] : [paths.segments, paths.root]).map(
      (directory) => () => disk.syncDirectory(directory),
    ),
    () => syncActive(site),
  ];
  return firstFailure(steps);
}

/** There is no open end when nothing was written since the last segment was full. */
function syncActive({ disk, paths }: Site): Result<void, DiskFailure> {
  const active = disk.identify(paths.active);
  if (!active.ok || active.value === null) {
    return active.ok ? ok(undefined) : active;
  }
  return disk.sync(paths.active);
}

function firstFailure(steps: readonly (() => Result<void, DiskFailure>)[]): Result<void, DiskFailure> {
  for (const step of steps) {
    const done = step();
    if (!done.ok) {
      return done;
    }
  }
  return ok(undefined);
}
