import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Disk } from '../../src/journal/disk.ts';
import type { Ledger } from '../../src/journal/ledger.ts';
import { encodeRecord } from '../../src/journal/record.ts';
import { memoryDisk, type MemoryDisk } from '../fakes/memory-disk.ts';
import {
  deadlyDisk,
  interruptedDisk,
  watchedDisk,
  type DiskCall,
  type Verdict,
} from '../fakes/watched-disk.ts';
import { contentOf, home, keysOf, tallyLedger, tick, town, value, type Town } from './rig.ts';
import { tallyRules, type Tally } from './tally.ts';
import { Buffer } from 'node:buffer';

const rules = tallyRules(4);
const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

interface Stage {
  readonly disk: MemoryDisk;
  readonly town: Town;
  /** One more process. */
  readonly open: (name: string, disk?: Disk) => Ledger<Tally>;
}

/** A ledger with a checkpoint, an archive and a full segment, about to settle, rotate and retire again. */
function stage(): Stage {
  const disk = memoryDisk();
  const people = town();
  const open = (name: string, on: Disk = disk): Ledger<Tally> =>
    tallyLedger({
      disk: on,
      holders: people.holder(name),
      rules,
      rotateAtBytes: 500,
      checkpointEveryBytes: 1,
    });
  const first = open('first');
  tick(first, ...all);
  value(first.settle());
  tick(first, 'a', 'c', 'x', 'x', 'x', 'x');
  return { disk, town: people, open };
}

/** How many calls of the disk one settling makes here. */
function callsOfSettling(): number {
  let calls = 0;
  const { disk, open } = stage();
  const counting = watchedDisk(disk, () => {
    calls += 1;
    return undefined;
  });
  value(open('counting', counting).settle());
  return calls;
}

const settlingCalls = callsOfSettling();
const everyCall = Array.from({ length: settlingCalls }, (_, index) => index);

function straight(ledger: Ledger<Tally>): Tally {
  const plain = tallyRules();
  return plain.fold(plain.empty, [...ledger.records()]);
}

/** Everybody agrees with a single fold, and the views are those of the state. */
function expectSettled(ledger: Ledger<Tally>, disk: Disk): void {
  const whole = straight(ledger);
  expect(ledger.recall([...whole.lines.keys()])).toEqual(whole);
  const views = [...rules.views(rules.retire(ledger.read().state).kept)];
  expect(views.map(([path]) => [path, contentOf(disk, path)])).toEqual(views);
  expect(value(disk.list(join(home, 'state/underway')))).toEqual([]);
}

