import { statSync } from 'node:fs';

declare global {
  /** Set by the bundler. */
  var STATUSLINE_VERSION: string | undefined;
}

/** Greater than zero when `a` is newer. Versions are numbers between dots; anything after them is passed over. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}

/** One text per content of the program's files: a resident of an earlier build notices that there is another. */
export function markOfFiles(paths: readonly string[]): string {
  return paths.map(markOfFile).join('|');
}

function markOfFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'gone' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}
