import { mkdirSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the launcher finds a line to show when everything else fails. */
export function linesDirectory(instances: string): string {
  return join(instances, 'lines');
}

/** The name under which a caller's last good line is kept, by what the launcher sees too; null for no name. */
export function lineKey(env: Readonly<Record<string, string | undefined>>): string | null {
  const session = env['CLAUDE_CODE_SESSION_ID'] ?? '';
  const key = session === '' ? `pane-${(env['TMUX_PANE'] ?? '').replace(/^%/, '')}` : session;
  return /^[\w-]{6,80}$/.test(key) ? key : null;
}

/** Keeps the last good lines: what was kept last is remembered, so that the same line costs no write. */
export interface LastLines {
  keep(env: Readonly<Record<string, string | undefined>>, line: string): void;
  /** Forgets the lines of all but these keys. */
  prune(keys: ReadonlySet<string>): void;
}

/** Lines of no use to anybody are longer than this. */
const maxLineChars = 16_384;

/** The last good lines below an instances directory. Never throws: a line that cannot be kept is not missed. */
export function openLastLines(instances: string): LastLines {
  const directory = linesDirectory(instances);
  const known = new Map<string, string>();
  return {
    keep: (env, line) => {
      const key = lineKey(env);
      if (key === null || line === '' || line.length > maxLineChars || known.get(key) === line) return;
      if (write(directory, key, line)) known.set(key, line);
    },
    prune: (keys) => {
      for (const name of namesIn(directory)) {
        if (keys.has(name) || name.startsWith('pane-')) continue;
        known.delete(name);
        remove(join(directory, name));
      }
    },
  };
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

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Nothing was ever kept.
    return [];
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or not ours to remove: it is but a line.
  }
}
