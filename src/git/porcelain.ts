import type { GitDirt } from './git.ts';

/** The question whose answer {@link parsePorcelain} reads. Takes no lock that another git could stumble over. */
export const statusArgv: readonly string[] = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch'];

/**
 * Reads `git status --porcelain=v2 --branch`:
 *
 *   # branch.ab +2 -1      ahead and behind; absent without an upstream
 *   1 XY …   2 XY …        changed, renamed: X says what is staged, Y what is not, `.` is nothing
 *   u XY …                 unmerged
 *   ? path   ! path        untracked, ignored
 *
 * What it does not know it passes over.
 */
export function parsePorcelain(text: string): GitDirt {
  const count = { staged: 0, unstaged: 0, untracked: 0, conflicts: 0, ahead: 0, behind: 0 };
  for (const line of text.split('\n')) {
    const kind = line.charAt(0);
    if (kind === '1' || kind === '2') {
      if (line.charAt(2) !== '.') count.staged += 1;
      if (line.charAt(3) !== '.') count.unstaged += 1;
    } else if (kind === 'u') count.conflicts += 1;
    else if (kind === '?') count.untracked += 1;
    else if (kind === '#') Object.assign(count, aheadAndBehind(line));
  }
  return count;
}

function aheadAndBehind(line: string): { ahead?: number; behind?: number } {
  const found = /^# branch\.ab \+(\d+) -(\d+)$/.exec(line);
  return found === null ? {} : { ahead: Number(found[1]), behind: Number(found[2]) };
}
