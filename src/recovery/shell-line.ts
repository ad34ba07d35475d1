import { harmlessPiece } from '../text/harmless.ts';
import type { Launch } from './launch.ts';

/** What a line has to say. */
export type LineParts = Pick<Launch, 'directory' | 'environment' | 'argv'> & {
  /** Variables that the client must not see, though whoever runs the line has them. */
  readonly unset?: readonly string[];
};

/**
 * The line that resumes a session when it is pasted into a shell or run by one: for people without tmux. Every word
 * of it is data for sh, bash, dash, busybox, zsh and fish alike, and the line is harmless to print: what a terminal
 * would obey or hide stands in it as numbers.
 */
export function shellLine(parts: LineParts): string {
  const { directory, environment, argv } = parts;
  const words = [directory, ...Object.values(environment), ...argv];
  // Behind `env`, a program with `=` in its path would be one more variable.
  const isTakenForVariable = argv[0]?.includes('=') === true && needsEnv(parts);
  return words.every(isShownAsItIs) && !isTakenForVariable ? plainLine(parts) : wrappedLine(parts);
}

function isShownAsItIs(word: string): boolean {
  return harmlessPiece(word) === word;
}

function needsEnv({ environment, unset = [] }: LineParts): boolean {
  return unset.length > 0 || Object.keys(environment).length > 0;
}

/** By `env`, because assignments before a command are not every shell's. */
function plainLine(parts: LineParts): string {
  const { directory, environment, argv, unset = [] } = parts;
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const env = needsEnv(parts) ? ['env', ...unset.flatMap((name) => ['-u', name]), ...assignments] : [];
  return `cd ${quoteForShell(directory)} && ${[...env, ...argv].map(quoteForShell).join(' ')}`;
}

/** The same as a script for sh that stands in the line as numbers wherever a shell or a terminal could mind it. */
function wrappedLine({ directory, environment, argv, unset = [] }: LineParts): string {
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${quoteForShell(value)}`);
  const script = [
    ...unset.map((name) => `unset ${name};`),
    `cd ${quoteForShell(directory)} &&`,
    ...assignments.map((assignment) => `export ${assignment} &&`),
    `exec ${argv.map(quoteForShell).join(' ')}`,
  ].join(' ');
  return `sh -c 'eval "$(printf "${inNumbers(script)}")"'`;
}

/** A text as printf's format gives it back: byte by byte in octal, but for what is plain to everybody. */
function inNumbers(text: string): string {
  return text.replaceAll(/[^\w@+=:,./ -]/gu, (character) =>
    character === '%'
      ? '%%'
      : [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
}

/** No `=`, `@` or `%` in front: zsh, fish and others expand words that begin so. */
const plain = /^[\w./-][\w@%+:,./-]*$/;

/**
 * A word as a shell reads it back to the byte: for lines that people are shown; programs get words, not lines. Single
 * quotes, but for what fish would read in them: backslash and quote stand between double ones.
 */
export function quoteForShell(word: string): string {
  if (plain.test(word)) return word;
  // Not '': with zsh's RC_QUOTES that is the beginning of something else.
  if (word === '') return '""';
  const pieces = word.match(/['\\]+|[^'\\]+/g) ?? [];
  return pieces
    .map((piece) => (/^['\\]/.test(piece) ? `"${piece.replaceAll('\\', '\\\\')}"` : `'${piece}'`))
    .join('');
}
