import { harmless } from '../text/harmless.ts';
import type { World } from '../world.ts';
import { coloursFor, paintedLine, plainText, type TonedLine } from './tone.ts';

/** Exit codes of every command. */
export const exit = { done: 0, failed: 1, usage: 2 } as const;

/** One line on stderr: what went wrong, why, and what to do. Gives the exit code for it. */
export function complain(world: World, line: string): number {
  world.output.err(`statusline: ${line}\n`);
  return exit.failed;
}

/** The only thing on stdout of a `--json` run. */
export function printJson(world: World, value: unknown): void {
  world.output.out(`${jsonText(value, 2)}\n`);
}

/** What a terminal may obey or hide, of all that JSON lets stand as it is: eight-bit controls, and what turns texts round. */
const disquieting = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

/** A value as JSON that no terminal minds, though its texts are as they came: the same to whoever parses it. */
export function jsonText(value: unknown, indent: number = 0): string {
  return JSON.stringify(value, null, indent).replace(disquieting, escapeUnits);
}

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** Lines for a person, in colours where the terminal takes them; whatever came from outside must have been made harmless before. */
export function printLines(world: World, lines: readonly TonedLine[]): void {
  const shown = coloursFor(world.request) === 'none' ? plainText : paintedLine;
  if (lines.length > 0) world.output.out(`${lines.map(shown).join('\n')}\n`);
}

/** A path as a person reads it: harmless, with `~` for the home directory. */
export function shownPath(world: World, path: string | null): string {
  if (path === null) return '–';
  const { home } = world.paths;
  const isInside = path === home || path.startsWith(`${home}/`);
  return harmless(isInside ? `~${path.slice(home.length)}` : path);
}
