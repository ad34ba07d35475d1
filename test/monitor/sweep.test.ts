import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { denOf, makeDen } from '../../src/monitor/den.ts';
import { claimSeat, viewSeat, type Holder } from '../../src/monitor/seat.ts';
import { sweepDens } from '../../src/monitor/sweep.ts';
import { fakeProcessTable } from '../fakes/process-table.ts';

const uid = process.getuid?.() ?? 0;
let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'sl-sweep-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const table = fakeProcessTable().add({ pid: 10 }).add({ pid: 20 });
const living = table.identity(10);
const dead = table.identity(20);
table.kill(20);

/** A den whose holder served this directory. */
function denFor(instances: string, process: Holder['process'] | null): string {
  const den = denOf(instances, uid, base);
  makeDen(den, uid);
  if (process !== null) {
    const holder: Holder = {
      process,
      phase: 'serving',
      version: '1.0.0',
      program: '/program.js',
      instances,
      sinceMs: 0,
      earlyDeaths: 0,
    };
    claimSeat(den.directory, viewSeat(den.directory), holder, 'x');
  }
  return den.directory;
}

test('only dens of the dead whose instances are gone are swept', () => {
  const there = join(base, 'there');
  mkdirSync(there);
  const mine = denOf(join(base, 'mine'), uid, base);
  makeDen(mine, uid);
  const kept = [
    mine.directory,
    denFor(there, dead),
    denFor(join(base, 'gone-but-served'), living),
    denFor(join(base, 'never-served'), null),
  ];
  const swept = denFor(join(base, 'gone'), dead);
  sweepDens(mine, uid, table);
  expect(existsSync(swept)).toBe(false);
  expect(kept.filter((directory) => !existsSync(directory))).toEqual([]);
});
