import { afterEach, expect, test } from 'vitest';
import type { JournalRecord, Ledger } from '../../src/journal/ledger.ts';
import { tallyRules, type Tally } from '../journal/tally.ts';
import { chamber, ended, linesOf, scaled, type Chamber, type Ended } from './rig.ts';
import type { Job } from './job.ts';

// Sixteen writers append and settle while they are killed at random; two readers without a lock watch
// them. The journal rotates every few dozen kilobytes and most keys are archived soon.

const writers = 16;
const turns = scaled(250, 2000);
/** After its start; about as long as a writer needs for a few dozen turns beside all the others. */
const longestLifeMs = 300;

let place: Chamber;
afterEach(() => {
  place.close();
});

/** Runs a job and kills it some time after it started, if it is still there. */
async function killedAfterStart(job: Job, withinMs: number): Promise<Ended> {
  const child = place.start(job);
  child.stdout?.once('data', () => {
    setTimeout(() => child.kill('SIGKILL'), Math.random() * withinMs);
  });
  return await ended(child);
}

/** Runs a job to its end, killing it and starting it again some times. Gives back how often. */
async function runThroughDeaths(job: Job, deaths: number): Promise<number> {
  let killed = 0;
  for (;;) {
    const end = killed < deaths ? await killedAfterStart(job, longestLifeMs) : await ended(place.start(job));
    if (end.signal !== 'SIGKILL') {
      if (end.code !== 0) {
        throw new Error(`${job.name} failed: ${end.stderr}`);
      }
      return killed;
    }
    killed += 1;
  }
}

/** The state after each record, as far as a reader can tell it: how many, in which order. */
function trailsOf(records: readonly JournalRecord[]): ReadonlyMap<string, string> {
  const rules = tallyRules();
  const trails = new Map([['0', '']]);
  let state = rules.empty;
  for (const record of records) {
    state = rules.fold({ ...state, lines: new Map() }, [record]);
    trails.set(`${state.count}`, state.trail);
  }
  return trails;
}

function turnOf(record: JournalRecord): string {
  return (record.event as { readonly turn: string }).turn;
}

function numbersOf(ledger: Ledger<Tally>, keys: readonly string[]): readonly (readonly [string, number])[] {
  return [...ledger.recall(keys).lines]
    .map(([key, line]) => [key, line.number] as const)
    .sort((a, b) => a[1] - b[1]);
}

function acknowledgedBy(jobs: readonly Job[]): readonly string[] {
  return jobs.flatMap((job) => linesOf(job.log).map((turn) => `${job.name}/${turn}`));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

test('sixteen writers who are killed at random lose nothing that was acknowledged', async () => {
  place = chamber({ rotateAtBytes: 64 * 1024, quietAfter: 300 });
  const watchers = ['watcher-1', 'watcher-2'].map((name) => place.start(place.job('watch', { name })));
  const jobs = Array.from({ length: writers }, (_, index) =>
    place.job('append', {
      name: `w${index}`,
      turns,
      turnsPerKey: 20,
      paddingEvery: 7,
      paddingBytes: 9000,
      settleEvery: 40,
    }),
  );
  const deaths = await Promise.all(jobs.map((job) => runThroughDeaths(job, scaled(3, 12))));
  const last = place.start(place.job('settle'));
  expect(await ended(last)).toMatchObject({ code: 0, stderr: '' });
  const watched = watchers.map(ended);
  for (const watcher of watchers) {
    watcher.kill('SIGTERM');
  }
  await Promise.all(watched);

  const reader = place.open();
  const records = [...reader.records()];
  const kept = new Set(records.map(turnOf));
  const acknowledged = acknowledgedBy(jobs);
  expect(acknowledged).toHaveLength(writers * turns);
  expect(acknowledged.filter((turn) => !kept.has(turn))).toEqual([]);

  const keys = [...new Set(records.map((record) => (record.event as { readonly key: string }).key))];
  const numbers = numbersOf(reader, keys);
  expect(numbers.map(([, number]) => number)).toEqual(keys.map((_, index) => index + 1));
  expect(numbersOf(place.open(), keys)).toEqual(numbers);

  const rules = tallyRules();
  const straight = rules.fold(rules.empty, records);
  expect(reader.recall(keys)).toEqual(straight);

  const trails = trailsOf(records);
  const seen = ['watcher-1', 'watcher-2'].flatMap((name) => linesOf(place.job('watch', { name }).log));
  const wrong = seen.filter((line) => trails.get(line.split(' ')[0] ?? '') !== line.split(' ')[1]);
  expect(wrong).toEqual([]);

  const { skipped } = reader.read();
  const repeats = records.length - kept.size;
  process.stdout.write(
    `torture writers: ${acknowledged.length} acknowledged, ${sum(deaths)} killed, ${repeats} repeats, ` +
      `${skipped.damaged} torn lines, ${seen.length} looks in the one order, ` +
      `${reader.archivedKeys().length} of ${keys.length} keys archived\n`,
  );
});

test('a writer who is killed in the middle of a record takes no other with it', async () => {
  place = chamber({ rotateAtBytes: 64 * 1024 * 1024, quietAfter: 300 });
  const wanted = scaled(2, 6);
  const neighbour = place.open();
  const jobs: Job[] = [];
  let damaged = 0;
  // Most of them are killed between two records, so until it has been seen often enough.
  while (damaged < wanted && jobs.length < 500) {
    const job = place.job('append', { name: `w${jobs.length}`, turns: 10_000, paddingBytes: 2_000_000 });
    jobs.push(job);
    await killedAfterStart(job, 100);
    const event = { key: 'neighbour', turn: `neighbour/${jobs.length}` };
    expect(neighbour.append([event], { by: 'torture', durable: false }).ok).toBe(true);
    ({ damaged } = neighbour.read().skipped);
  }
  expect(damaged).toBeGreaterThanOrEqual(wanted);
  const kept = new Set([...neighbour.records()].map(turnOf));
  const neighbours = jobs.map((_, index) => `neighbour/${index + 1}`);
  expect([...acknowledgedBy(jobs), ...neighbours].filter((turn) => !kept.has(turn))).toEqual([]);
  process.stdout.write(`torture torn records: ${jobs.length} killed, ${damaged} torn lines\n`);
});
