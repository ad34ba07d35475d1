import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canMount, chamber, ended, linesOf, missing, run, type Chamber } from './rig.ts';

// A file system of 256 kilobytes fills up under two writers who settle as they go.

const cannot = missing({ 'Linux and the right to mount': process.platform === 'linux' && canMount() });

let place: Chamber;
let mountPoint = '';
beforeEach(() => {
  mountPoint = mkdtempSync(join(tmpdir(), 'statusline-full-'));
});
afterEach(() => {
  place.close();
  run('umount', [mountPoint]);
  rmSync(mountPoint, { recursive: true });
});

describe.skipIf(cannot !== null)(`a full disk ${cannot ?? ''}`, () => {
  test.each([
    ['room', 'size=256k'],
    ['files', 'size=2m,nr_inodes=24'],
  ])('without %s takes nothing that was acknowledged, and is told', async (_, options) => {
    run('mount', ['-t', 'tmpfs', '-o', options, 'none', mountPoint]);
    const directory = join(mountPoint, 'instances');
    mkdirSync(directory);
    place = chamber({ rotateAtBytes: 40_000, quietAfter: 10 }, directory);
    const usual = { turns: 5000, turnsPerKey: 5, paddingEvery: 3, paddingBytes: 5000, settleEvery: 4 };
    const jobs = ['a', 'b'].map((name) => place.job('append', { ...usual, name, mayFail: true }));
    const ends = await Promise.all(jobs.map(async (job) => await ended(place.start(job))));
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, 'ENOSPC\n'],
      [0, 'ENOSPC\n'],
    ]);

    const acknowledged = jobs.flatMap((job) => linesOf(job.log).map((turn) => `${job.name}/${turn}`));
    expect(acknowledged.length).toBeGreaterThan(20);
    const ledger = place.open();
    const lost = (): readonly string[] => {
      const kept = new Set([...ledger.records()].map((record) => (record.event as { turn: string }).turn));
      return acknowledged.filter((turn) => !kept.has(turn));
    };
    expect(lost()).toEqual([]);
    const settled = ledger.settle();
    expect(settled.ok ? 'ENOSPC' : settled.failure.code).toBe('ENOSPC');
    expect(lost()).toEqual([]);

    run('mount', ['-o', 'remount,size=8m,nr_inodes=9000', mountPoint]);
    const event = { key: 'after', turn: 'after' };
    expect(ledger.append([event], { by: 'torture', durable: true })).toEqual({ ok: true, value: undefined });
    expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
    expect(lost()).toEqual([]);
    expect(place.open().read().state).toEqual(ledger.read().state);
    expect(ledger.read().state.lines.get('after')?.count).toBe(1);
  });
});
