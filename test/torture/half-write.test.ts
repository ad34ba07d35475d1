import { constants } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chamber, ended, hasProgram, linesOf, missing, run, type Chamber } from './rig.ts';

// One write of a real process stops half-way, as a signal, a full disk or a broken one make it.

const cannot = missing({ Linux: process.platform === 'linux', gcc: hasProgram('gcc') });

let place: Chamber;
let shim = '';
beforeEach(() => {
  place = chamber({ rotateAtBytes: 1_000_000, quietAfter: 100 });
  shim = join(place.base, 'half-write.so');
  run('gcc', ['-shared', '-fPIC', '-o', shim, join(import.meta.dirname, 'half-write.c'), '-ldl']);
});
afterEach(() => {
  place.close();
});

interface Case {
  readonly how: string;
  /** What the preloaded library does after the half. */
  readonly does: string;
  readonly end: { readonly signal: NodeJS.Signals | null; readonly stderr: string };
  /** How many of five turns are acknowledged when the third write stops half-way. */
  readonly acknowledged: number;
  readonly damaged: number;
}

function refused(how: string, code: 'ENOSPC' | 'EDQUOT' | 'EFBIG' | 'EIO'): Case {
  const end = { signal: null, stderr: `${code}\n` };
  return { how, does: `${constants.errno[code]}`, end, acknowledged: 2, damaged: 1 };
}

const fine = { signal: null, stderr: '' };
const cases: readonly Case[] = [
  {
    how: 'the process is killed',
    does: 'kill',
    end: { signal: 'SIGKILL', stderr: '' },
    acknowledged: 2,
    damaged: 1,
  },
  { how: 'the write is short', does: 'short', end: fine, acknowledged: 5, damaged: 0 },
  { how: 'another comes in between', does: 'between', end: fine, acknowledged: 5, damaged: 3 },
  refused('the disk is full', 'ENOSPC'),
  refused('the quota is used up', 'EDQUOT'),
  refused('the file is too large', 'EFBIG'),
  refused('the disk breaks', 'EIO'),
];

describe.skipIf(cannot !== null)(`half a write ${cannot ?? ''}`, () => {
  test.each(cases)('costs nobody a record when $how', async (half) => {
    const job = place.job('append', { name: 'torn', turns: 5, paddingBytes: 600, mayFail: true });
    const end = await ended(place.start(job, { LD_PRELOAD: shim, HALF_AT: '3', HALF_THEN: half.does }));
    expect(end).toMatchObject(half.end);
    const acknowledged = linesOf(job.log).map((turn) => `torn/${turn}`);
    expect(acknowledged).toHaveLength(half.acknowledged);

    const other = place.job('append', { name: 'other', turns: 1 });
    expect(await ended(place.start(other))).toMatchObject({ code: 0 });
    const ledger = place.open();
    const kept = [...ledger.records()].map((record) => (record.event as { readonly turn: string }).turn);
    expect(kept).toEqual([...acknowledged, 'other/0']);
    expect(ledger.read().skipped).toEqual({ damaged: half.damaged, newer: 0 });
    expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
  });
});
