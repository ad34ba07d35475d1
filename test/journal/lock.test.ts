import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquire, release, type Acquired, type Held } from '../../src/journal/lock.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { interruptedDisk, watchedDisk } from '../fakes/watched-disk.ts';
import { codeOf, contentOf, home, put, siteOn, tallyLedger, tick, town, value } from './rig.ts';

const locks = join(home, 'locks');

function held(acquired: Acquired): Held {
  if (acquired.kind !== 'held') {
    throw new Error(`not held: ${JSON.stringify(acquired)}`);
  }
  return acquired;
}

function afterDeath(): ReturnType<typeof memoryDisk> {
  const disk = memoryDisk();
  held(acquire(siteOn(disk), town().holder('old')));
  return disk;
}

/** How many calls it makes to take a dead holder's lock. */
function callsOfTaking(): number {
  let calls = 0;
  const disk = watchedDisk(afterDeath(), () => {
    calls += 1;
    return undefined;
  });
  const { holder, kill } = town();
  kill('old');
  held(acquire(siteOn(disk), holder('anna')));
  return calls;
}

describe('the lock of the views', () => {
  test('is held by one at a time, under a growing number', () => {
    const { holder } = town();
    const site = siteOn(memoryDisk());
    const first = held(acquire(site, holder('anna')));
    expect(acquire(site, holder('bert'))).toEqual({ kind: 'left-to-another' });
    value(release(site, first));
    const second = held(acquire(site, holder('bert')));
    expect(second.number).toBeGreaterThan(first.number);
    expect(acquire(site, holder('anna'))).toEqual({ kind: 'left-to-another' });
  });

  test('passes on when its holder is dead', () => {
    const { holder, kill } = town();
    const site = siteOn(memoryDisk());
    const first = held(acquire(site, holder('anna')));
    kill('anna');
    expect(held(acquire(site, holder('bert'))).number).toBe(first.number + 1);
  });

  test('stays with a holder who cannot be judged', () => {
    const { holder, hide } = town();
    const disk = memoryDisk();
    const site = siteOn(disk);
    held(acquire(site, holder('anna')));
    hide('anna');
    expect(acquire(site, holder('bert'))).toEqual({ kind: 'holder-unknown' });
    const ledger = tallyLedger({ disk, holders: holder('bert') });
    tick(ledger, 'a');
    expect(codeOf(ledger.settle())).toBe('HOLDER_UNKNOWN');
    expect(codeOf(ledger.rebuild())).toBe('HOLDER_UNKNOWN');
  });

  test('comes back to a holder who could not release it', () => {
    const { holder } = town();
    const site = siteOn(memoryDisk());
    const first = held(acquire(site, holder('anna')));
    expect(held(acquire(site, holder('anna'))).number).toBe(first.number + 1);
  });

  test.each([
    ['empty', ''],
    ['full of NUL', '\0'.repeat(80)],
    ['torn', '{"v":1,"holder":"an'],
  ])('is free when power loss left it %s', (_, content) => {
    const disk = memoryDisk();
    put(disk, 'locks/views.4', content);
    expect(held(acquire(siteOn(disk), town().holder('anna'))).number).toBe(5);
  });

  test('leaves few files behind', () => {
    const disk = memoryDisk();
    const site = siteOn(disk);
    put(disk, 'locks/claim.of-a-killed-one', 'anna');
    put(disk, 'locks/not-ours', '');
    for (let turn = 0; turn < 20; turn += 1) {
      value(release(site, held(acquire(site, town().holder('anna')))));
    }
    expect([...value(disk.list(locks))].sort()).toEqual(['not-ours', 'views.19', 'views.20']);
  });

  test.each(['write', 'link', 'list', 'makeDirectory'] as const)('is not taken when %s fails', (name) => {
    const disk = watchedDisk(memoryDisk(), (call) => (call.name === name ? { refuse: 'EROFS' } : undefined));
    expect(acquire(siteOn(disk), town().holder('anna'))).toMatchObject({
      kind: 'failed',
      failure: { code: 'EROFS' },
    });
  });

  test('is given back when the work throws', () => {
    const { holder } = town();
    const disk = memoryDisk();
    tick(tallyLedger({ disk }), 'a');
    const broken = watchedDisk(disk, ({ name, path }) => {
      if (name === 'rename' && path.includes('underway')) {
        throw new Error('a mistake of ours');
      }
      return undefined;
    });
    expect(() => tallyLedger({ disk: broken, holders: holder('anna') }).settle()).toThrow('a mistake');
    expect(tallyLedger({ disk, holders: holder('bert') }).settle()).toEqual({ ok: true, value: 'settled' });
  });
});

describe('two who want the lock at once', () => {
  const rounds: readonly [string, number][] = [
    ['once', 1],
    ['twice, releasing it once', 2],
    ['five times, releasing it four times', 5],
  ];

  test.each(rounds)('never both get it, whenever the other takes it %s', (_, turns) => {
    const total = callsOfTaking();
    expect(total).toBeGreaterThan(5);
    for (let at = 0; at < total; at += 1) {
      const { holder, kill } = town();
      kill('old');
      const plain = afterDeath();
      let others: Acquired = { kind: 'left-to-another' };
      const disk = interruptedDisk(plain, at, () => {
        for (let turn = 0; turn < turns; turn += 1) {
          if (others.kind === 'held') {
            value(release(siteOn(plain), others));
          }
          others = acquire(siteOn(plain), holder('bert'));
        }
      });
      const mine = acquire(siteOn(disk), holder('anna'));
      const holding = [mine, others].filter(({ kind }) => kind === 'held');
      expect(holding, `before call ${at}`).toHaveLength(1);
      const highest = Math.max(...value(plain.list(locks)).map((name) => Number(name.slice(6)) || 0));
      expect(holding[0]).toMatchObject({ number: highest });
    }
  });

  test('a claim cleared away is made again', () => {
    const plain = memoryDisk();
    let isCleared = false;
    const disk = watchedDisk(plain, ({ name }) => {
      if (name === 'link' && !isCleared) {
        isCleared = true;
        for (const claim of value(plain.list(locks))) {
          value(plain.unlink(join(locks, claim)));
        }
      }
      return undefined;
    });
    expect(acquire(siteOn(disk), town().holder('anna')).kind).toBe('held');
  });

  test('a lock file says who holds it', () => {
    const disk = memoryDisk();
    held(acquire(siteOn(disk), town().holder('anna')));
    expect(contentOf(disk, 'locks/views.1')).toContain('"holder":"anna"');
    expect(Buffer.byteLength(contentOf(disk, 'locks/views.1') ?? '')).toBeLessThan(100);
  });
});
