import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/journal/rotate.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { watchedDisk } from '../fakes/watched-disk.ts';
import { codeOf, contentOf, home, keysOf, put, siteOn, tallyLedger, tick, town, value } from './rig.ts';
import { encodeRecord } from '../../src/journal/record.ts';
import { Buffer } from 'node:buffer';

const active = join(home, 'statusline.jsonl');
const first = join(home, 'journal/statusline.000001.jsonl');
const stamp = { id: 'straggler', atMs: 1, host: 'here', by: 'test' };

/** A journal whose first segment was renamed but not sealed, as a killed rotation leaves it. */
function halfRotated(...keys: readonly string[]): ReturnType<typeof memoryDisk> {
  const disk = memoryDisk();
  tick(tallyLedger({ disk }), ...keys);
  value(disk.makeDirectory(join(home, 'journal')));
  value(disk.rename(active, first));
  return disk;
}

describe('rotation', () => {
  test('ends a journal of the given size and goes on in a new one', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rotateAtBytes: 500 });
    tick(ledger, 'a', 'b', 'c', 'd', 'e');
    expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
    tick(ledger, 'f');
    value(ledger.settle());
    expect(value(disk.list(join(home, 'journal')))).toEqual(['statusline.000001.jsonl']);
    expect(contentOf(disk, 'statusline.jsonl')).toContain('"key":"f"');
    expect(contentOf(disk, 'journal/statusline.000001.jsonl')).toContain('"seal":1');
    expect(keysOf(ledger.records())).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(ledger.read().state.count).toBe(6);
  });

  test('leaves a smaller one alone', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rotateAtBytes: 5000 });
    tick(ledger, 'a', 'b');
    value(ledger.settle());
    expect(value(disk.list(join(home, 'journal')))).toEqual([]);
  });

  test('never takes the name of a segment that is there', () => {
    const disk = memoryDisk();
    tick(tallyLedger({ disk }), 'a');
    put(disk, 'journal/statusline.000001.jsonl', 'precious');
    expect(codeOf(rotate(siteOn(disk), 1))).toBe('EEXIST');
    expect(contentOf(disk, 'journal/statusline.000001.jsonl')).toBe('precious');
  });

  test('is told of as failed where its seal could not be written', () => {
    const disk = memoryDisk();
    tick(tallyLedger({ disk }), 'a');
    const full = watchedDisk(disk, ({ name }) => (name === 'append' ? { refuse: 'ENOSPC' } : undefined));
    expect(codeOf(rotate(siteOn(full), 1))).toBe('ENOSPC');
  });

  test('is on the disk when it is done: both folders after the seal', () => {
    const disk = memoryDisk();
    tick(tallyLedger({ disk }), 'a');
    const calls: string[] = [];
    const noting = watchedDisk(disk, ({ name, path }) => {
      calls.push(`${name} ${path.slice(home.length + 1)}`);
      return undefined;
    });
    value(rotate(siteOn(noting), 1));
    expect(calls.slice(calls.indexOf('rename statusline.jsonl'))).toEqual([
      'rename statusline.jsonl',
      'append journal/statusline.000001.jsonl',
      'syncDirectory ',
      'syncDirectory journal',
    ]);
  });

  test('that fails keeps nothing else back', () => {
    const disk = memoryDisk();
    put(disk, 'journal', 'a file where the folder should be');
    const ledger = tallyLedger({ disk, rotateAtBytes: 100 });
    tick(ledger, 'a', 'b');
    expect(codeOf(ledger.settle())).toBe('EEXIST');
    expect(contentOf(disk, 'tally.json')).toContain('"count":2');
    expect(keysOf(ledger.records())).toEqual(['a', 'b']);
  });

  test('counts segments in their order', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rotateAtBytes: 1 });
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    for (const key of keys) {
      tick(ledger, key);
      value(ledger.settle());
    }
    expect(value(disk.list(join(home, 'journal')))).toHaveLength(12);
    expect(keysOf(ledger.records())).toEqual(keys);
    expect(tallyLedger({ disk }).read().state).toEqual(ledger.read().state);
  });
});

