// The one file here that touches the disk. What it reads is judged by pure functions beside it.
import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ClientFiles, PathKind } from './client-files.ts';
import { parseClientSession } from './client-session.ts';
import { environmentLines } from './environment-file.ts';
import { showsConversation } from './transcript.ts';

/** An entry of the client's registry has some 500 bytes; what is larger is not one. */
const entryLimitBytes = 64 * 1024;

/** How much of a transcript's head and tail is looked at. */
const pieceBytes = 256 * 1024;

/** The client's files on this machine's disk. */
export function openClientFiles(): ClientFiles {
  return { sessions, findTranscript, hasConversation, pathKind, appendEnvironment };
}

function sessions(configDir: string): ReturnType<ClientFiles['sessions']> {
  const directory = join(configDir, 'sessions');
  return names(directory).flatMap((name) => {
    const json = smallText(join(directory, name), entryLimitBytes);
    return (json === null ? null : parseClientSession(name, json)) ?? [];
  });
}

function findTranscript(configDir: string, session: string): string | null {
  const projects = join(configDir, 'projects');
  const found = names(projects)
    .map((project) => join(projects, project, `${session}.jsonl`))
    .flatMap((path) => changedAtMs(path) ?? [])
    .sort((a, b) => b.atMs - a.atMs)
    .map(({ path }) => path);
  // One id in two projects: a stub (the client was started again elsewhere) must not hide the conversation.
  const [first = null] = found;
  return found.length < 2 ? first : (found.find(hasConversation) ?? first);
}

function changedAtMs(path: string): { readonly path: string; readonly atMs: number } | null {
  try {
    const stat = statSync(path);
    return stat.isFile() ? { path, atMs: stat.mtimeMs } : null;
  } catch {
    // Not in this project, or in one that is closed to us: the same to whoever looks for it.
    return null;
  }
}

function hasConversation(transcriptPath: string): boolean {
  try {
    return withFile(transcriptPath, (fd, size) => {
      if (showsConversation(piece(fd, 0))) return true;
      if (size <= pieceBytes) return false;
      // Stubs are small: where neither end of so much text shows it, a conversation's long lines do not fit.
      return size > 2 * pieceBytes || showsConversation(piece(fd, size - pieceBytes));
    });
  } catch {
    // Whatever keeps us from reading it keeps the client from it too.
    return false;
  }
}

function pathKind(path: string): PathKind {
  try {
    const stat = statSync(path);
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    return isAbsence(error) ? 'absent' : 'unreadable';
  }
}

/** The names in a directory, in order; none when it cannot be read. */
function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    // No such directory before the client's first start; one that is closed to us tells nothing either.
    return [];
  }
}

/** A regular file's text, or null when it is none, too large, or gone meanwhile. */
function smallText(path: string, limitBytes: number): string | null {
  try {
    return withFile(path, (fd, size) => (size > limitBytes ? null : readFileSync(fd, 'utf8')));
  } catch {
    // Entries come and go with their processes.
    return null;
  }
}

function withFile<T>(path: string, look: (fd: number, sizeBytes: number) => T): T {
  // A named pipe must not hold us until somebody writes to it.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return look(fd, fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}

function piece(fd: number, positionBytes: number): string {
  const buffer = Buffer.alloc(pieceBytes);
  return buffer.toString('utf8', 0, readSync(fd, buffer, 0, pieceBytes, positionBytes));
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function appendEnvironment(path: string, variables: Readonly<Record<string, string>>): boolean {
  try {
    appendFileSync(path, environmentLines(variables));
    return true;
  } catch {
    // The session goes on without the names; nothing else depends on them.
    return false;
  }
}
