import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeRecord } from '../../src/journal/record.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { watchedDisk } from '../fakes/watched-disk.ts';
import { codeOf, contentOf, home, keysOf, put, tallyLedger, tick, value } from './rig.ts';

const active = join(home, 'statusline.jsonl');
const stamp = { id: 'r', atMs: 1, host: 'here', by: 'test' };
const encoded = (key: string): string => encodeRecord(stamp, { key });

function settled(): ReturnType<typeof memoryDisk> {
  const disk = memoryDisk();
  const ledger = tallyLedger({ disk });
  tick(ledger, 'a', 'b', 'c');
  value(ledger.settle());
  return disk;
}

describe('reading', () => {
  test('finds nothing in a journal that is not there', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk });
    expect(ledger.read()).toEqual({
      state: { count: 0, nextNumber: 1, trail: '', lines: new Map() },
      skipped: { damaged: 0, newer: 0 },
    });
    expect([...ledger.records()]).toEqual([]);
    expect(ledger.archivedKeys()).toEqual([]);
    expect(disk.paths()).toEqual(['/']);
  });

  test.each([
    ['text of somebody else', 'hello\nworld\n', 2, 0],
    ['NUL bytes', '\0'.repeat(4096), 1, 0],
    ['a torn record', encoded('torn').slice(0, 60), 1, 0],
    ['a record whose newline is missing', encoded('torn').slice(0, -1), 0, 0],
    ['empty lines', '\n\n\n', 0, 0],
    ['a carriage return', '\r\n', 1, 0],
  ])('skips %s', (_, garbage, damaged, newer) => {
    const disk = memoryDisk();
    put(disk, 'statusline.jsonl', encoded('a') + garbage + encoded('b'));
    const ledger = tallyLedger({ disk });
    expect(keysOf(ledger.records()).filter((key) => key !== 'torn')).toEqual(['a', 'b']);
    expect(ledger.read().skipped).toEqual({ damaged, newer });
  });

  test('waits for the rest of an unfinished line', () => {
    const disk = memoryDisk();
    const [whole, later] = [encoded('a'), encoded('b')];
    const reader = tallyLedger({ disk });
    for (let length = 0; length <= later.length; length += 1) {
      put(disk, 'statusline.jsonl', whole + later.slice(0, length));
      const isWhole = length === later.length;
      expect(reader.read().state.count, `${length} bytes`).toBe(isWhole ? 2 : 1);
      expect(reader.read().skipped.damaged).toBe(0);
    }
  });

  test('understands records across the borders of its chunks', () => {
    const disk = memoryDisk();
    const sizes = [700_000, 700_000, 1_200_000, 3_000_000, 10, 1_048_000, 600, 600];
    const keys = sizes.map((size, index) => String(index).repeat(size));
    put(disk, 'statusline.jsonl', keys.map(encoded).join(''));
    const ledger = tallyLedger({ disk });
    expect(keysOf(ledger.records()).map((key) => key.length)).toEqual(sizes);
    expect(ledger.read().skipped.damaged).toBe(0);
  });

  test('skips a line that is too long to be a record, however it comes', () => {
    const disk = memoryDisk();
    const endless = 'x'.repeat(40 * 1024 * 1024);
    const reader = tallyLedger({ disk });
    put(disk, 'statusline.jsonl', `${encoded('a')}${endless}`);
    expect(reader.read()).toMatchObject({ state: { count: 1 }, skipped: { damaged: 0 } });
    value(disk.append(active, Buffer.from(encoded('b')), 'cached'));
    expect(reader.read()).toMatchObject({ state: { count: 2 }, skipped: { damaged: 1 } });
    expect(keysOf(reader.records())).toEqual(['a', 'b']);
  });

  test('looks only at what is new, also behind a rotation', () => {
    const disk = memoryDisk();
    const opened: string[] = [];
    const ledger = tallyLedger({
      disk: watchedDisk(disk, ({ name, path }) => {
        opened.push(...(name === 'readAt' ? [path.slice(home.length + 1)] : []));
        return undefined;
      }),
      rotateAtBytes: 200,
      checkpointEveryBytes: 1,
    });
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      tick(ledger, key);
      value(ledger.settle());
    }
    tick(ledger, 'g');
    opened.length = 0;
    expect(ledger.read().state.count).toBe(7);
    expect(new Set(opened)).toEqual(new Set(['journal/statusline.000003.jsonl', 'statusline.jsonl']));
    opened.length = 0;
    expect(ledger.read().state.count).toBe(7);
    expect(new Set(opened)).toEqual(new Set(['statusline.jsonl']));
  });

  test('gives back its file when its reader stops early', () => {
    const disk = memoryDisk();
    let open = 0;
    const ledger = tallyLedger({
      disk: {
        ...disk,
        open(path) {
          const file = disk.open(path);
          if (!file.ok || file.value === null) {
            return file;
          }
          open += 1;
          return { ok: true, value: { ...file.value, close: () => void (open -= 1) } };
        },
      },
    });
    tick(ledger, 'a', 'b');
    for (const record of ledger.records()) {
      expect(record.event).toEqual({ key: 'a' });
      expect(open).toBe(1);
      break;
    }
    expect(open).toBe(0);
  });

  test.each([
    ['open', 'EACCES'],
    ['list', 'EIO'],
    ['readAt', 'EIO'],
  ] as const)('says so when the system refuses to %s', (name, code) => {
    const disk = memoryDisk();
    const good = tallyLedger({ disk });
    tick(good, 'a');
    value(good.settle());
    tick(good, 'b');
    const view = contentOf(disk, 'tally.json');
    const bad = watchedDisk(disk, (call) => {
      const isJournal = call.path === active || call.path === join(home, 'journal');
      return isJournal && call.name === name ? { refuse: code } : undefined;
    });
    const ledger = tallyLedger({ disk: bad });
    expect(ledger.read()).toMatchObject({ state: { count: 1 }, unreadable: code });
    expect(codeOf(ledger.settle())).toBe(code);
    expect(contentOf(disk, 'tally.json')).toBe(view);
    expect(good.read()).not.toHaveProperty('unreadable');
  });
});

