import { join } from 'node:path';
import { nodeDisk, type Disk } from './disk.ts';
import { acquire, release, type Holders } from './lock.ts';
import { sitePaths, type Site } from './site.ts';

/** Things that one process at a time may do. */
export interface Claims {
  /** Takes a thing, named by a word fit for a folder; null where another process has it. Waits for nobody. */
  take(name: string): Claim | null;
}

/** A thing that is taken: until it is given back, or its holder has died. */
interface Claim {
  giveBack(): void;
}

/** Claims of processes that share an instances directory, held as its views' lock is: by identity, never by age. */
export function openClaims(options: {
  readonly directory: string;
  readonly holders: Holders;
  readonly newId: () => string;
  readonly disk?: Disk;
}): Claims {
  const { directory, holders, newId } = options;
  const disk = options.disk ?? nodeDisk();
  return {
    take(name) {
      const paths = { ...sitePaths(directory), locks: join(directory, 'locks', name) };
      const site: Site = { disk, paths, stamp: (by) => ({ id: newId(), atMs: 0, host: '', by }) };
      const acquired = acquire(site, holders);
      return acquired.kind === 'held' ? { giveBack: () => void release(site, acquired) } : null;
    },
  };
}
