import { join } from 'node:path';
import type { Disk } from './disk.ts';
import type { Stamp } from './record.ts';

/** Where a ledger lies, and what it needs to write there. */
export interface Site {
  readonly disk: Disk;
  readonly paths: SitePaths;
  /** A fresh stamp for one line: a new id, the time now. */
  readonly stamp: (by: string) => Stamp;
}

/** The files and folders of a ledger. Everything but the journal can be made again. */
export interface SitePaths {
  readonly root: string;
  /** The journal's open end. */
  readonly active: string;
  /** The journal's full segments. */
  readonly segments: string;
  readonly checkpoint: string;
  /** What was last written to the views. */
  readonly viewsRecord: string;
  /** Files on their way to their place; only the lock's holder has any. */
  readonly underway: string;
  readonly archive: string;
  readonly locks: string;
}

/** The layout under an instances directory. */
export function sitePaths(root: string): SitePaths {
  const state = join(root, 'state');
  return {
    root,
    active: join(root, 'statusline.jsonl'),
    segments: join(root, 'journal'),
    checkpoint: join(state, 'checkpoint.json'),
    viewsRecord: join(state, 'views.json'),
    underway: join(state, 'underway'),
    archive: join(root, 'archive'),
    locks: join(root, 'locks'),
  };
}

/** The path of a full segment. */
export function segmentPath(paths: SitePaths, segment: number): string {
  return join(paths.segments, `statusline.${String(segment).padStart(6, '0')}.jsonl`);
}

/** The numbers of the segments among these names, in order. */
export function segmentNumbers(names: readonly string[]): readonly number[] {
  return names
    .map((name) => Number(/^statusline\.(\d{6,12})\.jsonl$/.exec(name)?.[1] ?? 0))
    .filter((segment) => segment > 0)
    .sort((a, b) => a - b);
}
