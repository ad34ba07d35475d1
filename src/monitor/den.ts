import { Buffer } from 'node:buffer';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import { systemWord } from '../text/system-word.ts';

/** The resident's own directory: its socket, and who holds the seat. Nothing in it outlives the boot it is for. */
export interface Den {
  readonly directory: string;
  /** Always the socket of whoever holds the seat. */
  readonly socket: string;
}

/** Why no resident may work here. Everything works without one, slower. */
export interface DenFailure {
  readonly kind: 'no-den';
  readonly directory: string;
  readonly why: string;
}

/**
 * The den of a user's instances directory. Always below /tmp: a socket path may have 104 bytes at most and
 * a home directory may be long or on a network; and one place that no variable moves, since two callers who
 * disagree about XDG_RUNTIME_DIR or TMPDIR would start two residents.
 */
export function denOf(instances: string, uid: number, base: string = '/tmp'): Den {
  const directory = join(base, `statusline-${uid}-${digest(realPath(instances))}`);
  return { directory, socket: join(directory, 'socket') };
}

/**
 * A short name for a path (FNV-1a, twice, from two starts). Two paths with one name would only refuse each
 * other's requests. Not by node:crypto, whose loading costs more than all else here.
 */
function digest(path: string): string {
  return [0x811c9dc5, 0x01000193]
    .map((start) => {
      let hash = start;
      for (const byte of Buffer.from(path)) hash = Math.imul(hash ^ byte, 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, '0');
    })
    .join('');
}

/** One directory may be reached by several names, and is still one, also before it is made. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not made yet, or not to be looked at: then its parent tells, up to the root, which is always there.
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

/** Makes the den where it is missing. Refuses one that is a link, another user's, or open to others. */
export function makeDen(den: Den, uid: number): Result<Den, DenFailure> {
  try {
    mkdirSync(den.directory, { mode: 0o700 });
    // The mode of mkdir is cut by the umask, and an odd umask must not lock us out.
    chmodSync(den.directory, 0o700);
    return ok(den);
  } catch (error) {
    const code = systemWord(error) ?? String(error);
    if (code !== 'EEXIST') return failed({ kind: 'no-den', directory: den.directory, why: code });
    return checkDen(den, uid);
  }
}

/** Whether the den is there and may be trusted. */
export function checkDen(den: Den, uid: number): Result<Den, DenFailure> {
  const why = whyNotTrusted(den.directory, uid);
  return why === null ? ok(den) : failed({ kind: 'no-den', directory: den.directory, why });
}

/** What speaks against a directory being ours alone, or null. */
export function whyNotTrusted(directory: string, uid: number): string | null {
  const stat = lstatSync(directory, { throwIfNoEntry: false });
  if (stat === undefined) return 'it does not exist';
  if (!stat.isDirectory()) return 'it is no directory';
  if (stat.uid !== uid) return `it belongs to user ${stat.uid}`;
  if ((stat.mode & 0o077) !== 0) return 'it is open to other users';
  return null;
}
