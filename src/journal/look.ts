import { failed, ok, type Result } from '../text/result.ts';
import type { DiskFailure, OpenFile } from './disk.ts';
import { segmentNumbers, segmentPath, type Site } from './site.ts';

/** The journal's files as they were at one moment. */
export interface Look {
  /** Numbers of the full segments, in order. */
  readonly full: readonly number[];
  /** The open end, held open; null when nothing was written since the last segment was full. */
  readonly active: OpenFile | null;
  /** The number that the open end has, or will have. */
  readonly activeNumber: number;
}

/** One segment to read, in its turn. */
export interface Part {
  readonly segment: number;
  /** Null when it is gone. */
  open(): Result<OpenFile | null, DiskFailure>;
}

/** Every try that fails was overtaken by a whole rotation. */
const maximumTries = 100;

/** Looks which segments there are, so that the open end surely has the number that it is given here. */
export function lookAtJournal(site: Site): Result<Look, DiskFailure> {
  for (let tried = 0; tried < maximumTries; tried += 1) {
    const active = site.disk.open(site.paths.active);
    if (!active.ok) {
      return active;
    }
    const look = numbered(site, active.value);
    if (look.ok && look.value !== null) {
      return ok(look.value);
    }
    active.value?.close();
    if (!look.ok) {
      return look;
    }
  }
  return failed({ kind: 'disk', code: 'EAGAIN', path: site.paths.active });
}

/**
 * Null when the file was rotated away under the look. Open first, list then, compare last: a file that
 * is still the active one after the list was made comes after every segment in it, and after no other.
 */
function numbered(site: Site, active: OpenFile | null): Result<Look | null, DiskFailure> {
  const names = site.disk.list(site.paths.segments);
  if (!names.ok) {
    return names;
  }
  const full = segmentNumbers(names.value);
  const activeNumber = (full.at(-1) ?? 0) + 1;
  if (active === null) {
    return ok({ full, active, activeNumber });
  }
  const now = site.disk.identify(site.paths.active);
  if (!now.ok) {
    return now;
  }
  return ok(now.value?.id === active.id ? { full, active, activeNumber } : null);
}

/** The segments from this one on, in order. */
export function partsFrom(site: Site, look: Look, segment: number): readonly Part[] {
  const { active, activeNumber } = look;
  const full = look.full.map((number) => ({
    segment: number,
    open: () => site.disk.open(segmentPath(site.paths, number)),
  }));
  // The look holds it open and closes it.
  const held = active === null ? null : { ...active, close: () => undefined };
  const open = held === null ? [] : [{ segment: activeNumber, open: () => ok(held) }];
  return [...full, ...open].filter((part) => part.segment >= segment);
}
