import type { CommandContext } from '@stricli/core';
import type { World } from '../../world.ts';
import { oneOf } from '../usage-words.ts';

/** What every command gets: the world, and where to leave its exit code. */
export interface Context extends CommandContext {
  readonly world: World;
  readonly end: (code: number) => void;
}

/** A word as it was given. */
export const text = (input: string): string => input;

/** One of these words. */
export const choice =
  <const Word extends string>(words: readonly Word[]) =>
  (input: string): Word => {
    const found = words.find((word) => word === input);
    if (found === undefined) throw new Error(`"${input}" is not known here: it takes ${oneOf(words)}`);
    return found;
  };

/** A whole number of 1 or more, behind the flag of this name. */
export const count =
  (name: string) =>
  (input: string): number => {
    const number = Number(input);
    if (Number.isSafeInteger(number) && number >= 1) return number;
    throw new Error(`--${name} takes a whole number of 1 or more, not "${input}"`);
  };

/** A flag that is there or not. */
export const flag = (brief: string) => ({ kind: 'boolean', brief, default: false }) as const;

/** A flag with a word behind it, if it is there. */
export const value = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, brief, optional: true, placeholder }) as const;

/** `--json`, which every command takes. */
export const json = flag('Print stable JSON on stdout (its shape: docs/json.md) and nothing else');

/** A session by any of its names. */
export const ref = {
  brief: 'A session: an id or its start, C7, a name, %12, main:2.1, or a directory',
  parse: text,
  placeholder: 'ref',
} as const;
