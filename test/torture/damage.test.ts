import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ledger } from '../../src/journal/ledger.ts';
import { memoryDisk, type MemoryDisk } from '../fakes/memory-disk.ts';
import { contentOf, home, keysOf, put, tallyLedger, tick, value } from '../journal/rig.ts';
import type { Tally } from '../journal/tally.ts';
import { scaled } from './rig.ts';

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const files = ['statusline.jsonl', 'journal/statusline.000001.jsonl'];

/** A journal with one full segment and an open end. */
function journal(): MemoryDisk {
  const disk = memoryDisk();
  const ledger = tallyLedger({ disk, rotateAtBytes: 400 });
  tick(ledger, ...keys.slice(0, 4));
  value(ledger.settle());
  tick(ledger, ...keys.slice(4));
  for (const folder of ['state', 'counts', 'locks']) {
    value(disk.removeTree(join(home, folder)));
  }
  value(disk.unlink(join(home, 'tally.json')));
  return disk;
}

const sound = new Map(files.map((file) => [file, Buffer.from(contentOf(journal(), file) ?? '')]));

/** The journal with one file changed. */
function changed(file: string, bytes: Buffer): MemoryDisk {
  const disk = journal();
  put(disk, file, bytes);
  return disk;
}

/** What readers make of it, and that settling it makes them no wiser. */
function survivors(disk: MemoryDisk): readonly string[] {
  const ledger: Ledger<Tally> = tallyLedger({ disk, checkpointEveryBytes: 1 });
  const found = keysOf(ledger.records());
  const before = ledger.read();
  expect([...before.state.lines.keys()]).toEqual(found);
  value(ledger.settle());
  expect(tallyLedger({ disk }).read().state).toEqual(before.state);
  tick(ledger, 'later');
  // A whole record that only lacked its newline comes to light with the next one.
  const after = keysOf(ledger.records());
  expect(after.filter((key, index) => key !== found[index])).toEqual(
    after.length > found.length + 1 ? [after.at(-2), 'later'] : ['later'],
  );
  expect([...tallyLedger({ disk }).read().state.lines.keys()]).toEqual(after);
  return found;
}

test.each(files)('every byte of %s may be changed: only its own record is lost', (file) => {
  const bytes = sound.get(file) ?? Buffer.alloc(0);
  expect(bytes.length).toBeGreaterThan(400);
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += scaled(5, 1)) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      const found = survivors(changed(file, flipped));
      const lost = keys.filter((key) => !found.includes(key));
      expect(lost.length, `bit ${bit} of byte ${at}`).toBeLessThanOrEqual(1);
      expect(found).toEqual(keys.filter((key) => !lost.includes(key)));
    }
  }
});

test.each(files)('%s may be cut anywhere: whole records stay', (file) => {
  const bytes = sound.get(file) ?? Buffer.alloc(0);
  const others = keys.filter((key) => !bytes.includes(`"key":"${key}"`));
  for (let length = 0; length < bytes.length; length += 1) {
    const found = survivors(changed(file, bytes.subarray(0, length)));
    const wholeLines = bytes.subarray(0, length).toString().split('\n').slice(0, -1).join('\n');
    const whole = keys.filter((key) => others.includes(key) || wholeLines.includes(`"key":"${key}"`));
    // Where its seal was cut away, the segment gets another: what was cut through is a line then.
    const missing = whole.filter((key) => !found.includes(key));
    expect(missing, `${length} bytes`).toEqual([]);
    expect(found.length - whole.length).toBeLessThanOrEqual(1);
  }
});

test.each(files)('%s may have anything in it', (file) => {
  for (let run = 0; run < scaled(100, 2000); run += 1) {
    const bytes = Buffer.from(sound.get(file) ?? '');
    const from = Math.floor(Math.random() * bytes.length);
    const to = Math.min(bytes.length, from + Math.floor(Math.random() * 200));
    for (let at = from; at < to; at += 1) {
      bytes[at] = Math.floor(Math.random() * 256);
    }
    const found = survivors(changed(file, bytes));
    expect(found.length).toBeGreaterThanOrEqual(keys.length - 3);
  }
});
