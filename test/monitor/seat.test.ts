import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, nat, property } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimSeat, seatAt, viewSeat, type Claim, type Holder, type Seat } from '../../src/monitor/seat.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sl-seat-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function holder(pid: number, phase: Holder['phase'] = 'serving'): Holder {
  return {
    process: { bootId: 'boot', pid, started: '1' },
    phase,
    version: '1.0.0',
    program: '/program.js',
    instances: '/instances',
    sinceMs: 0,
    earlyDeaths: 0,
  };
}

function won(claim: Claim): Seat {
  if (claim.kind !== 'won') throw new Error(`The seat was not won: ${claim.kind}`);
  return claim.seat;
}

describe('the seat', () => {
  test('is nobody’s where nobody ever sat, also without a directory', () => {
    expect(viewSeat(directory)).toEqual({ number: 0, holder: null });
    expect(viewSeat(join(directory, 'none'))).toEqual({ number: 0, holder: null });
  });

  test('is won once of those who saw it free at the same time', () => {
    const view = viewSeat(directory);
    const claims = [1, 2, 3].map((pid) => claimSeat(directory, view, holder(pid), `c${pid}`));
    expect(claims.map(({ kind }) => kind)).toEqual(['won', 'held', 'held']);
    expect(viewSeat(directory)).toEqual({ number: 1, holder: holder(1) });
  });

  test('is not won by one who slept while others came and went', () => {
    const early = viewSeat(directory);
    won(claimSeat(directory, viewSeat(directory), holder(1), 'a'));
    won(claimSeat(directory, viewSeat(directory), holder(2), 'b'));
    const last = won(claimSeat(directory, viewSeat(directory), holder(3), 'c'));
    expect(claimSeat(directory, early, holder(4), 'd')).toEqual({ kind: 'held' });
    expect(last.isOurs()).toBe(true);
    expect(viewSeat(directory).holder).toEqual(holder(3));
  });

  test('is no longer ours once there is a higher one, or none', () => {
    const seat = won(claimSeat(directory, viewSeat(directory), holder(1), 'a'));
    expect(seat.isOurs()).toBe(true);
    won(claimSeat(directory, viewSeat(directory), holder(2), 'b'));
    expect(seat.isOurs()).toBe(false);
    const second = seatAt(directory, 2, 'b');
    rmSync(join(directory, 'seat.2'));
    expect(second.isOurs()).toBe(false);
  });

  test('can be handed on by its holder', () => {
    const seat = won(claimSeat(directory, viewSeat(directory), holder(1, 'starting'), 'a'));
    seat.write(holder(2));
    expect(viewSeat(directory)).toEqual({ number: 1, holder: holder(2) });
  });

  test('names nobody where its file is damaged', () => {
    writeFileSync(join(directory, 'seat.7'), '{"process":');
    expect(viewSeat(directory)).toEqual({ number: 7, holder: null });
    expect(won(claimSeat(directory, viewSeat(directory), holder(1), 'a')).number).toBe(8);
  });

  test('says what the directory said when it takes no files', () => {
    const claim = claimSeat(join(directory, 'none'), { number: 0, holder: null }, holder(1), 'a');
    expect(claim).toEqual({ kind: 'failed', code: 'ENOENT' });
  });

  test('has one holder at most, in whatever order claimers look and claim', () => {
    assert(
      property(array(nat({ max: 5 }), { maxLength: 30 }), (turns) => {
        const here = mkdtempSync(join(directory, 'order-'));
        const seen = new Map<number, ReturnType<typeof viewSeat>>();
        const seats: Seat[] = [];
        for (const [turn, claimer] of turns.entries()) {
          const view = seen.get(claimer);
          if (view === undefined) seen.set(claimer, viewSeat(here));
          else {
            seen.delete(claimer);
            const claim = claimSeat(here, view, holder(claimer), String(turn));
            if (claim.kind === 'won') seats.push(claim.seat);
          }
          expect(seats.filter((seat) => seat.isOurs()).length).toBeLessThanOrEqual(1);
        }
        expect(readdirSync(here).filter((name) => name.startsWith('draft.'))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
