import { parseObject, type Fields } from '../claude/fields.ts';
import { maskSecrets } from '../text/secret-mask.ts';
import { harmless } from '../text/harmless.ts';
import { soundName } from './names.ts';

/** What a model made of a session. A field that it left out, or that could not be used, is null. */
export interface Answer {
  readonly name: string | null;
  readonly task: string | null;
  readonly description: string | null;
  readonly summary: string | null;
}

/** Longest of each text that is kept, in cells. */
const taskCells = 60;
const descriptionCells = 240;
const summaryCells = 160;

/** Nothing that a sound answer needs is longer. */
const maxCharsRead = 16_384;
/** So many openings of an object are tried: a text full of braces must not cost its length squared. */
const mostOpenings = 32;

/**
 * The answer in a model's words: the first JSON object in them that has anything of use. The words are from
 * outside, whoever spoke them: each field is checked by itself, made harmless and cut. Null for no such object.
 */
export function readAnswer(words: string): Answer | null {
  const text = words.slice(0, maxCharsRead);
  let opening = text.indexOf('{');
  for (let tried = 0; opening !== -1 && tried < mostOpenings; tried += 1) {
    const end = objectEnd(text, opening);
    const found = end === null ? null : parseObject(text.slice(opening, end)).value;
    const answer = found === null ? null : answerIn(found);
    if (answer !== null) return answer;
    opening = text.indexOf('{', opening + 1);
  }
  return null;
}

/** Behind the brace that closes the one at `start`, braces in strings left out; null where none does. */
function objectEnd(text: string, start: number): number | null {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && (depth -= 1) === 0) return at + 1;
  }
  return null;
}

function answerIn(found: Fields): Answer | null {
  const answer: Answer = {
    name: soundName(found['name']),
    task: sentence(found['task'], taskCells),
    description: sentence(found['description'], descriptionCells),
    summary: sentence(found['summary'], summaryCells),
  };
  return Object.values(answer).some((field) => field !== null) ? answer : null;
}

/** One harmless line, or null for none. What looks like a credential is masked: these texts go to files. */
function sentence(value: unknown, cells: number): string | null {
  if (typeof value !== 'string') return null;
  const line = harmless(maskSecrets(harmless(value)), cells);
  return /[\p{L}\p{N}]/u.test(line) ? line : null;
}
