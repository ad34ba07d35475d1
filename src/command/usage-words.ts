import { ArgumentScannerError, formatMessageForArgumentScannerError, text_en } from '@stricli/core';
import type { ApplicationText } from '@stricli/core';
import { harmless } from '../text/harmless.ts';

/** What is said of a call that nobody can make sense of: one line, with what to do. */
export const usageWords: ApplicationText = {
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
        ? formatMessageForArgumentScannerError(problem, {})
        : String(problem);
    return `statusline: ${harmless(uncapitalised(why), 300)}: the command's --help tells what it takes`;
  },
};

function uncapitalised(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
