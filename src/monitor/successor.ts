import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The client installs every version of the plugin in a folder of its own, side by side, and leaves the one that it has
 * replaced (also by an older one) for a while, with this mark: sessions that run go on using it.
 */
const retiredMark = '.orphaned_at';

/**
 * The directory of the program that the client has put in the place of this one; null where it has put none, and where
 * it has no say.
 */
export function successorOf(program: string): string | null {
  const version = dirname(program);
  if (!existsSync(join(version, retiredMark))) return null;
  const programs = versionsBeside(version)
    .filter((other) => !existsSync(join(other, retiredMark)))
    .map((other) => join(other, basename(program)))
    .flatMap((directory) => {
      const madeAtMs = statSync(join(directory, 'statusline.js'), { throwIfNoEntry: false })?.mtimeMs;
      return madeAtMs === undefined ? [] : [{ directory, madeAtMs }];
    });
  const [newest] = programs.sort((a, b) => b.madeAtMs - a.madeAtMs);
  return newest?.directory ?? null;
}

function versionsBeside(version: string): readonly string[] {
  try {
    return readdirSync(dirname(version)).map((name) => join(dirname(version), name));
  } catch {
    // Taken away meanwhile.
    return [];
  }
}
