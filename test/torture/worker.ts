// One process of the torture: opens the ledger as a hook does, and does one thing until it ends or is
// killed. Bundled and started by rig.ts. What it acknowledges it writes to its own file first.
import { openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from '../../src/journal/ledger.ts';
import { openLedger } from '../../src/journal/open.ts';
import { tallyRules, type Tally } from '../journal/tally.ts';
import { linuxHolders } from './holders.ts';
import type { Job } from './job.ts';

function open(job: Job): Ledger<Tally> {
  let ids = 0;
  const life = `${process.pid.toString(36)}-${process.hrtime.bigint().toString(36)}`;
  return openLedger({
    directory: job.directory,
    rules: tallyRules(job.quietAfter),
    holders: linuxHolders(),
    host: 'here',
    nowMs: Date.now,
    newId: () => `${life}-${(ids += 1)}`,
    rotateAtBytes: job.rotateAtBytes,
    checkpointEveryBytes: 4096,
  });
}

/** Appends what its file does not yet acknowledge, and settles now and then, as hooks do. */
function append(job: Job, ledger: Ledger<Tally>): void {
  const acknowledged = openSync(job.log, 'a+');
  const done = readFileSync(job.log, 'utf8').split('\n').length - 1;
  for (let turn = done; turn < job.turns; turn += 1) {
    const key = `${job.name}-${Math.floor(turn / job.turnsPerKey)}`;
    const padding = turn % job.paddingEvery === 0 ? 'x'.repeat(job.paddingBytes) : '';
    const event = { key, turn: `${job.name}/${turn}`, padding };
    const kept = ledger.append([event], { by: 'torture', durable: job.isDurable });
    if (kept.ok) {
      writeSync(acknowledged, `${turn}\n`);
    } else if (job.mayFail) {
      writeSync(2, `${kept.failure.code}\n`);
      return;
    } else {
      throw new Error(`not kept: ${kept.failure.code}`);
    }
    if (job.settleEvery > 0 && turn % job.settleEvery === job.settleEvery - 1) {
      settle(job, ledger);
    }
  }
}

function settle(job: Job, ledger: Ledger<Tally>): void {
  const settled = ledger.settle();
  if (!settled.ok && !job.mayFail) {
    throw new Error(`not settled: ${settled.failure.code}`);
  }
}

/** Writes down what a reader without a lock sees, again and again: how many records, in which order. */
async function watch(job: Job, ledger: Ledger<Tally>): Promise<void> {
  const log = openSync(job.log, 'a');
  let last = -1;
  for (;;) {
    const { state } = ledger.read();
    if (state.count !== last) {
      last = state.count;
      writeSync(log, `${state.count} ${state.trail}\n`);
    }
    // Lets the signal in that ends it.
    await pause(1);
  }
}

const job = JSON.parse(process.argv[2] ?? '') as Job;
const ledger = open(job);
// Whoever waits to kill it should not kill only its start.
writeSync(1, 'ready\n');
switch (job.does) {
  case 'append':
    append(job, ledger);
    break;
  case 'settle':
    settle(job, ledger);
    break;
  case 'watch':
    await watch(job, ledger);
    break;
}
