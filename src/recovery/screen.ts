import { harmless } from '../text/harmless.ts';

/** A dialog that holds a client until somebody answers, by the word that outcomes carry. */
export type Dialog =
  | 'folder trust'
  | 'login'
  | 'API key approval'
  | 'update'
  | 'resume from summary'
  | 'permission mode warning'
  | 'MCP server approval'
  | 'file import approval'
  | 'settings error'
  | 'first-run setup';

/** Words of the client's own screens. It may break lines anywhere, so blanks match any run of blanks. */
const dialogs: readonly (readonly [Dialog, RegExp])[] = [
  ['folder trust', /one you trust\?|trust the files in this folder|Do you trust this folder/i],
  ['API key approval', /Detected a custom API key|want to use this API key/i],
  ['resume from summary', /Resume from summary|Resume full session as-is/i],
  ['permission mode warning', /running in Bypass Permissions mode.*(?:accept|exit)/is],
  ['MCP server approval', /New MCP servers? found in/i],
  ['file import approval', /Allow external CLAUDE\.md file imports/i],
  ['settings error', /Settings Error/],
  ['first-run setup', /Choose the text style that looks best/i],
  ['update', /(?:version of Claude Code|It looks like).*needs an update|update required/is],
  [
    'login',
    /Select login method|Not logged in|Please run \/login|OAuth token (?:has )?(?:expired|revoked)|Paste code here/i,
  ],
];

/** The dialog that a pane shows, or null. */
export function dialogOn(screen: readonly string[]): Dialog | null {
  const text = flowing(screen);
  return dialogs.find(([, words]) => words.test(text))?.[0] ?? null;
}

/** Of a client that goes on, its own words stand at the bottom; above them is the conversation, where anything may. */
const ownRows = 12;

/**
 * What a client still asks, or lacks, that has reported itself already: it reports before it offers to go on from a
 * summary, and also where nobody is logged in. Null for nothing.
 */
export function needOn(screen: readonly string[]): Dialog | null {
  const rows = screen.filter((row) => row.trim() !== '').slice(-ownRows);
  const words = flowing(rows);
  if (/1\. Resume from summary.*Enter to confirm/i.test(words)) return 'resume from summary';
  return /Not logged in · Run \/login/i.test(words) ? 'login' : null;
}

/** Whether the client said that it has no such conversation. */
export function saysNoConversation(screen: readonly string[]): boolean {
  return /No conversation found/i.test(flowing(screen));
}

/** Whether the client refused an id because it is in use. */
export function saysIdInUse(screen: readonly string[]): boolean {
  return /Session ID \S+ is already in use/i.test(flowing(screen));
}

/** Frames and wrapped lines out of the way. */
function flowing(screen: readonly string[]): string {
  return screen
    .join(' ')
    .replaceAll(/[\u2500-\u257f]+/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

/** The last lines that say anything, harmless, in one line. */
export function lastWords(screen: readonly string[], lines = 3): string {
  return screen
    .map((line) => harmless(line, 100))
    .filter((line) => line !== '')
    .slice(-lines)
    .join(' | ');
}
