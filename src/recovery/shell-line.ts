import type { Launch } from './launch.ts';

/** The line that resumes a session when it is pasted into a POSIX shell: for people without tmux. */
export function shellLine({ directory, environment, argv }: Launch): string {
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${quoteForShell(value)}`);
  return `cd ${quoteForShell(directory)} && ${[...assignments, ...argv.map(quoteForShell)].join(' ')}`;
}

/** A word as a POSIX shell reads it back to the byte. Only for lines that people are shown: programs get words, not lines. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
