import { harmless } from '../text/harmless.ts';
import { widthCells } from '../text/width.ts';
import { nameCells, shortened, soundName } from './names.ts';

/** Words that tell nothing about the work, whatever the work is. */
const empty = new Set(
  `a about again all also am an and any are as at be been but by can could did do does doing don done for from get
  give go got had has have having he hello help here hey hi how i if im in into is it its just know let lets like
  look looks make makes me more most must my need new no not now of off on once one only or our out over please
  really say see should show so some something still take tell thank thanks that the their them then there these
  they thing things this those to too try up us use using very want was way we well were what when where which
  while who why will with work would yes you your ok okay sure
  add build change check create debug find fix improve investigate make test update write file files code project`.split(
    /\s+/,
  ),
);

/**
 * A name without any model: the first telling words of the first prompt that has any, else the directory.
 * The same for the same words; null where neither gives one.
 */
export function fallbackName(prompts: readonly string[], directory: string | null): string | null {
  for (const prompt of prompts) {
    const name = nameFrom(tellingWords(prompt));
    if (name !== null) return name;
  }
  const last = (directory ?? '').split('/').findLast((part) => part !== '') ?? '';
  return nameFrom(wordsOf(last));
}

function tellingWords(prompt: string): readonly string[] {
  const telling = wordsOf(prompt).filter((word) => !empty.has(word.toLowerCase().replace(/'/g, '')));
  // Short ones are mostly what languages are glued with; they count where there is nothing else.
  const long = telling.filter((word) => widthCells(word) > 2);
  return long.length > 0 ? long : telling;
}

function wordsOf(text: string): readonly string[] {
  // Addresses and paths: their words are somebody else's.
  const plain = harmless(text.slice(0, 2000), Number.POSITIVE_INFINITY).replace(
    /\S*(?:\/\S*\/|:\/\/)\S*/g,
    ' ',
  );
  return plain.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}']*/gu) ?? [];
}

function nameFrom(words: readonly string[]): string | null {
  const chosen = words.slice(0, 2).map(capitalised);
  return soundName(shortened(chosen.join(' '), nameCells));
}

function capitalised(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}
