import type { TmuxCommand } from './tmux.ts';

/** Asks which features the terminals of a server's clients have; {@link commonFeatures} reads the answer. */
export const featuresCommand: TmuxCommand = ['list-clients', '-F', '#{client_termfeatures}'];

/**
 * The features that every attached terminal has, joined by commas; null where none is attached, or where a
 * tmux before 3.2 does not know the word.
 */
export function commonFeatures(printed: string): string | null {
  const [first, ...rest] = printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','));
  if (first === undefined) return null;
  return first.filter((feature) => rest.every((features) => features.includes(feature))).join(',');
}
