import type { JournalRecord, LedgerRules } from '../../src/journal/ledger.ts';

/** What one key came to. */
interface Line {
  /** In the order of first sight. */
  readonly number: number;
  readonly count: number;
  /** Depends on every record of the key and on their order. */
  readonly trail: string;
  /** The tally's own count when the key was last touched. */
  readonly lastAt: number;
}

/** The smallest state that shows what matters of a ledger: order, numbers, loss, repeats. */
export interface Tally {
  readonly count: number;
  readonly nextNumber: number;
  /** Depends on every record and on their order. */
  readonly trail: string;
  readonly lines: ReadonlyMap<string, Line>;
}

const emptyTally: Tally = { count: 0, nextNumber: 1, trail: '', lines: new Map() };

/** Rules for a tally that retires keys which were not touched for so many records. */
export function tallyRules(quietAfter = Number.POSITIVE_INFINITY): LedgerRules<Tally> {
  return {
    empty: emptyTally,
    fold: (state, records) => records.reduce(folded, { ...state, lines: new Map(state.lines) }),
    encode: (state) => ({ ...state, lines: [...state.lines] }),
    decode: (value) => {
      // The checkpoint's checksum vouches for what encode made.
      const plain = value as Omit<Tally, 'lines'> & { readonly lines: readonly [string, Line][] };
      return { ...plain, lines: new Map(plain.lines) };
    },
    views: (state) =>
      new Map([
        ['tally.json', JSON.stringify({ ...state, lines: Object.fromEntries(state.lines) })],
        ...[...state.lines].map(([key, line]): [string, string] => [
          `counts/${encodeURIComponent(key)}.txt`,
          `${line.count}\n`,
        ]),
      ]),
    keyOf,
    retire: (state) => {
      const quiet = [...state.lines].filter(([, line]) => state.count - line.lastAt > quietAfter);
      const retired = new Map<string, unknown>(quiet);
      const kept = new Map([...state.lines].filter(([key]) => !retired.has(key)));
      return { kept: { ...state, lines: kept }, retired };
    },
    restore: (state, key, entry) => ({ ...state, lines: new Map(state.lines).set(key, entry as Line) }),
    has: (state, key) => state.lines.has(key),
  };
}

function keyOf(record: JournalRecord): string | null {
  const { event } = record;
  const hasKey = typeof event === 'object' && event !== null && 'key' in event;
  return hasKey && typeof event.key === 'string' ? event.key : null;
}

/** Takes part in the fold of its own fresh map only. */
function folded(state: Tally, record: JournalRecord): Tally {
  const key = keyOf(record);
  if (key === null) {
    return state;
  }
  const count = state.count + 1;
  const line = state.lines.get(key) ?? { number: state.nextNumber, count: 0, trail: '', lastAt: 0 };
  const lines = state.lines as Map<string, Line>;
  lines.set(key, { ...line, count: line.count + 1, trail: mixed(line.trail, record.id), lastAt: count });
  const nextNumber = Math.max(state.nextNumber, line.number + 1);
  return { count, nextNumber, trail: mixed(state.trail, record.id), lines };
}

function mixed(trail: string, id: string): string {
  let hash = 0x811c9dc5;
  for (const character of `${trail}.${id}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
