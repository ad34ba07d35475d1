import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import type { Disk } from '../../src/journal/disk.ts';
import type { JournalRecord, Ledger, LedgerRules } from '../../src/journal/ledger.ts';
import type { Holders } from '../../src/journal/lock.ts';
import { openLedger } from '../../src/journal/open.ts';
import { sitePaths, type Site } from '../../src/journal/site.ts';
import type { Result } from '../../src/text/result.ts';
import { tallyRules, type Tally } from './tally.ts';

/** Where every ledger in memory lies. */
export const home = '/home/instances';

/** The value of a success. Throws for a failure, with what it says. */
export function value<T>(result: Result<T, object>): T {
  if (!result.ok) {
    throw new Error(`failed: ${JSON.stringify(result.failure)}`);
  }
  return result.value;
}

/** The code of a failure, or null. */
export function codeOf(result: Result<unknown, { readonly code: string }>): string | null {
  return result.ok ? null : result.failure.code;
}

let lastId = 0;

/** An id that no other call gives. */
function freshId(): string {
  lastId += 1;
  return `r${String(lastId).padStart(6, '0')}`;
}

/** Processes by name; a name is alive until it is killed. */
export interface Town {
  readonly holder: (name: string) => Holders;
  readonly kill: (name: string) => void;
  /** Nothing can be said of it any more. */
  readonly hide: (name: string) => void;
}

/** A town where nobody has died yet. */
export function town(): Town {
  const fates = new Map<string, 'dead' | 'unknown'>();
  return {
    holder: (name) => ({
      identity: () => name,
      liveness: (identity) => fates.get(identity) ?? 'alive',
    }),
    kill: (name) => void fates.set(name, 'dead'),
    hide: (name) => void fates.set(name, 'unknown'),
  };
}

/** What a test may choose about a ledger. */
export interface LedgerChoices {
  readonly disk: Disk;
  readonly holders?: Holders;
  readonly rules?: LedgerRules<Tally>;
  readonly rotateAtBytes?: number;
  readonly checkpointEveryBytes?: number;
  readonly directory?: string;
}

/** A ledger of a tally, as one more process opens it. */
export function tallyLedger(choices: LedgerChoices): Ledger<Tally> {
  return openLedger({
    directory: home,
    rules: tallyRules(),
    holders: town().holder('someone'),
    host: 'here',
    nowMs: () => 1_700_000_000_000,
    newId: freshId,
    ...choices,
  });
}

/** The site of the ledgers in memory. */
export function siteOn(disk: Disk): Site {
  return {
    disk,
    paths: sitePaths(home),
    stamp: (by) => ({ id: freshId(), atMs: 1_700_000_000_000, host: 'here', by }),
  };
}

/** Records one event per key, each with its own call. */
export function tick(ledger: Ledger<Tally>, ...keys: readonly string[]): void {
  for (const key of keys) {
    value(ledger.append([{ key }], { by: 'test', durable: false }));
  }
}

/** The keys of records, in order. */
export function keysOf(records: Iterable<JournalRecord>): readonly string[] {
  return [...records].map((record) => String((record.event as { readonly key: unknown }).key));
}

/** All of a file, or null. */
export function contentOf(disk: Disk, name: string): string | null {
  const file = value(disk.open(join(home, name)));
  if (file === null) {
    return null;
  }
  const bytes = value(file.readAt(0, file.sizeBytes));
  file.close();
  return bytes.toString();
}

/** Puts a file there, with its directory. */
export function put(disk: Disk, name: string, content: string | Buffer): void {
  const path = join(home, name);
  value(disk.makeDirectory(join(path, '..')));
  value(disk.write(path, Buffer.from(content), 'cached'));
}
