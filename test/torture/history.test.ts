// Years of sessions under one resident: it brings the views up, retires what is over and rotates the journal by
// itself, and none of that may be seen in what it holds.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSessionId, type SessionId } from '../../src/claude/session-id.ts';
import { openLedger } from '../../src/journal/open.ts';
import type { Event } from '../../src/session/event.ts';
import { registryRules } from '../../src/session/rules.ts';
import { statusJson } from '../monitor/rig/fixture.ts';
import { buildHouse, type House } from '../monitor/rig/house.ts';
import { asRecord, field, parseJson } from '../rig/json.ts';
import { until } from '../rig/wait.ts';
import { isFull } from './rig.ts';

const sessionCount = isFull ? 10_000 : 600;
const batchCount = 200;
/** More than one of them takes up in a checkpoint. */
const sessionBytes = 2048;
/** What the rules keep of ended sessions, the one that renders, and one that came back. */
const workingSet = 64 + 2;

let house: House;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(() => house.close());

function idOf(number: number): SessionId {
  const id = parseSessionId(`0e9d0000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  if (id === null) throw new Error('Not a session id.');
  return id;
}

function wholeLife(number: number): readonly Event[] {
  const session = idOf(number);
  const process = { bootId: 'earlier', pid: 10, started: String(number) };
  return [
    {
      kind: 'seen',
      session,
      source: 'startup',
      origin: 'interactive',
      isContinued: false,
      process: { identity: process, ppid: 1, argv: ['claude'], executable: null },
      place: null,
      changes: { cwd: '/tmp', projectDir: '/tmp', modelName: 'Sonnet 5' },
    },
    { kind: 'prompted', session, promptId: null, excerpt: 'Mend what is broken. '.repeat(8) },
    { kind: 'ended', session, process, reason: 'exited', evidence: ['its client said so'] },
  ];
}

/** Another process that only records: everything else is left to the resident. */
function recorder(): (events: readonly Event[]) => void {
  let ids = 0;
  const ledger = openLedger({
    directory: house.instances,
    rules: registryRules,
    holders: { identity: () => 'recorder', liveness: () => 'alive' },
    host: 'here',
    nowMs: () => Date.now(),
    newId: () => `recorded-${(ids += 1)}`,
  });
  return (events) => {
    const kept = ledger.append(events, { by: 'hook', durable: false });
    if (!kept.ok) throw new Error(kept.failure.code);
  };
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

test(`holds no more after ${sessionCount} sessions than after a few`, async () => {
  await house.call(['render'], statusJson());
  const resident = await house.serving();
  const record = recorder();
  const sizesBytes: number[] = [];
  for (let begun = 0; begun < sessionCount; begun += batchCount) {
    record(Array.from({ length: batchCount }, (_, index) => wholeLife(begun + index)).flat());
    const last = idOf(begun + batchCount - 1);
    await until(`the registry tells of ${last}`, () => last in house.registry());
    sizesBytes.push(statSync(join(house.instances, 'state', 'checkpoint.json')).size);
  }
  const { stdout } = await house.call(['hook', 'SessionStart'], resumeOf(idOf(0)));
  expect(stdout).toBe('');
  const back = await until('the first session is back', () => house.registry()[idOf(0)] ?? null);

  // Its number is still its own: what was archived is not forgotten.
  expect(back).toMatchObject({ ended: null, process_number: 2, prompts: 1 });
  expect(Object.keys(house.registry()).length).toBeLessThanOrEqual(workingSet);
  expect(Math.max(...sizesBytes)).toBeLessThan(workingSet * sessionBytes);
  expect(filesBelow(join(house.instances, 'archive')).length).toBeGreaterThanOrEqual(sessionCount - 64);
  // 8 MiB: a full segment.
  expect(existsSync(join(house.instances, 'journal'))).toBe(isFull);

  const status = asRecord(parseJson((await house.call(['monitor', 'status', '--json'])).stdout));
  expect(status).toMatchObject({ pid: resident, failure: null });
  expect(Number(field(status, 'memory_bytes'))).toBeLessThan(120e6);
  const all = parseJson((await house.call(['list', '--all', '--json'])).stdout);
  expect(all).toHaveLength(sessionCount + 1);
});

function resumeOf(session: SessionId): string {
  return JSON.stringify({
    session_id: session,
    cwd: '/tmp',
    hook_event_name: 'SessionStart',
    source: 'resume',
  });
}
