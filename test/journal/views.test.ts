import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Disk } from '../../src/journal/disk.ts';
import { bringViews } from '../../src/journal/views.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { watchedDisk } from '../fakes/watched-disk.ts';
import { codeOf, contentOf, home, put, siteOn, tallyLedger, tick, value } from './rig.ts';

const quietly = { rewriteAll: false };
const marksOf = (disk: Disk, names: readonly string[]): readonly (string | undefined)[] =>
  names.map((name) => value(disk.identify(join(home, name)))?.mark);

describe('views', () => {
  const wanted = new Map([
    ['registry.json', '{}'],
    ['counts/a.txt', '1\n'],
  ]);
  const names = [...wanted.keys()];

  test('are written where they are missing, with their folders', () => {
    const disk = memoryDisk();
    value(bringViews(siteOn(disk), wanted, quietly));
    expect(contentOf(disk, 'registry.json')).toBe('{}');
    expect(contentOf(disk, 'counts/a.txt')).toBe('1\n');
    expect(value(disk.list(join(home, 'state/underway')))).toEqual([]);
  });

  test('are left alone when they say it already', () => {
    const disk = memoryDisk();
    value(bringViews(siteOn(disk), wanted, quietly));
    const marks = marksOf(disk, names);
    value(bringViews(siteOn(disk), wanted, quietly));
    expect(marksOf(disk, names)).toEqual(marks);
    value(bringViews(siteOn(disk), new Map([...wanted, ['counts/a.txt', '2\n']]), quietly));
    expect(marksOf(disk, names)[0]).toBe(marks[0]);
    expect(contentOf(disk, 'counts/a.txt')).toBe('2\n');
  });

  test('that are not wanted any more stay', () => {
    const disk = memoryDisk();
    value(bringViews(siteOn(disk), wanted, quietly));
    value(bringViews(siteOn(disk), new Map([['registry.json', '{}']]), quietly));
    expect(contentOf(disk, 'counts/a.txt')).toBe('1\n');
  });

  test.each([
    ['edited', (disk: Disk) => put(disk, 'registry.json', '{}')],
    ['deleted', (disk: Disk) => value(disk.unlink(join(home, 'registry.json')))],
    ['replaced', (disk: Disk) => value(disk.rename(join(home, 'counts/a.txt'), join(home, 'registry.json')))],
  ])('are written again when they were %s', (_, change) => {
    const disk = memoryDisk();
    value(bringViews(siteOn(disk), wanted, quietly));
    const [before] = marksOf(disk, names);
    change(disk);
    value(bringViews(siteOn(disk), wanted, quietly));
    expect([...wanted].map(([name]) => contentOf(disk, name))).toEqual([...wanted.values()]);
    expect(marksOf(disk, names)[0]).not.toBe(before);
  });

  test('are all written again when nobody remembers them', () => {
    const disk = memoryDisk();
    value(bringViews(siteOn(disk), wanted, quietly));
    const marks = marksOf(disk, names);
    put(disk, 'state/views.json', 'rubbish');
    value(bringViews(siteOn(disk), wanted, quietly));
    expect(marksOf(disk, names).some((mark, index) => mark === marks[index])).toBe(false);
  });

  test('that cannot be written keep no other back, and are tried again', () => {
    const disk = memoryDisk();
    put(disk, 'registry.json/in-the-way', '');
    expect(codeOf(bringViews(siteOn(disk), wanted, quietly))).toBe('EISDIR');
    expect(contentOf(disk, 'counts/a.txt')).toBe('1\n');
    value(disk.removeTree(join(home, 'registry.json')));
    value(bringViews(siteOn(disk), wanted, quietly));
    expect(contentOf(disk, 'registry.json')).toBe('{}');
  });

  test.each(['../outside.txt', '/etc/outside', 'counts/../../outside', '', '.', '..', 'a//b', './a'])(
    'never lead out of their directory: %j',
    (path) => {
      const disk = memoryDisk();
      const views = new Map([
        [path, 'x'],
        ['inside.txt', 'y'],
      ]);
      expect(codeOf(bringViews(siteOn(disk), views, quietly))).toBe('EINVAL');
      expect(contentOf(disk, 'inside.txt')).toBe('y');
      expect(disk.paths().filter((left) => left.includes('outside'))).toEqual([]);
    },
  );

  test('may have any name inside', () => {
    const disk = memoryDisk();
    const views = new Map([
      ['..hidden', 'x'],
      ['__proto__', 'y'],
      ['constructor', 'z'],
    ]);
    value(bringViews(siteOn(disk), views, quietly));
    expect(contentOf(disk, '__proto__')).toBe('y');
    const marks = marksOf(disk, [...views.keys()]);
    value(bringViews(siteOn(disk), views, quietly));
    expect(marksOf(disk, [...views.keys()])).toEqual(marks);
  });
});

