/** A file's text, with what told the file from any other that it had been or will be. */
interface KnownText<Read> {
  readonly mark: string;
  readonly read: Read;
}

/** Files remembered at most; the oldest go first. */
const maxKnown = 50;

/** The mark of a file that is not there. */
export const absent = '';

/** A file may be written twice within so long without its times telling: a younger one is read each time. */
const settledMs = 50;

/** What tells a file's content from any other that it had or will have; null where nothing does. */
export function markOfFile(
  file: Readonly<Record<'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs', number>>,
  nowMs: number,
): string | null {
  const { dev, ino, size, mtimeMs, ctimeMs } = file;
  const isYoung = nowMs - Math.max(mtimeMs, ctimeMs) < settledMs;
  return isYoung ? null : `${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}`;
}

/**
 * Reads a file again only where its mark is another one: for a resident, which asks at every render, a look costs a
 * third of reading. A null mark tells nothing, and what was read without one is not remembered. A file that is
 * absent gives `nothing`, and is not looked for twice.
 */
export function readingOnce<Read>(
  markOf: (path: string) => string | null,
  read: (path: string) => Read,
  nothing: Read,
): (path: string) => Read {
  const known = new Map<string, KnownText<Read>>();
  return (path) => {
    // Taken before the file is read: what is written meanwhile changes it, and is read the next time.
    const mark = markOf(path);
    if (mark === absent) return nothing;
    const before = known.get(path);
    if (mark !== null && before?.mark === mark) return before.read;
    known.delete(path);
    const now = read(path);
    if (mark !== null) known.set(path, { mark, read: now });
    const [oldest] = known.keys();
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
    return now;
  };
}
