import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Processes } from '../process/processes.ts';
import { whyNotTrusted, type Den } from './den.ts';
import { viewSeat } from './seat.ts';

/**
 * Removes dens of this user that nobody can come back to: their holder is dead, and the instances directory
 * that they were for is gone. A resident that was killed cannot clean up after itself.
 */
export function sweepDens(den: Den, uid: number, processes: Processes): void {
  const base = dirname(den.directory);
  const prefix = /^statusline-\d+-/.exec(basename(den.directory))?.[0];
  if (prefix === undefined) return;
  for (const name of namesIn(base).filter((each) => each.startsWith(prefix))) {
    const directory = join(base, name);
    if (directory !== den.directory && isAbandoned(directory, uid, processes)) {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // A /tmp that may be passed through but not listed: nothing to sweep.
    return [];
  }
}

function isAbandoned(directory: string, uid: number, processes: Processes): boolean {
  if (whyNotTrusted(directory, uid) !== null) return false;
  const { holder } = viewSeat(directory);
  if (holder === null || existsSync(holder.instances)) return false;
  return processes.liveness(holder.process) === 'dead';
}