describe('settling', () => {
  test('is worth these tests', () => {
    const { disk, open } = stage();
    const before = value(disk.list(join(home, 'journal'))).length;
    const ledger = open('someone');
    const known = ledger.archivedKeys().length;
    value(ledger.settle());
    expect(value(disk.list(join(home, 'journal')))).toHaveLength(before + 1);
    expect(ledger.archivedKeys().length).toBeGreaterThan(known);
    expect(settlingCalls).toBeGreaterThan(60);
  });

  test('killed before any call of the disk loses nothing, and the next one heals', () => {
    for (const at of everyCall) {
      const { disk, town: people, open } = stage();
      const views = contentOf(disk, 'tally.json');
      const keys = keysOf(open('reader').records());
      const victim = open('victim', deadlyDisk(disk, at));
      expect(() => victim.settle()).toThrow('killed');
      people.kill('victim');
      const survivor = open('survivor');
      expect(keysOf(survivor.records()), `before call ${at}`).toEqual(keys);
      expect(survivor.recall(all)).toEqual(straight(survivor));
      const left = contentOf(disk, 'tally.json');
      expect(survivor.settle()).toEqual({ ok: true, value: 'settled' });
      expect([views, contentOf(disk, 'tally.json')]).toContain(left);
      expectSettled(survivor, disk);
    }
  });

  test('refused at any call of the disk says so or does without, and the next one heals', () => {
    const said = new Set<string>();
    for (const at of everyCall) {
      const { disk, open } = stage();
      const keys = keysOf(open('reader').records());
      const failing = watchedDisk(disk, ({ index }): Verdict =>
        index === at ? { refuse: 'EIO' } : undefined,
      );
      const ledger = open('unlucky', failing);
      const settled = ledger.settle();
      said.add(settled.ok ? settled.value : settled.failure.code);
      expect(keysOf(ledger.records()), `at call ${at}`).toEqual(keys);
      expect(ledger.recall(all)).toEqual(straight(ledger));
      expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
      expectSettled(ledger, disk);
    }
    expect(said).toEqual(new Set(['EIO', 'settled']));
  });

  test('leaves nothing unfolded that was appended meanwhile and left to it', () => {
    for (const at of everyCall) {
      const { disk, open } = stage();
      const other = open('other');
      let theirs: unknown = null;
      const interrupted = interruptedDisk(disk, at, () => {
        tick(other, 'late');
        theirs = other.settle();
      });
      const ledger = open('busy', interrupted);
      expect(ledger.settle().ok).toBe(true);
      expect(theirs, `before call ${at}`).toMatchObject({ ok: true });
      expect(ledger.read().state.lines.get('late')?.count).toBe(1);
      expectSettled(ledger, disk);
    }
  });

  test('is watched at any time by readers who see what was appended, in one order', () => {
    for (const at of everyCall) {
      const { disk, open } = stage();
      const remembering = open('remembering');
      const whole = straight(remembering);
      const seen = [remembering.recall(all)];
      const watched = interruptedDisk(disk, at, () => {
        seen.push(remembering.recall(all), open('fresh').recall(all));
      });
      value(open('busy', watched).settle());
      expect(seen, `before call ${at}`).toEqual([whole, whole, whole]);
    }
  });

  test('happens at any time to readers who are under way', () => {
    const calls: DiskCall[] = [];
    const { disk: probed, open: openProbed } = stage();
    openProbed('probe', noting(probed, calls)).recall(all);
    expect(calls.length).toBeGreaterThan(10);
    for (const at of calls.keys()) {
      const { disk, open } = stage();
      const whole = straight(open('before'));
      const interrupted = interruptedDisk(disk, at, () => value(open('quick').settle()));
      const state = open('slow', interrupted).recall(all);
      expect(state, `before call ${at}`).toEqual(whole);
    }
  });

  test('never voids what a straggler was told is kept', () => {
    const stamp = { id: 'straggler', atMs: 1, host: 'here', by: 'test' };
    const bytes = Buffer.from(encodeRecord(stamp, { key: 'straggler' }));
    for (const opensAt of everyCall) {
      // Every seventh pair, each time others.
      for (const writesAt of everyCall.slice(opensAt).filter((at) => (at + opensAt) % 7 === 0)) {
        const { disk, open } = stage();
        let held = value(disk.openAppend(join(home, 'statusline.jsonl')));
        const interrupted = watchedDisk(disk, ({ index }) => {
          if (index === opensAt) {
            held = value(disk.openAppend(join(home, 'statusline.jsonl')));
          }
          if (index === writesAt && !value(held.append(bytes)).isStillThere) {
            tick(open('again'), 'straggler');
          }
          return undefined;
        });
        const ledger = open('busy', interrupted);
        expect(ledger.settle()).toEqual({ ok: true, value: 'settled' });
        const found = keysOf(ledger.records()).filter((key) => key === 'straggler').length;
        expect(found, `opened before call ${opensAt}, wrote before call ${writesAt}`).toBeGreaterThan(0);
        expect(ledger.recall(['straggler', ...all])).toEqual(straight(ledger));
      }
    }
  }, 60_000);
});

describe('rebuilding', () => {
  test('makes everything again, whatever is left of it', () => {
    const { disk, open } = stage();
    const ledger = open('someone');
    value(ledger.settle());
    const { state } = ledger.read();
    const archived = [...ledger.archivedKeys()].sort();
    for (const folder of ['state', 'archive', 'counts', 'locks']) {
      value(disk.removeTree(join(home, folder)));
    }
    value(disk.unlink(join(home, 'tally.json')));
    const after = open('later');
    value(after.rebuild());
    expect(after.recall(all)).toEqual(straight(after));
    expect(after.read().state).toEqual(state);
    expect([...after.archivedKeys()].sort()).toEqual(archived);
    expectSettled(after, disk);
  });

  test('waits for nobody', () => {
    const { disk, open } = stage();
    let outcome: unknown = null;
    const watched = watchedDisk(disk, ({ name, path }) => {
      if (name === 'write' && path.includes('underway')) {
        outcome ??= open('other').rebuild();
      }
      return undefined;
    });
    value(open('busy', watched).settle());
    expect(outcome).toEqual({ ok: false, failure: { kind: 'views-failed', code: 'EBUSY' } });
  });
});

function noting(disk: Disk, calls: DiskCall[]): Disk {
  return watchedDisk(disk, (call) => {
    calls.push(call);
    return undefined;
  });
}