describe('a journal that changed behind its readers', () => {
  test.each([
    ['cut short', (text: string) => text.slice(0, text.indexOf('\n\n') + 1), ['a']],
    ['cut to nothing', () => '', []],
    [
      'replaced by another',
      () => encoded('x') + encoded('y') + encoded('z') + encoded('z'),
      ['x', 'y', 'z', 'z'],
    ],
    ['damaged at the end', (text: string) => text.replace('"c"', '"d"'), ['a', 'b']],
  ])('is folded from its start when it was %s', (_, change, keys) => {
    const disk = settled();
    const remembering = tallyLedger({ disk });
    expect(remembering.read().state.count).toBe(3);
    put(disk, 'statusline.jsonl', change(contentOf(disk, 'statusline.jsonl') ?? ''));
    for (const ledger of [remembering, tallyLedger({ disk })]) {
      expect(keysOf(ledger.records())).toEqual(keys);
      expect([...ledger.read().state.lines.keys()]).toEqual([...new Set(keys)]);
      value(ledger.settle());
      expect([...ledger.read().state.lines.keys()]).toEqual([...new Set(keys)]);
    }
  });

  test('keeps its views when nothing is left of it', () => {
    const disk = settled();
    const view = contentOf(disk, 'tally.json');
    value(disk.unlink(active));
    const ledger = tallyLedger({ disk });
    expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
    put(disk, 'statusline.jsonl', '\n{"v":1,"id":"to');
    expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
    expect(contentOf(disk, 'tally.json')).toBe(view);
  });

  test('is known again when its old segments were thrown away', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rotateAtBytes: 300 });
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
      tick(ledger, key);
      value(ledger.settle());
    }
    tick(ledger, 'h');
    value(ledger.rebuild());
    const before = ledger.read().state;
    value(disk.removeTree(join(home, 'journal')));
    const after = tallyLedger({ disk, rotateAtBytes: 300 });
    expect(after.read().state).toEqual(before);
    tick(after, 'i', 'j', 'k');
    value(after.settle());
    tick(after, 'l');
    expect(after.read().state.lines.get('l')?.number).toBe(12);
    expect(tallyLedger({ disk }).read().state).toEqual(after.read().state);
    expect(value(disk.list(join(home, 'journal')))).not.toContain('statusline.000001.jsonl');
  });
});
