import { mkdirSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the launcher finds a line to show when everything else fails. */
export function linesDirectory(instances: string): string {
  return join(instances, 'lines');
}

/** The name under which a caller's last good line is kept, by what the launcher sees too; null for no name. */
function lineKey(env: Readonly<Record<string, string | undefined>>): string | null {
  const session = env['CLAUDE_CODE_SESSION_ID'] ?? '';
  const key = session === '' ? `pane-${(env['TMUX_PANE'] ?? '').replace(/^%/, '')}` : session;
  return /^[\w-]{6,80}$/.test(key) ? key : null;
}

/** Keeps the last good lines: in memory at once, on disk with the next flush, and only where they changed. */
export interface LastLines {
  keep(env: Readonly<Record<string, string | undefined>>, line: string): void;
  /** Writes what was kept since the last time. */
  flush(): void;
}

/** Lines of no use to anybody are longer than this. */
const maxLineChars = 16_384;
/** Lines kept at most; those of sessions long gone go first. */
const maxLines = 400;
/** A line that no resident has written for so long is of a session that is over. */
const forgetMs = 7 * 24 * 3_600_000;

/** The last good lines below an instances directory. Never throws: a line that cannot be kept is not missed. */
export function openLastLines(instances: string): LastLines {
  const directory = linesDirectory(instances);
  const written = new Map<string, string>();
  const fresh = new Map<string, string>();
  let isSwept = false;
  return {
    keep: (env, line) => {
      const key = lineKey(env);
      if (key !== null && line !== '' && line.length <= maxLineChars) fresh.set(key, line);
    },
    flush: () => {
      for (const [key, line] of fresh) {
        if (written.get(key) !== line && write(directory, key, line)) written.set(key, line);
      }
      fresh.clear();
      const [newest] = written.keys();
      if (!isSwept && newest !== undefined) sweep(directory, newest);
      isSwept ||= newest !== undefined;
      if (written.size > maxLines) forget(directory, written);
    },
  };
}

/** Takes the older half of the lines away. */
function forget(directory: string, written: Map<string, string>): void {
  for (const key of [...written.keys()].slice(0, maxLines / 2)) {
    written.delete(key);
    remove(join(directory, key));
  }
}

/** What residents before this one have left goes once it is older by far than the line that was just written. */
function sweep(directory: string, newest: string): void {
  const beforeMs = (changedAtMs(join(directory, newest)) ?? 0) - forgetMs;
  for (const path of namesIn(directory).map((name) => join(directory, name)))
    if ((changedAtMs(path) ?? beforeMs) < beforeMs) remove(path);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Taken away meanwhile: then nothing in it is too old.
    return [];
  }
}

function changedAtMs(path: string): number | null {
  try {
    return statSync(path).mtimeMs;
  } catch {
    // Gone meanwhile, which is as good.
    return null;
  }
}

function write(directory: string, key: string, line: string): boolean {
  // One writer at a time per key: renders of one session that overlap are the same caller's.
  const draft = join(directory, `.${key}`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(draft, line.endsWith('\n') ? line : `${line}\n`, { mode: 0o600 });
    renameSync(draft, join(directory, key));
    return true;
  } catch {
    // A full or read-only disk, or two renders at once over one draft: the line before stays.
    return false;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or not ours to remove: it is but a line.
  }
}
