import { basename, dirname } from 'node:path';
import type { ClientFiles } from '../../src/claude/client-files.ts';
import { parseClientSession } from '../../src/claude/client-session.ts';
import { readConversation } from '../../src/claude/conversation.ts';
import { showsConversation } from '../../src/claude/transcript.ts';

/**
 * The client's files in memory: absolute paths and their texts, the one changed last at the end.
 * Directories are those that the paths pass through; add empty ones with a path that ends in `/`.
 */
export function fakeClientFiles(files: Readonly<Record<string, string>>): ClientFiles {
  const paths = Object.keys(files);
  const hasConversation = (path: string): boolean => showsConversation(files[path] ?? '');
  const sessions: ClientFiles['sessions'] = (configDir) =>
    paths
      .filter((path) => dirname(path) === `${configDir}/sessions`)
      .flatMap((path) => parseClientSession(basename(path), files[path] ?? '') ?? []);
  return {
    sessions,
    session: (configDir, pid) => sessions(configDir).find((entry) => entry.pid === pid) ?? null,
    findTranscript: (configDir, session) => {
      const found = paths
        .filter((path) => dirname(dirname(path)) === `${configDir}/projects`)
        .filter((path) => basename(path) === `${session}.jsonl`)
        .reverse();
      return found.find(hasConversation) ?? found[0] ?? null;
    },
    hasConversation,
    conversation: (path) => readConversation(files[path] ?? '', files[path] ?? ''),
    pathKind: (path) => {
      if (files[path] !== undefined) return 'file';
      return paths.some((known) => known.startsWith(`${path}/`)) ? 'directory' : 'absent';
    },
    appendEnvironment: (path) => files[path] !== undefined,
  };
}

/** One sound entry of the client's registry, as the client writes it. */
export function clientEntryJson(entry: {
  readonly pid: number;
  readonly sessionId: string;
  readonly cwd?: string;
  readonly procStart?: string;
  readonly kind?: string;
  readonly status?: string;
  readonly waitingFor?: string;
  readonly name?: string;
  readonly nameSource?: string;
}): string {
  return JSON.stringify({
    cwd: '/home/dev/proj',
    startedAt: 1_795_344_800_000,
    procStart: '4711',
    version: '2.1.197',
    kind: 'interactive',
    entrypoint: 'cli',
    status: 'idle',
    updatedAt: 1_795_344_801_000,
    ...entry,
  });
}

/** A transcript's line that makes it a conversation. */
export const spokenLine = `${JSON.stringify({
  parentUuid: null,
  isSidechain: false,
  type: 'user',
  message: { role: 'user', content: 'hello' },
  uuid: '187a1cc5-e8aa-42b4-8a5d-b29cc90b883c',
})}\n`;

/** Lines that a transcript may hold without being a conversation. */
export const stubLines = `${JSON.stringify({ type: 'custom-title', customTitle: 'Archive Diver' })}\n${JSON.stringify(
  { type: 'mode', mode: 'normal' },
)}\n`;
