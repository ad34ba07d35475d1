import { quotedWord } from '../text/shell-word.ts';

/**
 * Lines for the file in CLAUDE_ENV_FILE, which the client's later shell commands read. Values are data:
 * quoted for a POSIX shell, whatever is in them.
 */
export function environmentLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quotedWord(value)}\n`)
    .join('');
}
