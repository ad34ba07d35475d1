import { array, assert, constantFrom, integer, property, record, type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Disk } from '../../src/journal/disk.ts';
import type { Ledger } from '../../src/journal/ledger.ts';
import { memoryDisk, type MemoryDisk } from '../fakes/memory-disk.ts';
import { deadlyDisk } from '../fakes/watched-disk.ts';
import { keysOf, tallyLedger, tick, town, value, type Town } from './rig.ts';
import { tallyRules, type Tally } from './tally.ts';

// Three processes append, read, settle, die while settling, and start again, over journals that rotate
// and working sets that retire after very little. Whatever they do, everybody must come to the same
// state, and it must be the one of a single fold over all records.

type Act = 'append' | 'read' | 'settle' | 'restart' | 'die settling' | 'rebuild' | 'recall';

interface Step {
  readonly act: Act;
  readonly who: 'anna' | 'bert' | 'carl';
  readonly key: string;
  /** Before which call of its disk somebody dies. */
  readonly lastCall: number;
}

const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'K5', 'a/../b'];

const steps: Arbitrary<Step> = record({
  act: constantFrom<Act>(
    'append',
    'append',
    'append',
    'read',
    'settle',
    'restart',
    'die settling',
    'rebuild',
    'recall',
  ),
  who: constantFrom('anna', 'bert', 'carl'),
  key: constantFrom(...keys),
  lastCall: integer({ min: 0, max: 80 }),
});

interface World {
  readonly disk: MemoryDisk;
  readonly town: Town;
  readonly limits: Limits;
  readonly ledgers: Map<string, Ledger<Tally>>;
  lives: number;
}

interface Limits {
  readonly rotateAtBytes: number;
  readonly checkpointEveryBytes: number;
  readonly quietAfter: number;
}

function newLedger(world: World, disk: Disk = world.disk): Ledger<Tally> {
  world.lives += 1;
  const holders = world.town.holder(`life ${world.lives}`);
  const rules = tallyRules(world.limits.quietAfter);
  return tallyLedger({ disk, holders, rules, ...world.limits });
}

function ledgerOf(world: World, who: string): Ledger<Tally> {
  const ledger = world.ledgers.get(who) ?? newLedger(world);
  world.ledgers.set(who, ledger);
  return ledger;
}

/** Settles up to that call of the disk, and is dead then. Whether it came to its end before. */
function dieSettling(world: World, lastCall: number): void {
  const ledger = newLedger(world, deadlyDisk(world.disk, lastCall));
  const identity = `life ${world.lives}`;
  try {
    ledger.settle();
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'killed') {
      throw error;
    }
  }
  world.town.kill(identity);
}

function take(world: World, { act, who, key, lastCall }: Step): void {
  const ledger = ledgerOf(world, who);
  switch (act) {
    case 'append':
      tick(ledger, key);
      break;
    case 'read':
      ledger.read();
      break;
    case 'settle':
      value(ledger.settle());
      break;
    case 'restart':
      world.ledgers.delete(who);
      break;
    case 'die settling':
      dieSettling(world, lastCall);
      break;
    case 'rebuild':
      value(ledger.rebuild());
      break;
    case 'recall':
      ledger.recall([key]);
      break;
  }
}

/** One fold over everything, without checkpoint and archive. */
function straight(ledger: Ledger<Tally>): Tally {
  const rules = tallyRules();
  return rules.fold(rules.empty, [...ledger.records()]);
}

function expectOneTruth(world: World, appended: readonly string[]): void {
  for (const ledger of [...world.ledgers.values(), newLedger(world)]) {
    expect(keysOf(ledger.records())).toEqual(appended);
    const whole = straight(ledger);
    expect(ledger.recall(keys)).toEqual(whole);
    const { state } = ledger.read();
    const known = [...state.lines.keys(), ...ledger.archivedKeys()];
    expect(known.sort()).toEqual([...whole.lines.keys()].sort());
    expect({ ...state, lines: null }).toEqual({ ...whole, lines: null });
  }
}

const limits: Arbitrary<Limits> = record({
  rotateAtBytes: constantFrom(1, 300, 700, 100_000),
  checkpointEveryBytes: constantFrom(1, 250, 100_000),
  quietAfter: constantFrom(0, 2, 5),
});

describe('any history of appends, settlings and deaths', () => {
  test('comes to the same state for everybody', () => {
    assert(
      property(limits, array(steps, { maxLength: 40, size: 'max' }), (chosen, taken) => {
        const world: World = {
          disk: memoryDisk(),
          town: town(),
          limits: chosen,
          ledgers: new Map(),
          lives: 0,
        };
        const appended: string[] = [];
        for (const step of taken) {
          take(world, step);
          appended.push(...(step.act === 'append' ? [step.key] : []));
        }
        expectOneTruth(world, appended);
        expect(newLedger(world).settle()).toEqual({ ok: true, value: 'settled' });
        expectOneTruth(world, appended);
        expect(newLedger(world).rebuild().ok).toBe(true);
        expectOneTruth(world, appended);
      }),
      { numRuns: 150 },
    );
  });
});
