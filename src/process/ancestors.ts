import type { ProcessRow } from './processes.ts';

/**
 * A process and its parents, nearest first, up to pid 1. Each row is read when it is first come to, and then
 * remembered: whoever looks for the nearest of a kind reads no further. Ends early where a parent cannot be read.
 */
export function ancestors(row: (pid: number) => ProcessRow | null, pid: number): Iterable<ProcessRow> {
  const rows: (ProcessRow | null)[] = [];
  const rowAt = (index: number): ProcessRow | null => {
    if (rows[index] !== undefined) return rows[index];
    const child = rows[index - 1];
    const found = parentOf(row, index === 0 ? pid : (child?.ppid ?? 0));
    // A loop cannot happen in one moment, but rows are read one after the other.
    const isNew = found !== null && rows.every((each) => each?.pid !== found.pid);
    return (rows[index] = isNew ? found : null);
  };
  return {
    *[Symbol.iterator]() {
      for (let index = 0, next = rowAt(0); next !== null; next = rowAt((index += 1))) yield next;
    },
  };
}

function parentOf(row: (pid: number) => ProcessRow | null, pid: number): ProcessRow | null {
  return pid > 0 ? row(pid) : null;
}
