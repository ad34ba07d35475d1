import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Disk } from '../../src/journal/disk.ts';
import { nothingSkipped } from '../../src/journal/segments.ts';
import { ok } from '../../src/text/result.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { watchedDisk } from '../fakes/watched-disk.ts';
import { codeOf, contentOf, home, keysOf, put, tallyLedger, tick, value } from './rig.ts';

const how = { by: 'test', durable: false };
const journal = join(home, 'statusline.jsonl');

/** A disk whose appends write only so many bytes, one number per append; then all of them again. */
function shortDisk(disk: Disk, lengths: readonly number[]): Disk {
  const left = [...lengths];
  return {
    ...disk,
    append(path, bytes, durability) {
      const length = left.shift() ?? bytes.length;
      const appended = disk.append(path, bytes.subarray(0, length), durability);
      return appended.ok ? ok({ ...appended.value, isWhole: length === bytes.length }) : appended;
    },
  };
}

describe('appending', () => {
  test('makes the directory for the first record', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk });
    tick(ledger, 'a');
    expect(keysOf(ledger.records())).toEqual(['a']);
  });

  test('writes all events of one call with one write', () => {
    const disk = memoryDisk();
    let appends = 0;
    const watched = watchedDisk(disk, ({ name }) => {
      appends += name === 'append' ? 1 : 0;
      return undefined;
    });
    put(disk, 'statusline.jsonl', '');
    const ledger = tallyLedger({ disk: watched });
    value(ledger.append([{ key: 'a' }, { key: 'b' }, { key: 'c' }], how));
    expect(appends).toBe(1);
    expect(keysOf(ledger.records())).toEqual(['a', 'b', 'c']);
    expect(new Set([...ledger.records()].map((record) => record.id)).size).toBe(3);
  });

  test('of nothing touches nothing', () => {
    const disk = memoryDisk();
    value(tallyLedger({ disk }).append([], how));
    expect(disk.paths()).toEqual(['/']);
  });

  test('keeps a record that follows a torn one', () => {
    const disk = memoryDisk();
    put(disk, 'statusline.jsonl', '\n{"v":1,"id":"torn","at');
    const ledger = tallyLedger({ disk });
    tick(ledger, 'a');
    expect(keysOf(ledger.records())).toEqual(['a']);
    expect(ledger.read().skipped).toEqual({ damaged: 1, newer: 0 });
  });

  test('repeats the whole call after a short write', () => {
    const disk = memoryDisk();
    put(disk, 'statusline.jsonl', '');
    const ledger = tallyLedger({ disk: shortDisk(disk, [150, 20]) });
    value(ledger.append([{ key: 'a' }, { key: 'b' }], how));
    expect(keysOf(ledger.records())).toEqual(['a', 'a', 'b']);
    const [first, again] = [...ledger.records()];
    expect(again).toEqual(first);
    expect(ledger.read().skipped).toEqual({ damaged: 2, newer: 0 });
  });

  test('does not try for ever', () => {
    const disk = memoryDisk();
    put(disk, 'statusline.jsonl', '');
    const everShort = shortDisk(
      disk,
      Array.from({ length: 1000 }, () => 5),
    );
    expect(tallyLedger({ disk: everShort }).append([{ key: 'a' }], how)).toEqual({
      ok: false,
      failure: { kind: 'not-kept', code: 'EAGAIN', path: journal },
    });
  });

  test.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO', 'EMFILE', 'EFBIG'])(
    'says %s when the disk says so',
    (code) => {
      const disk = watchedDisk(memoryDisk(), ({ name }) =>
        name === 'append' ? { refuse: code } : undefined,
      );
      expect(tallyLedger({ disk }).append([{ key: 'a' }], how)).toEqual({
        ok: false,
        failure: { kind: 'not-kept', code, path: journal },
      });
    },
  );

  test('says what keeps the directory from being made', () => {
    const disk = watchedDisk(memoryDisk(), ({ name }) =>
      name === 'makeDirectory' ? { refuse: 'EROFS' } : undefined,
    );
    expect(codeOf(tallyLedger({ disk }).append([{ key: 'a' }], how))).toBe('EROFS');
  });

  test('fails where a directory has the name of the journal', () => {
    const disk = memoryDisk();
    put(disk, 'statusline.jsonl/in-the-way', '');
    const ledger = tallyLedger({ disk });
    expect(codeOf(ledger.append([{ key: 'a' }], how))).toBe('EISDIR');
    expect(ledger.read().state.count).toBe(0);
  });

  test('refuses a record that no reader would look at', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk });
    expect(codeOf(ledger.append([{ key: 'x'.repeat(17 * 1024 * 1024) }], how))).toBe('EMSGSIZE');
    value(ledger.append([{ key: 'x'.repeat(15 * 1024 * 1024) }], how));
    expect(ledger.read()).toMatchObject({ state: { count: 1 }, skipped: nothingSkipped });
  });

  test('says durable only when it was asked for', () => {
    const disk = memoryDisk();
    const asked: string[] = [];
    const noting: Disk = {
      ...disk,
      append(path, bytes, durability) {
        asked.push(durability);
        return disk.append(path, bytes, durability);
      },
    };
    put(disk, 'statusline.jsonl', '');
    const ledger = tallyLedger({ disk: noting });
    value(ledger.append([{ key: 'a' }], { by: 'test', durable: true }));
    value(ledger.append([{ key: 'b' }], { by: 'test', durable: false }));
    expect(asked).toEqual(['durable', 'cached']);
  });

  test('says who wrote it, where and when', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk });
    value(ledger.append([{ key: 'a' }], { by: 'hook', durable: false }));
    expect([...ledger.records()]).toEqual([
      {
        v: 1,
        id: expect.any(String) as string,
        atMs: 1_700_000_000_000,
        host: 'here',
        by: 'hook',
        event: { key: 'a' },
      },
    ]);
    expect(Buffer.from(contentOf(disk, 'statusline.jsonl') ?? '').at(0)).toBe(0x0a);
  });
});
