import { maskSecrets } from '../text/secret-mask.ts';

/**
 * Readers for JSON from outside, one field at a time. A value of the wrong type is missing, as null is:
 * it costs itself and nothing round it. Written by hand because they run in every hook and render.
 */

/** An object whose members nobody has checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Why a text from outside holds no object. */
export type JsonProblem = 'empty' | 'not-json' | 'not-object';

const noFields: Fields = Object.freeze({});

/** The object in a text, or why there is none. Linear in the text's length, also for damaged text. */
export function parseObject(
  json: string,
):
  | { readonly value: Fields; readonly problem: null }
  | { readonly value: null; readonly problem: JsonProblem } {
  if (json.trim() === '') return { value: null, problem: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser has no other way to say no; what it says beyond that quotes foreign text.
    return { value: null, problem: 'not-json' };
  }
  return isObject(value) ? { value, problem: null } : { value: null, problem: 'not-object' };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; none for anything else. */
export function fields(value: unknown): Fields {
  return isObject(value) ? value : noFields;
}

/** A text with something in it, else null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Read of a title: the client writes none so long. */
const titleCharsRead = 8192;

/**
 * A session's title, else null. Titles are made of prompts and kept in our files, so what looks like a key is masked here:
 * wherever one comes from, it is then the same title.
 */
export function title(value: unknown): string | null {
  const read = text(value);
  return read === null ? null : maskSecrets(read.slice(0, titleCharsRead));
}

/** A truth value, else null. */
export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A number that can be an amount (finite, not negative), else null. */
export function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** The word, when it is one of these, else null. */
export function oneOf<const Word extends string>(words: readonly Word[], value: unknown): Word | null {
  return words.find((word) => word === value) ?? null;
}

/** The elements of an array; none for anything else. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts in an array, in order; what is not text is left out. */
export function texts(value: unknown): readonly string[] {
  return elements(value).filter((element) => typeof element === 'string');
}

/** Above this, an epoch number must be milliseconds: as seconds it would be the year 5138. */
const largestEpochS = 1e11;

/** `Date.parse` takes nearly anything, `"3"` too. */
const isoDate = /^\d{4}-\d\d-\d\dT/;

/** A moment as epoch milliseconds, from epoch seconds, epoch milliseconds or an ISO date, else null. */
export function momentMs(value: unknown): number | null {
  if (typeof value === 'string') return isoDate.test(value) ? amount(Date.parse(value)) : null;
  const epoch = amount(value);
  return epoch === null || epoch > largestEpochS ? epoch : epoch * 1000;
}
