import { parseSessionId, type SessionId } from '../claude/session-id.ts';
import type { Event } from './event.ts';
import { isProcessNumber } from './numbers.ts';

/** The files of the earlier shell plugin, as texts; null where a file is missing. */
export interface EarlierFiles {
  /** `registry.json`: `{session id: {name, task, model, cwd, created, last_seen, status, process_number, pane_ref, auto_named, …}}`. */
  readonly registry: string | null;
  /** `process_counter.txt`: the last number given out. */
  readonly counter: string | null;
  /** `counts/<id>.txt` by session id. */
  readonly counts: ReadonlyMap<string, string>;
}

/** The session ids in an earlier registry; none where it does not parse. */
export function sessionIdsIn(registry: string | null): readonly SessionId[] {
  return Object.keys(objectIn(registry)).flatMap((key) => parseSessionId(key) ?? []);
}

type Imported = Extract<Event, { kind: 'imported' }>;

/**
 * The events that take over what the earlier plugin knew. Every session keeps its number; one without a
 * sound number gets the next free one. A registry that does not parse gives nothing but the counter: it is
 * left where it is, for its owner to mend.
 */
export function importEarlier(files: EarlierFiles): readonly Event[] {
  const entries = Object.entries(objectIn(files.registry));
  const taken = entries.map(([, entry]) => numberIn(fieldsOf(entry)['process_number']) ?? 0);
  const counted = numberIn(Number(files.counter?.trim() ?? '')) ?? 0;
  let next = Math.max(counted, ...taken) + 1;
  const used = new Set<number>();
  const imported: Imported[] = [];
  for (const [id, entry] of entries) {
    const session = parseSessionId(id);
    if (session === null) continue;
    const own = numberIn(fieldsOf(entry)['process_number']);
    const isFree = own !== null && !used.has(own);
    const number = isFree ? own : next;
    if (!isFree) next += 1;
    used.add(number);
    imported.push({
      ...entryEvent(fieldsOf(entry), Number(files.counts.get(id)?.trim() ?? '')),
      session,
      number,
    });
  }
  imported.sort((a, b) => a.number - b.number);
  // The counter first: a session that reports itself in between must not get a number that is taken.
  return next > 1 ? [{ kind: 'numbered_from', next }, ...imported] : [];
}

function entryEvent(
  entry: Readonly<Record<string, unknown>>,
  prompts: number,
): Omit<Imported, 'session' | 'number'> {
  const createdAtMs = momentIn(entry['created']) ?? 0;
  return {
    kind: 'imported',
    name: textIn(entry['name']),
    isGeneratedName: entry['auto_named'] === true,
    task: textIn(entry['task']),
    modelName: textIn(entry['model']),
    cwd: textIn(entry['cwd']),
    createdAtMs,
    lastSeenAtMs: momentIn(entry['last_seen']) ?? createdAtMs,
    wasActive: entry['status'] === 'active',
    paneRef: textIn(entry['pane_ref']),
    prompts: numberIn(prompts) ?? 0,
  };
}

function objectIn(json: string | null): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(json ?? '{}'));
  } catch {
    // Not JSON: nothing can be taken over, and nothing is touched.
    return {};
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : {};
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number from 1 that a session could bear. */
function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return isProcessNumber(number) ? number : null;
}

/** ISO 8601 text, or seconds or milliseconds since the epoch. */
function momentIn(value: unknown): number | null {
  const atMs = typeof value === 'string' ? Date.parse(value) : Number(value);
  if (!Number.isFinite(atMs) || atMs <= 0) return null;
  return atMs < 1e11 ? atMs * 1000 : atMs;
}
