import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/journal/ledger.ts';
import { tallyRules, type Tally } from '../journal/tally.ts';
import { value } from '../journal/rig.ts';
import type { Job } from './job.ts';
import { chamber, hasProgram, missing, scaled, type Chamber } from './rig.ts';

// A real process is killed by the kernel at the N-th call of each kind that it makes on the ledger's
// files, for every kind and every N, while it settles (rotating, archiving and replacing views) or appends.

const cannot = missing({ Linux: process.platform === 'linux', strace: hasProgram('strace') });
/** In a short run only every so many calls. */
const step = scaled(5, 1);
const kinds = [
  'openat',
  'write',
  'fsync',
  'fdatasync',
  'rename',
  'link',
  'unlink',
  'truncate',
  'ftruncate',
  'mkdir',
  'close',
];

let place: Chamber;
afterEach(() => {
  place.close();
});

/** A ledger that has been settled once and has a lot to settle again. */
function prepare(): void {
  place = chamber({ rotateAtBytes: 2000, quietAfter: 4 });
  const ledger = place.open();
  for (const turn of Array.from({ length: 24 }).keys()) {
    const key = `k${turn % 12}`;
    value(ledger.append([{ key, turn: `${turn}` }], { by: 'torture', durable: false }));
    if (turn === 12) {
      value(ledger.settle());
    }
  }
  cpSync(place.directory, join(place.base, 'before'), { recursive: true });
}

function restore(): void {
  rmSync(place.directory, { recursive: true, force: true });
  cpSync(join(place.base, 'before'), place.directory, { recursive: true });
}

/** Runs a job under strace; its first thread's id is on the first line of the log. */
function traced(job: Job, options: readonly string[]): ReturnType<typeof spawnSync> {
  const command = [process.execPath, place.program, JSON.stringify(job)];
  return spawnSync('strace', ['-f', '-y', '-qq', ...options, ...command], { encoding: 'utf8' });
}

/** For each kind of call, which ones of the first thread are made on the ledger's files: first and last. */
function callsOn(job: Job): ReadonlyMap<string, readonly [number, number]> {
  const log = join(place.base, 'strace.log');
  const traceable = `trace=${kinds.map((kind) => `?${kind}`).join(',')}`;
  expect(traced(job, ['-o', log, '-e', traceable])).toMatchObject({ status: 0 });
  const lines = readFileSync(log, 'utf8').split('\n');
  const [thread] = (lines[0] ?? '').split(' ');
  const counts = new Map<string, number>();
  const calls = new Map<string, readonly [number, number]>();
  for (const line of lines.filter((text) => text.startsWith(`${thread} `) && !text.includes('resumed>'))) {
    const kind = /^\d+ +(\w+)\(/.exec(line)?.[1] ?? '';
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (line.includes(place.directory)) {
      calls.set(kind, [calls.get(kind)?.[0] ?? count, count]);
    }
  }
  return calls;
}

function turnsIn(ledger: Ledger<Tally>): readonly string[] {
  return [...ledger.records()].map((record) => (record.event as { readonly turn: string }).turn);
}

const view = (): string => readFileSync(join(place.directory, 'tally.json'), 'utf8');

/** Nothing is lost, the views are whole, and the next process brings all in order. Gives back both views. */
function expectHealed(turns: readonly string[]): readonly [string, string] {
  const ledger = place.open();
  expect(turnsIn(ledger).slice(0, turns.length)).toEqual(turns);
  const left = view();
  expect(JSON.parse(left)).toHaveProperty('count');
  expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
  const rules = tallyRules();
  const straight = rules.fold(rules.empty, [...ledger.records()]);
  expect(place.open().recall([...straight.lines.keys()])).toEqual(straight);
  expect(readdirSync(join(place.directory, 'state/underway'))).toEqual([]);
  const old = readdirSync(join(place.directory, 'locks')).filter((name) => name.startsWith('claim.'));
  expect(old).toEqual([]);
  return [left, view()];
}

/** Kills the job at every call of every kind. Gives back how often it was really killed, by kind. */
function sweep(job: Job, check: () => void): ReadonlyMap<string, number> {
  const killed = new Map<string, number>();
  for (const [kind, [first, last]] of callsOn(job)) {
    for (let when = first; when <= last; when += kind === 'openat' || kind === 'close' ? 2 * step : step) {
      restore();
      rmSync(job.log, { force: true });
      const inject = `inject=${kind}:signal=KILL:when=${when}`;
      const { signal } = traced(job, ['-o', '/dev/null', '-e', `trace=${kind}`, '-e', inject]);
      killed.set(kind, (killed.get(kind) ?? 0) + (signal === 'SIGKILL' ? 1 : 0));
      check();
    }
  }
  return killed;
}

function told(what: string, killed: ReadonlyMap<string, number>): void {
  process.stdout.write(`torture kills while ${what}: ${JSON.stringify(Object.fromEntries(killed))}\n`);
}

describe.skipIf(cannot !== null)(`a process killed at a call of the system ${cannot ?? ''}`, () => {
  test('leaves a ledger that the next one can settle, when it settled', () => {
    prepare();
    const turns = turnsIn(place.open());
    const oldView = view();
    const killed = sweep(place.job('settle'), () => {
      const [left, healed] = expectHealed(turns);
      expect([oldView, healed]).toContain(left);
    });
    told('settling', killed);
    const kindsKilled = [...killed.keys()].filter((kind) => (killed.get(kind) ?? 0) > 0);
    expect(kindsKilled).toEqual(
      expect.arrayContaining(['write', 'fsync', 'rename', 'link', 'unlink', 'mkdir']),
    );
  });

  test('loses nothing that was acknowledged, when it appended', () => {
    prepare();
    const before = turnsIn(place.open());
    const job = place.job('append', { name: 'w', turns: 2, settleEvery: 2, isDurable: true });
    const killed = sweep(job, () => {
      const acknowledged = existsSync(job.log) ? readFileSync(job.log, 'utf8').split('\n').slice(0, -1) : [];
      const kept = new Set(turnsIn(place.open()));
      expect(
        [...before, ...acknowledged.map((turn) => `w/${turn}`)].filter((turn) => !kept.has(turn)),
      ).toEqual([]);
      expectHealed(before);
    });
    told('appending', killed);
    expect(killed.get('write')).toBeGreaterThan(0);
    expect(killed.get('fdatasync')).toBeGreaterThan(0);
  });
});
