import { ArgumentScannerError, formatMessageForArgumentScannerError, text_en } from '@stricli/core';
import type { ApplicationText } from '@stricli/core';
import { harmless } from '../text/harmless.ts';

type Formatters = Parameters<typeof formatMessageForArgumentScannerError>[1];

/** Flags for our own calls: `--help` is silent about them, and so is a hint. */
const unspoken: ReadonlySet<string> = new Set(['due', 'gate']);

const sentences: Formatters = {
  FlagNotFoundError: ({ input, corrections }) => {
    const meant = corrections.filter((name) => !unspoken.has(name)).map((name) => `--${name}`);
    return `there is no flag --${input}${meant.length === 0 ? '' : `; did you mean ${meant.join(' or ')}?`}`;
  },
  AliasNotFoundError: ({ input }) => `there is no flag -${input}`,
  // Our own parsers throw whole sentences.
  ArgumentParseError: ({ exception }) => (exception instanceof Error ? exception.message : String(exception)),
  EnumValidationError: ({ externalFlagName, input, values }) =>
    `--${externalFlagName} takes ${oneOf(values)}, not "${input}"`,
  UnsatisfiedFlagError: ({ externalFlagName }) => `--${externalFlagName} needs a value behind it`,
  UnexpectedPositionalError: ({ input }) => `"${input}" is one word too many`,
  UnsatisfiedPositionalError: ({ placeholder }) => `<${placeholder}> is missing`,
};

/** What is said of a call of this command that nobody can make sense of: one line, with what to do. */
export function usageWords(command: string): ApplicationText {
  return {
    ...text_en,
    noCommandRegisteredForInput: ({ input, corrections }) => {
      // They come in backticks.
      const meant = corrections.join(' or ');
      const hint = meant === '' ? 'see `statusline --help`' : `did you mean ${meant}?`;
      return `statusline: there is no command "${harmless(input)}": ${hint}`;
    },
    exceptionWhileParsingArguments: (problem) => {
      const why =
        problem instanceof ArgumentScannerError
          ? formatMessageForArgumentScannerError(problem, sentences)
          : String(problem);
      return `statusline: ${harmless(why, 300)}: see \`statusline ${harmless(command)} --help\``;
    },
  };
}

/** `off, ask or lazy` */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