describe('a straggler, who opened the journal before it was rotated', () => {
  test('writes the same record again when it comes behind the seal', () => {
    const disk = memoryDisk();
    const rotating = watchedDisk(disk, () => undefined);
    const other = tallyLedger({ disk: rotating, rotateAtBytes: 1 });
    tick(other, 'a');
    const late = tallyLedger({
      disk: {
        ...disk,
        append(path, bytes) {
          const held = value(disk.openAppend(path));
          if (contentOf(disk, 'journal/statusline.000001.jsonl') === null) {
            value(other.settle());
            tick(other, 'b');
          }
          return held.append(bytes);
        },
      },
    });
    tick(late, 'late');
    expect(contentOf(disk, 'journal/statusline.000001.jsonl')).toMatch(/"seal":1.*"key":"late"/su);
    expect(keysOf(late.records())).toEqual(['a', 'b', 'late']);
  });

  test('counts where it wrote when it comes before the seal, and once more', () => {
    const disk = memoryDisk();
    const other = tallyLedger({ disk, rotateAtBytes: 1 });
    tick(other, 'a');
    const held = value(disk.openAppend(active));
    const late = Buffer.from(encodeRecord(stamp, { key: 'late' }));
    let wasThere = true;
    const slow = watchedDisk(disk, ({ name, path }) => {
      if (name === 'append' && path === first) {
        wasThere = value(held.append(late)).isStillThere;
      }
      return undefined;
    });
    value(tallyLedger({ disk: slow, rotateAtBytes: 1 }).settle());
    expect(wasThere).toBe(false);
    expect(keysOf(other.records())).toEqual(['a', 'late']);
    value(held.append(late));
    expect(keysOf(other.records())).toEqual(['a', 'late']);
  });
});

describe('a segment that a killed rotation left unsealed', () => {
  test('is sealed by the first reader that goes on behind it', () => {
    const disk = halfRotated('a', 'b');
    const reader = tallyLedger({ disk });
    expect(keysOf(reader.records())).toEqual(['a', 'b']);
    expect(contentOf(disk, 'journal/statusline.000001.jsonl')).not.toContain('seal');
    tick(reader, 'c');
    expect(keysOf(reader.records())).toEqual(['a', 'b', 'c']);
    expect(contentOf(disk, 'journal/statusline.000001.jsonl')).toContain('"seal":1');
    expect(reader.read().skipped).toEqual({ damaged: 0, newer: 0 });
  });

  test('keeps its end where a reader once saw it', () => {
    const disk = halfRotated('a');
    const reader = tallyLedger({ disk });
    tick(reader, 'c');
    const before = reader.read().state;
    value(disk.append(first, Buffer.from(encodeRecord(stamp, { key: 'late' })), 'cached'));
    expect(tallyLedger({ disk }).read().state).toEqual(before);
    expect(keysOf(reader.records())).toEqual(['a', 'c']);
  });

  test('ends in a fragment without harm', () => {
    const disk = halfRotated('a');
    value(disk.append(first, Buffer.from('\n{"v":1,"id":"to'), 'cached'));
    const reader = tallyLedger({ disk });
    tick(reader, 'b');
    expect(keysOf(reader.records())).toEqual(['a', 'b']);
    expect(reader.read()).toMatchObject({ state: { count: 2 }, skipped: { damaged: 1 } });
  });

  test('is read all the same where nothing can be written, but nothing is kept of that', () => {
    const disk = halfRotated('a');
    tick(tallyLedger({ disk }), 'c');
    let isReadOnly = true;
    const guarded = watchedDisk(disk, ({ name }) =>
      isReadOnly && name === 'append' ? { refuse: 'EROFS' } : undefined,
    );
    const reader = tallyLedger({ disk: guarded, holders: town().holder('reader') });
    expect(reader.read().state.count).toBe(2);
    expect(codeOf(reader.settle())).toBe('EROFS');
    expect(contentOf(disk, 'tally.json')).toBe(null);
    value(disk.append(first, Buffer.from(encodeRecord(stamp, { key: 'late' })), 'cached'));
    isReadOnly = false;
    value(reader.settle());
    expect(keysOf(reader.records())).toEqual(['a', 'late', 'c']);
    expect(reader.read().state).toEqual(tallyLedger({ disk }).read().state);
    expect(reader.read().state.count).toBe(3);
  });
});
