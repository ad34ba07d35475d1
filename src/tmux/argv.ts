import type { TmuxCommand } from './tmux.ts';

/** Commands that are meant to start a server where there is none. */
const starters: ReadonlySet<string> = new Set(['new-session', 'new', 'start-server', 'start']);
/** Commands by which tmux starts a server although they only ask or attach. */
const sideStarters: ReadonlySet<string> = new Set([
  'attach-session',
  'attach',
  'list-keys',
  'lsk',
  'list-commands',
  'lscm',
]);

/**
 * tmux packs the whole argument vector into one message of 16,384 bytes and refuses a longer one
 * (`command too long`); what does not fit goes through standard input instead.
 */
const longestVectorBytes = 15_000;

/** Whether running these commands may start a server. */
export function mayStartServer(commands: readonly TmuxCommand[]): boolean {
  return commands.some(([name]) => starters.has(name));
}

/** Whether a command would start a server as a side effect, so that tmux must be told not to (`-N`, 3.2). */
export function needsNoStart(commands: readonly TmuxCommand[]): boolean {
  return !mayStartServer(commands) && commands.some(([name]) => sideStarters.has(name));
}

/** The commands as one argument vector, with a lone `;` between them. */
export function vectorOf(commands: readonly TmuxCommand[]): readonly string[] {
  return commands.flatMap((command, index) => {
    const words = command.map(protectSemicolon);
    return index === 0 ? words : [';', ...words];
  });
}

/** Whether a vector is short enough to be handed to tmux as arguments. */
export function fitsInVector(vector: readonly string[]): boolean {
  const sizeBytes = vector.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0);
  return sizeBytes <= longestVectorBytes;
}

/** tmux takes a `;` at the end of any argument for a separator, unless a backslash stands before it. */
function protectSemicolon(word: string): string {
  return word.endsWith(';') ? `${word.slice(0, -1)}\\;` : word;
}

/**
 * The commands as one line for `source-file -`: one line, because tmux drops the rest of a line (and not
 * the following ones) when a command fails.
 */
export function scriptOf(commands: readonly TmuxCommand[]): string {
  return `${commands.map((command) => command.map(quoteWord).join(' ')).join(' ; ')}\n`;
}

/**
 * A word for tmux's own parser. Double quotes: between single ones a backslash before a newline would be
 * taken for a continued line. A tilde at the beginning would become the home directory also between quotes.
 */
export function quoteWord(word: string): string {
  return `"${word.replaceAll(/^~|[\p{Cc}"\\$]/gu, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20 || code === 0x7f || character === '~') return `\\${code.toString(8).padStart(3, '0')}`;
  return code < 0x80 ? `\\${character}` : character;
}
