import { nameKey } from '../session/apart.ts';
import { maskSecrets } from '../text/secret-mask.ts';
import { harmless } from '../text/harmless.ts';
import { headOfCells, widthCells } from '../text/width.ts';

/** Widest name that is given. */
export const nameCells = 24;
const mostWords = 3;

/** Letters and digits of any script, with a little between them: nothing that tmux, a shell or a reference reads. */
const shape = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} .'&+_-]*$/u;
/** Words that mean something else where a name may stand: another session's number, an id, a command's word. */
const spokenFor =
  /^(?:c\d+|\d+|[0-9a-f]{6,}(?:-[0-9a-f-]*)?|reset|all|list|claude|claude code|session|untitled)$/i;

/** A name in a text from outside, or null: one to three words, short, harmless, no reference to something else. */
export function soundName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  // Brackets are in no name, so what looks like a key makes none.
  const name = harmless(maskSecrets(value.slice(0, 200)))
    .replace(/^["'`*]+|["'`*.]+$/g, '')
    .trim();
  if (!shape.test(name) || !/\p{L}/u.test(name) || spokenFor.test(name)) return null;
  return name.split(' ').length <= mostWords && widthCells(name) <= nameCells ? name : null;
}

/**
 * The name, or where a session of the fleet has it, one that no other will come to: with the session's own
 * number, which is nobody else's. The same for the same fleet, whoever asks.
 */
export function distinctName(name: string, number: number, taken: ReadonlySet<string>): string {
  if (!taken.has(nameKey(name))) return name;
  const suffix = ` ${number}`;
  const variant = `${shortened(name, nameCells - suffix.length)}${suffix}`;
  return taken.has(nameKey(variant)) ? `Session ${number}` : variant;
}

/** As many whole words as fit; of a single one that does not, its beginning. */
export function shortened(name: string, cells: number): string {
  const words = name.split(' ');
  for (let count = Math.min(words.length, mostWords); count > 0; count -= 1) {
    const head = words.slice(0, count).join(' ');
    if (widthCells(head) <= cells) return head;
  }
  return headOfCells(name, cells).trim();
}
