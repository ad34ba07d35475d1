import { basename } from 'node:path';

/** A program that the user lets come back by itself, word by word: no shell ever reads it. */
export type AllowedProgram = readonly string[];

const mostPrograms = 100;
/** What a script is started by: in the process table it stands before the script's own name. */
const interpreters = /^(?:node|nodejs|bun|deno|python[\d.]*|ruby[\d.]*|perl[\d.]*|sh|bash|dash|zsh)$/;

/** The list of a user's configuration: each program a text whose blanks divide its words. Anything else is passed over. */
export function readAllowed(value: unknown): readonly AllowedProgram[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, mostPrograms)
    .map((each: unknown) => (typeof each === 'string' ? each.split(/\s+/).filter((word) => word !== '') : []))
    .filter((words) => words.length > 0);
}

/**
 * Which of these programs an argument vector is, or null. Every word must be the same; only how a program was found
 * does not count: by its path, as a script of an interpreter, or under a title of its own that reads like its words.
 */
export function allowedProgram(
  argv: readonly string[],
  allowed: readonly AllowedProgram[],
): AllowedProgram | null {
  return allowed.find((words) => isOneOf(readings(argv), words)) ?? null;
}

function readings(argv: readonly string[]): readonly (readonly string[])[] {
  const [program = '', script = '', ...rest] = argv;
  const isScript = interpreters.test(basename(program)) && script.includes('/');
  // A program that gives itself a title leaves one word and what is left of its arguments, emptied.
  const title = argv.slice(1).every((word) => word === '') ? program.split(' ') : [];
  return [argv, ...(isScript ? [[script, ...rest]] : []), ...(title.length > 1 ? [title] : [])];
}

function isOneOf(vectors: readonly (readonly string[])[], words: AllowedProgram): boolean {
  return vectors.some(
    (argv) =>
      argv.length === words.length &&
      argv.every((word, at) => word === words[at] || (at === 0 && basename(word) === words[0])),
  );
}
