import { basename, isAbsolute } from 'node:path';

/** A command line's program (with the runtime that it is a script for) and the arguments for it. */
export interface Program {
  readonly program: readonly string[];
  readonly args: readonly string[];
}

const runtimes: ReadonlySet<string> = new Set(['node', 'nodejs', 'bun', 'deno']);

/** Flags of a script's runtime that take the next word. */
const runtimeValueFlags: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '-C',
  '--conditions',
]);

/** The paths that the recorded program stands on: whoever resumes looks whether they are still there. */
export function programPaths(recorded: readonly string[]): readonly string[] {
  return split(recorded).program.filter((word) => isAbsolute(word));
}

/**
 * The recorded program, or plain `claude` where it cannot be used again: it is gone, it was named by a relative
 * path, or nothing was recorded. A bare name is looked up anew, which finds the version of today.
 */
export function readProgram(recorded: readonly string[], missing: ReadonlySet<string>): Program {
  const { program, args } = split(recorded);
  const isUsable =
    program.length > 0 && program.every((word, at) => !missing.has(word) && isLasting(word, at));
  return { program: isUsable ? program : ['claude'], args };
}

/** Whether a word means the same in another directory. */
function isLasting(word: string, at: number): boolean {
  const isBareName = at === 0 && !word.includes('/');
  const isPlainFlag = at > 0 && word.startsWith('-') && !word.includes('/');
  return isAbsolute(word) || isBareName || isPlainFlag;
}

/** `claude …`, or `node [flags] …/cli.js …`. */
function split(recorded: readonly string[]): Program {
  const [first] = recorded;
  if (first === undefined || first === '') return { program: [], args: [] };
  if (!runtimes.has(basename(first))) return { program: [first], args: recorded.slice(1) };
  const script = scriptIndex(recorded);
  return { program: recorded.slice(0, script + 1), args: recorded.slice(script + 1) };
}

function scriptIndex(recorded: readonly string[]): number {
  let at = 1;
  while (recorded[at]?.startsWith('-') === true) at += runtimeValueFlags.has(recorded[at] ?? '') ? 2 : 1;
  return at;
}
