import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { archiveEntries, dropOtherGenerations, keysIn, lookUp } from '../../src/journal/archive.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { watchedDisk } from '../fakes/watched-disk.ts';
import { contentOf, home, put, siteOn, tallyLedger, tick, value } from './rig.ts';
import { tallyRules } from './tally.ts';

const at = (offsetBytes: number): { segment: number; offsetBytes: number } => ({ segment: 1, offsetBytes });

describe('the archive', () => {
  test('gives the newest version that is not ahead of who asks', () => {
    const site = siteOn(memoryDisk());
    value(archiveEntries(site, 'g', new Map([['key', 'old']]), { at: at(50), checkpointAt: null }));
    value(archiveEntries(site, 'g', new Map([['key', 'new']]), { at: at(100), checkpointAt: at(80) }));
    expect(lookUp(site, 'g', 'key', at(80))).toEqual({ kind: 'found', entry: 'old' });
    expect(lookUp(site, 'g', 'key', at(99))).toEqual({ kind: 'found', entry: 'old' });
    expect(lookUp(site, 'g', 'key', at(100))).toEqual({ kind: 'found', entry: 'new' });
    expect(lookUp(site, 'g', 'key', { segment: 2, offsetBytes: 0 })).toEqual({ kind: 'found', entry: 'new' });
    expect(lookUp(site, 'g', 'key', at(40))).toEqual({ kind: 'unusable' });
  });

  test('forgets versions that no checkpoint goes with any more', () => {
    const disk = memoryDisk();
    const site = siteOn(disk);
    const versions: readonly [number, number | null][] = [
      [10, null],
      [20, 10],
      [30, 20],
      [45, 30],
      [40, 30],
    ];
    for (const [to, from] of versions) {
      const checkpointAt = from === null ? null : at(from);
      value(archiveEntries(site, 'g', new Map([['key', to]]), { at: at(to), checkpointAt }));
    }
    expect(JSON.parse(contentOf(disk, 'archive/g/ke/key.json') ?? '')).toMatchObject({
      versions: [
        { at: at(30), entry: 30 },
        { at: at(40), entry: 40 },
      ],
    });
  });

  test.each([
    ['the session id', '0b5c8a6e-1d2f-4c3b-9a7d-5e6f70819203'],
    ['one letter', 'a'],
    ['nothing', ''],
    ['capitals', 'ABC'],
    ['a path', '../../etc/passwd'],
    ['a dot', '.'],
    ['NUL', 'a\0b'],
    ['many letters', 'x'.repeat(5000)],
    ['letters of many bytes', 'ß🦉'.repeat(100)],
  ])('takes %s for a key', (_, key) => {
    const disk = memoryDisk();
    const site = siteOn(disk);
    value(archiveEntries(site, 'g', new Map([[key, { n: 1 }]]), { at: at(1), checkpointAt: null }));
    expect(lookUp(site, 'g', key, at(1))).toEqual({ kind: 'found', entry: { n: 1 } });
    expect(lookUp(site, 'g', `${key}2`, at(1))).toEqual({ kind: 'none' });
    expect(keysIn(site, 'g')).toEqual([key]);
    const file = disk.paths().find((path) => path.endsWith('.json')) ?? '';
    expect(file.startsWith(join(home, 'archive/g/'))).toBe(true);
    expect(file.split('/').every((name) => name.length < 200)).toBe(true);
  });

  test.each([
    ['torn', (text: string) => text.slice(0, 40)],
    ['empty', () => ''],
    ['of another version', () => '{"v":2}'],
  ])('does not take a file that is %s for a missing one', (_, change) => {
    const disk = memoryDisk();
    const site = siteOn(disk);
    value(archiveEntries(site, 'g', new Map([['key', 1]]), { at: at(1), checkpointAt: null }));
    put(disk, 'archive/g/ke/key.json', change(contentOf(disk, 'archive/g/ke/key.json') ?? ''));
    expect(lookUp(site, 'g', 'key', at(1))).toEqual({ kind: 'unusable' });
  });

  test("does not take another key's file for its own", () => {
    const disk = memoryDisk();
    const site = siteOn(disk);
    value(archiveEntries(site, 'g', new Map([['ken', 1]]), { at: at(1), checkpointAt: null }));
    value(disk.rename(join(home, 'archive/g/ke/ken.json'), join(home, 'archive/g/ke/key.json')));
    expect(lookUp(site, 'g', 'key', at(1))).toEqual({ kind: 'unusable' });
  });

  test('does not take an unreadable file for a missing one', () => {
    const site = siteOn(watchedDisk(memoryDisk(), () => ({ refuse: 'EMFILE' })));
    expect(lookUp(site, 'g', 'key', at(1))).toMatchObject({ kind: 'failed', failure: { code: 'EMFILE' } });
  });

  test('drops other generations, without one moment of a half one', () => {
    const disk = memoryDisk();
    for (const generation of ['old', 'kept']) {
      value(
        archiveEntries(siteOn(disk), generation, new Map([['key', 1]]), { at: at(1), checkpointAt: null }),
      );
    }
    put(disk, 'archive/gone.before/ke/key.json', '');
    const seen = new Set<string>();
    const removed: string[] = [];
    const watched = watchedDisk(disk, ({ name, path }) => {
      seen.add(lookUp(siteOn(disk), 'old', 'key', at(1)).kind);
      removed.push(...(name === 'removeTree' ? [path.slice(home.length)] : []));
      return undefined;
    });
    value(dropOtherGenerations(siteOn(watched), 'kept'));
    expect(value(disk.list(join(home, 'archive')))).toEqual(['kept']);
    expect(seen).toEqual(new Set(['found', 'unusable']));
    // A real disk removes a tree file by file, so it must have a name by then that nobody asks for.
    expect(removed).toEqual(['/archive/gone.old', '/archive/gone.before']);
  });
});

