// The one file here that touches the disk. What it does is decided by pure functions beside it.
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { failed, ok } from '../text/result.ts';
import { systemWord } from '../text/system-word.ts';
import { decide, type Deed, type Relation, type Scene, standingOf } from './decide.ts';
import type { Insurance, Insured } from './insurance.ts';

/** How much of both ends is compared: lines of a transcript bear ids of their own, so this is plenty. */
const endBytes = 4096;
const chunkBytes = 1024 * 1024;
/** The most that one event copies, where no link can be made: some 10 ms of work. */
const copyLimitBytes = 8 * chunkBytes;

/** What the system says where no second name can be given to a file, so that it has to be copied. */
const unlinkable: ReadonlySet<string> = new Set([
  'EXDEV',
  'EPERM',
  'EMLINK',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
]);

const aside = '.aside.jsonl';

/** What has to be known to keep transcripts. */
export interface InsuranceOptions {
  /** Where they are kept. Made with the first one. */
  readonly directory: string;
  /** Unique among all that run now, and fit for a file name. */
  newId(): string;
}

/** The insurance on this machine's disk. */
export function openInsurance(options: InsuranceOptions): Insurance {
  const { directory } = options;
  const path = (session: string): string => join(directory, `${session}.jsonl`);
  const pathsOf = (session: string, transcriptPath: string): Paths => ({
    source: realPath(transcriptPath),
    kept: path(session),
    aside: join(directory, `${session}${aside}`),
    draft: join(directory, `.${session}.${options.newId()}`),
  });
  return {
    path,
    insure: (session, transcriptPath) => {
      try {
        return ok(insure(pathsOf(session, transcriptPath)));
      } catch (error) {
        return failed({ kind: 'not-insured', code: systemWord(error) ?? String(error) });
      }
    },
    standing: (session, transcriptPath) => standingOf(sceneOf(pathsOf(session, transcriptPath))),
    giveBack: (session, transcriptPath) => giveBack(path(session), transcriptPath),
    sessions: () =>
      names(directory)
        .filter(isKept)
        .map((name) => name.slice(0, -'.jsonl'.length)),
    drop: (session) => {
      const { kept, aside: other } = pathsOf(session, '');
      for (const each of [kept, other]) rmSync(each, { force: true });
    },
  };
}

interface Paths {
  /** The client's file, links to it resolved. */
  readonly source: string;
  readonly kept: string;
  readonly aside: string;
  /** A name of our own, for what is not in its place yet. */
  readonly draft: string;
}

function insure(paths: Paths): Insured {
  const scene = sceneOf(paths);
  const deed = decide(scene);
  switch (deed.kind) {
    case 'nothing':
      if (scene.presentBytes === 0) return { kind: 'nothing' };
      return { kind: scene.kept.kind === 'same' ? 'kept' : 'set-aside' };
    case 'keep':
      return keep(paths, scene, deed);
    case 'set-aside':
      if (!linkOver(paths, paths.aside)) copyOn(paths.source, paths.aside, scene.aside);
      return { kind: 'set-aside' };
    default:
      return deed satisfies never;
  }
}

function keep(paths: Paths, scene: Scene, deed: Extract<Deed, { readonly kind: 'keep' }>): Insured {
  if (deed.keepsOld) renameSync(paths.kept, paths.aside);
  if (linkOver(paths, paths.kept)) return { kind: 'kept' };
  const missingBytes = copyOn(paths.source, paths.kept, deed.keepsOld ? { kind: 'absent' } : scene.kept);
  return missingBytes === 0 ? { kind: 'kept' } : { kind: 'behind', missingBytes };
}

/** Gives the client's file one of our names, in one step; false where that is impossible and it must be copied. */
function linkOver({ source, draft }: Paths, target: string): boolean {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  try {
    linkSync(source, draft);
  } catch (error) {
    if (unlinkable.has(systemWord(error) ?? '')) return false;
    throw error;
  }
  try {
    renameSync(draft, target);
  } finally {
    // Between two names of one file, as when two hooks are at it, renaming does nothing and leaves both.
    rmSync(draft, { force: true });
  }
  return true;
}

