import { harmless } from '../text/harmless.ts';
import { maskSecrets, secretMask } from '../text/secret-mask.ts';
import { nameCells, shortened, soundName } from './names.ts';
import { tellingOf } from './words.ts';

const maxCharsRead = 2000;
const wordsTaken = 2;

/**
 * A name without any model: the first telling words of the first prompt that has any, else the directory.
 * The same for the same words; null where neither gives one.
 */
export function fallbackName(prompts: readonly string[], directory: string | null): string | null {
  for (const prompt of prompts) {
    const name = nameFrom(tellingWords(wordsOf(spokenIn(prompt))));
    if (name !== null) return name;
  }
  const last = (directory ?? '').split('/').findLast((part) => part !== '') ?? '';
  return nameFrom(wordsOf(harmless(last)).slice(0, wordsTaken));
}

/** What came out of a program, as prompts have it pasted: whoever wrote it, it is not what the work is about. */
const machineLines =
  /^\s*(?:Traceback \(|File "|at \S+.*[:)]\d*\)?$|diff --git |index [0-9a-f]+\.\.|[-+]{3} |@@ |\$ |npm ERR! (?:code|A complete)).*$/gm;
const codeBlocks = /```[\s\S]*?(?:```|$)/g;
/** Shell lines and commands for the client: what follows a command is said about the work, its own word is not. */
const clientCommand = /^\s*(?:!.*$|\/[\w:-]+(?=\s|$))/gm;
/** Numbers of all kinds: moments, ids, versions, tickets. */
const figures = /\b(?:[A-Z]{2,}-\d+|[0-9a-f]{7,}(?:-[0-9a-f]{4,})*|\d[\w.:+-]*)\b/g;

/** The words of a prompt in which somebody says what is to be done, as far as that can be told. */
function spokenIn(prompt: string): string {
  const masked = maskSecrets(prompt.slice(0, maxCharsRead)).replaceAll(secretMask, ' ');
  const lines = masked
    .replaceAll('’', "'")
    .replace(codeBlocks, ' ')
    .replace(machineLines, ' ')
    .replace(clientCommand, ' ');
  return harmless(lines, Number.POSITIVE_INFINITY)
    .replace(/\S*:\/\/\S*|(?<!\S)@?[~.]?\/\S*/g, ' ')
    .replace(/@?(?:[\w.-]+\/)+[\w.-]*/g, (path) => ` ${fileWord(path)} `)
    .replace(/\b([\w-]+)\.[a-z][a-z0-9]{0,4}\b/gi, '$1')
    .replace(figures, ' ');
}

/** Names that a file has for its place, not for what is in it. */
const placeNames = /^(?:index|main|mod|init|__init__|lib|app|readme|test|tests|src)$/i;

/** What a relative path is about: its file, or the folder of a file that is called as everywhere. */
function fileWord(path: string): string {
  const parts = path.split('/').map((part) => part.replace(/(?<=.)\.[\w.]+$/, ''));
  return parts.findLast((part) => part !== '' && !placeNames.test(part)) ?? '';
}

/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

function wordsOf(text: string): readonly string[] {
  const found = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}']*/gu) ?? [];
  return found.flatMap((word) => (unspaced.test(word) ? segmentsOf(word) : withoutElision(word)));
}

function segmentsOf(word: string): readonly string[] {
  const segments = new Intl.Segmenter('und', { granularity: 'word' }).segment(word);
  return [...segments].flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}

/** `inscription` for the French `l'inscription`. */
function withoutElision(word: string): string {
  return word.replace(/^(?:[cdjlmnst]|qu)'(?=\p{L}{2})/iu, '');
}

/**
 * The first words that tell what the work is about, filled up with such as tell little; in their order. One that tells
 * little is no name by itself.
 */
function tellingWords(words: readonly string[]): readonly string[] {
  const rated = words.map((word) => ({ word, telling: tellingOf(word) }));
  const much = rated.filter(({ telling }) => telling === 'much');
  const little = rated.filter(({ telling }) => telling === 'little');
  const best = new Map([...much, ...little].toReversed().map((each) => [each.word.toLowerCase(), each]));
  const taken = new Set([...best.values()].toReversed().slice(0, wordsTaken));
  if (much.length === 0 && taken.size < wordsTaken) return [];
  return rated.filter((each) => taken.has(each)).map(({ word }) => word);
}

function nameFrom(words: readonly string[]): string | null {
  const [first = '', ...rest] = words;
  const joined = rest.reduce(
    (name, word) => name + (unspaced.test(name) && unspaced.test(word) ? '' : ' ') + capitalised(word),
    capitalised(first),
  );
  return soundName(shortened(joined, nameCells));
}

/** Words that have capitals inside are names of something, and are spelled so. */
function capitalised(word: string): string {
  const [first = ''] = word;
  return /\p{Lu}/u.test(word) ? word : first.toUpperCase() + word.slice(first.length);
}
