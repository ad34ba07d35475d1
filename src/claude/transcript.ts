import { parseObject } from './fields.ts';

/**
 * The lines that the client can resume from. A file that holds only others (titles, modes, queue
 * operations, sub-agents' lines) is a stub: `--resume` finds no conversation in it, and
 * `--session-id` says that its id is in use.
 */
const spokenTypes: ReadonlySet<unknown> = new Set(['user', 'assistant', 'attachment']);

/**
 * Whether this piece of a transcript shows a conversation. A piece may begin and end in the middle of
 * a line; torn lines and NUL padding tell nothing, as in the client.
 */
export function showsConversation(piece: string): boolean {
  return piece.split('\n').some((line) => isSpoken(line.replaceAll('\0', '')));
}

function isSpoken(line: string): boolean {
  const entry = parseObject(line).value;
  // A cut line cannot be parsed, but a single one (a pasted picture) may fill the whole piece.
  if (entry === null) return /^\{"parentUuid":[^,{]*,"isSidechain":false,/.test(line);
  return spokenTypes.has(entry['type']) && entry['isSidechain'] !== true && typeof entry['uuid'] === 'string';
}