/** Adds what our copy lacks, up to the limit, and gives how much it lacks then. Two who do it at once write the same. */
function copyOn(source: string, target: string, had: Relation): number {
  const isContinued = had.kind === 'beginning';
  const flags = constants.O_WRONLY | constants.O_CREAT | (isContinued ? 0 : constants.O_TRUNC);
  const from = openSync(source, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const to = openSync(target, flags, 0o600);
    try {
      return copyBytes(from, to, isContinued ? had.sizeBytes : 0);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

function copyBytes(from: number, to: number, startBytes: number): number {
  const sizeBytes = fstatSync(from).size;
  const endsAtBytes = Math.min(sizeBytes, startBytes + copyLimitBytes);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let atBytes = startBytes;
  while (atBytes < endsAtBytes) {
    const got = readSync(from, buffer, 0, Math.min(chunkBytes, endsAtBytes - atBytes), atBytes);
    // It was cut since the look: the next event finds out.
    if (got === 0) return 0;
    atBytes += writeSync(to, buffer, 0, got, atBytes);
  }
  return sizeBytes - atBytes;
}

function sceneOf(paths: Paths): Scene {
  const source = fileAt(paths.source);
  const presentBytes = source?.size ?? 0;
  const kept = relationOf(paths.kept, paths.source, source);
  // Only beside a file that is not the client's does it matter what else there is.
  const other: Relation =
    kept.kind === 'other' ? relationOf(paths.aside, paths.source, source) : { kind: 'absent' };
  return { presentBytes, kept, aside: other };
}

function relationOf(ours: string, theirs: string, source: Stats | null): Relation {
  const file = fileAt(ours);
  if (file === null) return { kind: 'absent' };
  const sizeBytes = file.size;
  if (source === null || source.size < sizeBytes) {
    return { kind: isSameFile(file, source) ? 'same' : 'other', sizeBytes };
  }
  if (isSameFile(file, source)) return { kind: 'same', sizeBytes };
  return { kind: isBeginning(ours, theirs, sizeBytes) ? 'beginning' : 'other', sizeBytes };
}

function isSameFile(a: Stats, b: Stats | null): boolean {
  return a.ino === b?.ino && a.dev === b.dev;
}

/** Whether both ends of our file stand in the same places of theirs. */
function isBeginning(ours: string, theirs: string, sizeBytes: number): boolean {
  const lastBytes = Math.max(0, sizeBytes - endBytes);
  try {
    return [0, lastBytes].every((atBytes) => {
      const lengthBytes = Math.min(endBytes, sizeBytes - atBytes);
      return pieceOf(ours, atBytes, lengthBytes).equals(pieceOf(theirs, atBytes, lengthBytes));
    });
  } catch {
    // Taken for another, it costs room; taken for the beginning, it could cost the conversation.
    return false;
  }
}

function pieceOf(path: string, atBytes: number, lengthBytes: number): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const buffer = Buffer.alloc(lengthBytes);
    return buffer.subarray(0, readSync(fd, buffer, 0, lengthBytes, atBytes));
  } finally {
    closeSync(fd);
  }
}

/** By a second name, never by a copy: the client goes on writing to the file that it was resumed from. */
function giveBack(kept: string, transcriptPath: string): boolean {
  if (fileAt(kept) === null) return false;
  try {
    mkdirSync(dirname(transcriptPath), { recursive: true, mode: 0o700 });
    linkSync(kept, transcriptPath);
    return true;
  } catch {
    // Another is there already, or the file systems differ: the conversation goes on in our file.
    return false;
  }
}

/** A regular file, or null. */
function fileAt(path: string): Stats | null {
  try {
    const stat = statSync(path);
    return stat.isFile() ? stat : null;
  } catch {
    // Missing, or closed to us: there is nothing to keep, and nothing kept.
    return null;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there: whoever looks at it finds that out.
    return path;
  }
}

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Made with the first transcript.
    return [];
  }
}

function isKept(name: string): boolean {
  return name.endsWith('.jsonl') && !name.endsWith(aside) && !name.startsWith('.');
}