describe('a ledger with an archive', () => {
  const rules = tallyRules(0);

  test('keeps only what is not quiet in its checkpoint', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rules });
    tick(ledger, 'a', 'b', 'c');
    value(ledger.settle());
    expect([...ledger.read().state.lines.keys()]).toEqual(['c']);
    expect([...ledger.archivedKeys()].sort()).toEqual(['a', 'b']);
    expect(contentOf(disk, 'state/checkpoint.json')).not.toContain('"a"');
    expect(ledger.recall(['a']).lines.get('a')).toMatchObject({ number: 1, count: 1 });
    expect(ledger.recall(['none', 'a']).lines.size).toBe(2);
  });

  test('brings many back at the cost of one, where its rules can', () => {
    const disk = memoryDisk();
    tick(tallyLedger({ disk, rules }), 'a', 'b', 'c');
    value(tallyLedger({ disk, rules }).settle());
    const calls: (readonly string[])[] = [];
    const ledger = tallyLedger({
      disk,
      rules: {
        ...rules,
        restoreAll(state, entries) {
          calls.push([...entries.keys()]);
          return [...entries].reduce((restored, [key, entry]) => rules.restore(restored, key, entry), state);
        },
      },
    });
    expect(ledger.recall(['a', 'c', 'none', 'b']).lines.size).toBe(3);
    expect(ledger.recall(['c']).lines.size).toBe(1);
    expect(calls).toEqual([['a', 'b']]);
  });

  test('brings back what is spoken of again', () => {
    const ledger = tallyLedger({ disk: memoryDisk(), rules });
    tick(ledger, 'a', 'b');
    value(ledger.settle());
    tick(ledger, 'a');
    expect(ledger.read().state.lines.get('a')).toMatchObject({ number: 1, count: 2 });
    expect(ledger.archivedKeys()).toEqual([]);
  });

  test.each(['damaged', 'thrown away'])('is made again when its archive was %s', (fate) => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rules });
    tick(ledger, 'a', 'b', 'c');
    value(ledger.settle());
    if (fate === 'damaged') {
      const file = disk.paths().find((path) => path.endsWith('.json') && path.includes('archive')) ?? '';
      put(disk, file.slice(home.length), 'rubbish');
    } else {
      value(disk.removeTree(join(home, 'archive')));
    }
    tick(ledger, 'a', 'b');
    for (const each of [ledger, tallyLedger({ disk, rules })]) {
      expect(each.recall(['a', 'b', 'c']).lines.get('a')).toMatchObject({ number: 1, count: 2 });
      expect(each.read().state.nextNumber).toBe(4);
    }
    value(ledger.settle());
    expect(tallyLedger({ disk, rules }).recall(['a', 'b', 'c']).lines.size).toBe(3);
  });

  test('keeps everything in its checkpoint while the archive cannot be written', () => {
    const disk = memoryDisk();
    const noRoom = watchedDisk(disk, ({ name, path }) =>
      name === 'makeDirectory' && path.includes('archive') ? { refuse: 'ENOSPC' } : undefined,
    );
    const ledger = tallyLedger({ disk: noRoom, rules });
    tick(ledger, 'a', 'b', 'c');
    expect(ledger.settle()).toMatchObject({ ok: false, failure: { code: 'ENOSPC' } });
    expect(tallyLedger({ disk, rules }).read().state.lines.size).toBe(3);
    value(tallyLedger({ disk, rules }).settle());
    expect(tallyLedger({ disk, rules }).read().state.lines.size).toBe(1);
  });

  test('does not fold all over for a reader who was overtaken', () => {
    const disk = memoryDisk();
    const fast = tallyLedger({ disk, rules });
    tick(fast, 'a', 'b');
    value(fast.settle());
    tick(fast, 'a', 'b');
    let reads = 0;
    const slow = tallyLedger({
      rules,
      disk: watchedDisk(disk, ({ name, path }) => {
        const isArchive = path.includes('/archive/');
        if (name === 'open' && isArchive && reads === 0) {
          value(fast.settle());
        }
        reads += name === 'open' && isArchive ? 1 : 0;
        return undefined;
      }),
    });
    expect(slow.read().state.lines.get('a')).toMatchObject({ number: 1, count: 2 });
    expect(reads).toBe(1);
  });
});
