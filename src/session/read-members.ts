import { fields, type Fields } from '../claude/fields.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import type { Place, TmuxServer } from '../tmux/place.ts';
import type { SessionChanges } from './event.ts';
import type { SessionProcess } from './session.ts';

/**
 * Readers for the members of a record. A record's checksum vouches that some version of this program wrote
 * it, not that it was this one: a member that is missing or of another type counts as not known.
 */

/** A text, else null. Empty ones pass: they may mean something. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A text; empty where there is none. */
export function textOr(value: unknown, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}

/** A finite number, else the fallback. */
export function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** The word, when it is one of the table's, else null. The table's type makes a forgotten word an error. */
export function wordIn<Word extends string>(
  words: Readonly<Record<Word, true>>,
  value: unknown,
): Word | null {
  // Object.hasOwn shows that it is one of the keys.
  return typeof value === 'string' && Object.hasOwn(words, value) ? (value as Word) : null;
}

/** The texts in a list; none for anything else. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

/** What a reader makes of each element of a list, without those that it can make nothing of. */
export function listOf<T>(value: unknown, read: (members: Fields) => T | null): readonly T[] {
  return Array.isArray(value) ? value.flatMap((element) => read(fields(element)) ?? []) : [];
}

/** A process identity, or null unless all of it is there: a part of one would match the wrong process. */
export function readIdentity(value: unknown): ProcessIdentity | null {
  const { bootId, pid, started } = fields(value);
  if (typeof bootId !== 'string' || typeof started !== 'string') return null;
  return typeof pid === 'number' ? { bootId, pid, started } : null;
}

/** A session's process, or null without an identity. */
export function readProcess(value: unknown): SessionProcess | null {
  const { identity, ppid, argv, executable } = fields(value);
  const known = readIdentity(identity);
  if (known === null) return null;
  return {
    identity: known,
    ppid: numberOr(ppid, 0),
    argv: Array.isArray(argv) ? textsIn(argv) : null,
    executable: textOrNull(executable),
  };
}

/** A tmux server, or null unless all of it is there. */
export function readServer(value: unknown): TmuxServer | null {
  const { socketPath, pid, startedAtS } = fields(value);
  if (typeof socketPath !== 'string' || typeof pid !== 'number') return null;
  return typeof startedAtS === 'number' ? { socketPath, pid, startedAtS } : null;
}

/** A place, or null without a server and a pane. */
export function readPlace(value: unknown): Place | null {
  const place = fields(value);
  const server = readServer(place['server']);
  const paneId = textOr(place['paneId']);
  if (server === null || paneId === '') return null;
  return {
    server,
    sessionId: textOr(place['sessionId']),
    sessionName: textOr(place['sessionName']),
    windowId: textOr(place['windowId']),
    windowIndex: numberOr(place['windowIndex'], 0),
    windowName: textOr(place['windowName']),
    paneId,
    paneIndex: numberOr(place['paneIndex'], 0),
    panePid: numberOr(place['panePid'], 0),
  };
}

const changeKeys: Readonly<Record<keyof SessionChanges, true>> = {
  cwd: true,
  projectDir: true,
  projectMark: true,
  projectRepository: true,
  transcriptPath: true,
  configDir: true,
  permissionMode: true,
  modelId: true,
  modelName: true,
};

/** The changes that are texts; only the configuration directory can be taken back to none. */
export function readChanges(value: unknown): SessionChanges {
  const entries = Object.entries(fields(value)).filter(
    ([key, change]) =>
      Object.hasOwn(changeKeys, key) &&
      (typeof change === 'string' || (key === 'configDir' && change === null)),
  );
  return Object.fromEntries(entries);
}
