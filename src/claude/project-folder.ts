import { basename, dirname } from 'node:path';

/** Names of more characters are cut by the client, with a hash of its own behind. */
const longestChars = 200;

/**
 * Whether the client, started in this directory, looks for a conversation in the folder that this transcript
 * lies in. It names that folder after the directory, with a dash for each UTF-16 unit that is no ASCII letter or
 * digit (its own code, 2.1.197). False also where that cannot be told: its name is too long.
 */
export function isInFolderOf(directory: string, transcriptPath: string): boolean {
  const name = directory.replaceAll(/[^a-zA-Z0-9]/g, '-');
  return name.length <= longestChars && basename(dirname(transcriptPath)) === name;
}
