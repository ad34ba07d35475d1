import { type FlagRule, flagRule } from './client-flags.ts';

/** One piece of the client's command line, as the client itself would understand it. */
export type Piece =
  /** A known flag with its values. `words` are as they were written. */
  | {
      readonly kind: 'flag';
      readonly flag: string;
      readonly values: readonly string[];
      readonly words: readonly string[];
      readonly rule: FlagRule;
    }
  /** A flag of a client that is newer (or older) than what we know. */
  | { readonly kind: 'unknown'; readonly word: string }
  /** A word that belongs to no known flag: the prompt, or an unknown flag's value. */
  | { readonly kind: 'operand'; readonly word: string };

/**
 * Takes the client's arguments apart by the rules of its own parser: a flag with one value takes the next word
 * whatever it is, a variadic flag takes words up to the next flag (a prompt after it is a value, for the client
 * too), `--` ends the flags.
 */
export function readCommandLine(args: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = args;
  while (rest.length > 0) {
    const [word = '', ...following] = rest;
    if (word === '--') return [...pieces, ...following.map(operand)];
    const read = readWord(word, following);
    pieces.push(...read);
    rest = rest.slice(wordsIn(read));
  }
  return pieces;
}

function operand(word: string): Piece {
  return { kind: 'operand', word };
}

/** How many words the pieces read from one word on have used up. */
function wordsIn(read: readonly Piece[]): number {
  const last = read.at(-1);
  return last?.kind === 'flag' ? last.words.length : 1;
}

function isFlag(word: string): boolean {
  return word.length > 1 && word.startsWith('-');
}

/** The pieces that begin with this word: several for a cluster (`-cp`), else one. */
function readWord(word: string, following: readonly string[]): readonly Piece[] {
  if (!isFlag(word)) return [operand(word)];
  const rule = flagRule(word);
  if (rule !== null) {
    const values = valuesOf(rule, following);
    return [{ kind: 'flag', flag: word, values, words: [word, ...values], rule }];
  }
  return word.startsWith('--') ? [readAssignment(word)] : readCluster(word, following);
}

function valuesOf({ arity }: FlagRule, following: readonly string[]): readonly string[] {
  const [first] = following;
  switch (arity) {
    case 'none':
      return [];
    case 'one':
      return following.slice(0, 1);
    case 'optional':
      return first === undefined || isFlag(first) ? [] : [first];
    case 'many': {
      const end = following.findIndex((word, at) => at > 0 && isFlag(word));
      return end === -1 ? following : following.slice(0, end);
    }
    default:
      return arity satisfies never;
  }
}

/** `--flag=value`: complete in itself, also for a variadic flag. */
function readAssignment(word: string): Piece {
  const at = word.indexOf('=');
  const flag = word.slice(0, at);
  const rule = at === -1 ? null : flagRule(flag);
  if (rule === null || rule.arity === 'none') return { kind: 'unknown', word };
  return { kind: 'flag', flag, values: [word.slice(at + 1)], words: [word], rule };
}

/** `-cp` is `-c -p`, `-nName` is `-n Name`. */
function readCluster(word: string, following: readonly string[]): readonly Piece[] {
  const flag = word.slice(0, 2);
  const rule = flagRule(flag);
  if (rule === null) return [{ kind: 'unknown', word }];
  const rest = word.slice(2);
  if (rule.arity !== 'none') return [{ kind: 'flag', flag, values: [rest], words: [word], rule }];
  return [{ kind: 'flag', flag, values: [], words: [flag], rule }, ...readWord(`-${rest}`, following)];
}
