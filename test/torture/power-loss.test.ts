import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../rig/wait.ts';
import { tallyRules } from '../journal/tally.ts';
import { canMount, chamber, ended, hasProgram, linesOf, missing, run, scaled, type Chamber } from './rig.ts';

// A file system in a file loses everything that was not flushed, at one moment, under four writers who
// settle as they go. Then it is mounted again, as after a power loss.

const cannot = missing({
  'Linux and the right to mount': process.platform === 'linux' && canMount(),
  xfs_io: hasProgram('xfs_io'),
  'mkfs.xfs': hasProgram('mkfs.xfs'),
  'mkfs.ext4': hasProgram('mkfs.ext4'),
});

let place: Chamber;
let base = '';
let mountPoint = '';
let isMounted = false;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'statusline-power-'));
  mountPoint = join(base, 'mnt');
  mkdirSync(mountPoint);
});
afterEach(() => {
  place.close();
  if (isMounted) {
    run('umount', [mountPoint]);
  }
  rmSync(base, { recursive: true });
});

function mount(image: string, options: string): void {
  run('mount', ['-o', `loop,${options}`, image, mountPoint]);
  isMounted = true;
}

function unmount(): void {
  run('umount', [mountPoint]);
  isMounted = false;
}

const systems = [
  { make: 'mkfs.xfs', force: '-f', options: 'defaults' },
  { make: 'mkfs.ext4', force: '-F', options: 'defaults' },
  // Renames without the file system's own care: this is what leaves empty files elsewhere.
  { make: 'mkfs.ext4', force: '-F', options: 'noauto_da_alloc,commit=1' },
];

const trials = systems.flatMap((system) => Array.from({ length: scaled(1, 4) }, () => system));

describe.skipIf(cannot !== null)(`a power loss ${cannot ?? ''}`, () => {
  test.each(trials)('after $make with $options takes nothing durable', async ({ make, force, options }) => {
    const image = join(base, 'image');
    writeFileSync(image, '');
    truncateSync(image, 320 * 1024 * 1024);
    run(make, ['-q', force, image]);
    mount(image, options);
    const directory = join(mountPoint, 'instances');
    place = chamber({ rotateAtBytes: 100_000, quietAfter: 50 }, directory);
    const usual = { turns: 100_000, turnsPerKey: 10, settleEvery: 15, isDurable: true, mayFail: true };
    const jobs = ['a', 'b', 'c', 'd'].map((writer) => place.job('append', { ...usual, name: writer }));
    const ends = jobs.map(async (job) => await ended(place.start(job)));
    const acknowledged = (): readonly string[] =>
      jobs.flatMap((job) => linesOf(job.log).map((turn) => `${job.name}/${turn}`));
    const enough = scaled(400, 1500);
    await until('records enough', () => acknowledged().length > enough, { timeoutMs: 120_000 });
    run('xfs_io', ['-x', '-c', 'shutdown', mountPoint]);
    const said = (await Promise.all(ends)).map(({ stderr }) => stderr);
    expect(said.filter((words) => words !== 'EIO\n' && words !== 'EROFS\n')).toEqual([]);
    unmount();
    mount(image, options);

    const ledger = place.open();
    const records = [...ledger.records()];
    const kept = new Set(records.map((record) => (record.event as { turn: string }).turn));
    const lost = acknowledged().filter((turn) => !kept.has(turn));
    const { skipped } = ledger.read();
    process.stdout.write(
      `torture power loss after ${make} with ${options}: ${acknowledged().length} acknowledged, ` +
        `${lost.length} lost, ${skipped.damaged} torn\n`,
    );
    expect(lost).toEqual([]);
    const rules = tallyRules();
    const straight = rules.fold(rules.empty, records);
    expect(ledger.recall([...straight.lines.keys()])).toEqual(straight);
    expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
    expect(place.open().recall([...straight.lines.keys()])).toEqual(straight);
  });
});
