// The one file here that touches the disk. What it reads is judged by pure functions beside it.
import { isUtf8 } from 'node:buffer';
import {
  appendFileSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import { isAbsence, systemWord } from '../text/system-word.ts';
import type { ClientFiles, PathKind } from './client-files.ts';
import { parseClientSession } from './client-session.ts';
import { type Conversation, noConversation, readConversation } from './conversation.ts';
import { environmentLines } from './environment-file.ts';
import { absent, markOfFile, readingOnce } from './known-texts.ts';
import type { FileFailure, SettingsFiles } from './settings-files.ts';
import { showsConversation } from './transcript.ts';

/** An entry of the client's registry has some 500 bytes; what is larger is not one. */
const entryLimitBytes = 64 * 1024;

/** How much of a transcript's head and tail is looked at. */
const pieceBytes = 256 * 1024;

/** The client's files on this machine's disk. */
export function openClientFiles(): ClientFiles {
  return {
    sessions,
    session: sessionOf,
    findTranscript,
    hasConversation,
    conversation,
    pathKind,
    appendEnvironment,
  };
}

function sessions(configDir: string): ReturnType<ClientFiles['sessions']> {
  const directory = join(configDir, 'sessions');
  return names(directory).flatMap((name) => entryIn(directory, name) ?? []);
}

function sessionOf(configDir: string, pid: number): ReturnType<ClientFiles['session']> {
  return entryIn(join(configDir, 'sessions'), `${pid}.json`);
}

function entryIn(directory: string, name: string): ReturnType<ClientFiles['session']> {
  const json = smallText(join(directory, name), entryLimitBytes);
  return json === null ? null : parseClientSession(name, json);
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

function conversation(transcriptPath: string): Conversation {
  try {
    return withFile(transcriptPath, (fd, size) =>
      readConversation(piece(fd, 0), piece(fd, Math.max(0, size - pieceBytes))),
    );
  } catch {
    // Whoever asks has other words to go by; what stood in the file is no more to be had.
    return noConversation;
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

function appendEnvironment(path: string, variables: Readonly<Record<string, string>>): boolean {
  try {
    appendFileSync(path, environmentLines(variables));
    return true;
  } catch {
    // The session goes on without the names; nothing else depends on them.
    return false;
  }
}

/** The user's settings and our own few files beside them, on this machine's disk. */
export function openSettingsFiles(nowMs: () => number = () => Date.now()): SettingsFiles {
  return { read: readingOnce((path) => markOf(path, nowMs()), read, ok(null)), replace, put, remove };
}

function markOf(path: string, nowMs: number): string | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? absent : markOfFile(stat, nowMs);
  } catch {
    // Whatever is wrong with it, reading it says what.
    return null;
  }
}

type Done<T> = Result<T, FileFailure>;

function attempt<T>(kind: FileFailure['kind'], path: string, act: () => Done<T>): Done<T> {
  try {
    return act();
  } catch (error) {
    return failed({ kind, path, code: systemWord(error) ?? '' });
  }
}

function read(path: string): Done<string | null> {
  try {
    // A missing file is the usual case in a render, and an error for it costs more than the question.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return ok(null);
    const bytes = readFileSync(path);
    return isUtf8(bytes) ? ok(bytes.toString('utf8')) : failed({ kind: 'not-text', path, code: '' });
  } catch (error) {
    return isAbsence(error) ? ok(null) : failed({ kind: 'unreadable', path, code: systemWord(error) ?? '' });
  }
}

function replace(path: string, change: { readonly from: string | null; readonly to: string }): Done<void> {
  return attempt('unwritable', path, () => {
    const target = throughLinks(path);
    const stat = statSync(target, { throwIfNoEntry: false });
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    return writeWhole(target, change.to, {
      mode: stat === undefined ? 0o600 : stat.mode & 0o7777,
      owner: stat,
      isStillDue: () => {
        const now = read(target);
        return now.ok && now.value === change.from;
      },
    });
  });
}

function put(path: string, text: string, mode: number): Done<void> {
  return attempt('unwritable', path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return writeWhole(path, text, { mode, owner: undefined, isStillDue: () => true });
  });
}

function remove(path: string): Done<void> {
  return attempt('unwritable', path, () => {
    const target = throughLinks(path);
    rmSync(target, { force: true });
    return ok(undefined);
  });
}

/** The file that a path leads to, also where it leads to one that is not there yet. */
function throughLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    const link = lstatSync(path, { throwIfNoEntry: false });
    // A circle of links fails in realpath, so this ends.
    return link?.isSymbolicLink() === true ? throughLinks(resolve(dirname(path), readlinkSync(path))) : path;
  }
}

interface Writing {
  readonly mode: number;
  /** Whose file it replaces: only root can and must give it back. */
  readonly owner: Stats | undefined;
  readonly isStillDue: () => boolean;
}

/** The old content or the new one at every moment, also after power loss. */
function writeWhole(target: string, text: string, { mode, owner, isStillDue }: Writing): Done<void> {
  // Opened exclusively below, so a name that is taken is an error and no harm. (node:crypto is slow to load.)
  const chance = Math.random().toString(36).slice(2, 12);
  const underway = join(dirname(target), `.${basename(target)}.${chance}`);
  try {
    const fd = openSync(underway, 'wx', 0o600);
    try {
      writeFileSync(fd, text);
      fchmodSync(fd, mode);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    if (owner !== undefined && owner.uid !== statSync(underway).uid)
      chownSync(underway, owner.uid, owner.gid);
    if (!isStillDue()) return failed({ kind: 'changed', path: target, code: '' });
    renameSync(underway, target);
    syncDirectory(dirname(target));
    return ok(undefined);
  } finally {
    rmSync(underway, { force: true });
  }
}

function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