describe('a ledger with views', () => {
  test('writes each of them once for many records', () => {
    const disk = memoryDisk();
    let renames = 0;
    const counting = watchedDisk(disk, ({ name }) => {
      renames += name === 'rename' ? 1 : 0;
      return undefined;
    });
    const ledger = tallyLedger({ disk: counting });
    tick(ledger, ...Array.from({ length: 100 }, () => 'a'));
    value(ledger.settle());
    // tally.json, counts/a.txt (with its folder to be made), what was written, and the checkpoint.
    expect(renames).toBe(5);
  });

  test('repairs a deleted view although nothing happened', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk });
    tick(ledger, 'a');
    value(ledger.settle());
    value(disk.unlink(join(home, 'tally.json')));
    value(ledger.settle());
    expect(contentOf(disk, 'tally.json')).toContain('"count":1');
  });

  test('syncs what its checkpoint is made of before it writes it, also what a killed rotation left', () => {
    const disk = memoryDisk();
    tick(tallyLedger({ disk }), 'a', 'b');
    value(disk.makeDirectory(join(home, 'journal')));
    value(disk.rename(join(home, 'statusline.jsonl'), join(home, 'journal/statusline.000001.jsonl')));
    tick(tallyLedger({ disk }), 'c');
    tallyLedger({ disk }).read();
    const calls: string[] = [];
    const noting = watchedDisk(disk, ({ name, path }) => {
      calls.push(`${name} ${path.slice(home.length + 1)}`);
      return undefined;
    });
    value(tallyLedger({ disk: noting }).settle());
    const written = calls.lastIndexOf('rename state/underway/0');
    const synced = calls.slice(0, written).filter((call) => /^sync\w* (journal|statusline|$)/u.test(call));
    expect(new Set(synced)).toEqual(
      new Set([
        'sync journal/statusline.000001.jsonl',
        'syncDirectory journal',
        'syncDirectory ',
        'sync statusline.jsonl',
      ]),
    );
  });

  test('takes away what a killed process left underway', () => {
    const disk = memoryDisk();
    put(disk, 'state/underway/7', 'half a vi');
    const ledger = tallyLedger({ disk });
    tick(ledger, 'a');
    value(ledger.settle());
    expect(value(disk.list(join(home, 'state/underway')))).toEqual([]);
  });

  test('writes no checkpoint for little news', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, checkpointEveryBytes: 1000 });
    const settledMark = (): string | undefined => {
      value(ledger.settle());
      return marksOf(disk, ['state/checkpoint.json'])[0];
    };
    tick(ledger, 'a');
    const first = settledMark();
    tick(ledger, 'b');
    expect(settledMark()).toBe(first);
    expect(contentOf(disk, 'tally.json')).toContain('"count":2');
    tick(ledger, ...Array.from({ length: 12 }, () => 'c'));
    expect(settledMark()).not.toBe(first);
    expect(tallyLedger({ disk }).read().state).toEqual(ledger.read().state);
  });

  test.each([
    ['rubbish', 'rubbish'],
    ['empty', ''],
    ['cut', null],
  ])('does not need its checkpoint: %s', (_, content) => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk });
    tick(ledger, 'a', 'b');
    value(ledger.settle());
    const { state } = ledger.read();
    const whole = contentOf(disk, 'state/checkpoint.json') ?? '';
    put(disk, 'state/checkpoint.json', content ?? whole.slice(0, -5));
    expect(tallyLedger({ disk }).read().state).toEqual(state);
    expect(ledger.read().state).toEqual(state);
    value(ledger.settle());
    expect(contentOf(disk, 'state/checkpoint.json')).toBe(whole);
  });

  test('lives with a directory in the place of any file of its own', () => {
    const disk = memoryDisk();
    for (const name of ['state/checkpoint.json', 'state/views.json', 'tally.json']) {
      put(disk, `${name}/in-the-way`, '');
    }
    const ledger = tallyLedger({ disk });
    tick(ledger, 'a');
    expect(codeOf(ledger.settle())).toBe('EISDIR');
    expect(ledger.read().state.count).toBe(1);
    expect(contentOf(disk, 'counts/a.txt')).toBe('1\n');
  });
});
