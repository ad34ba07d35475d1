// A resident in this very process: how long it waits for signs of life is not to be chosen from outside.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { denOf, type Den } from '../../src/monitor/den.ts';
import { runResident } from '../../src/monitor/resident.ts';
import { viewSeat } from '../../src/monitor/seat.ts';
import { openWorld } from '../../src/open-world.ts';
import { parseSessionId } from '../../src/claude/session-id.ts';
import { identityOf } from '../../src/process/identity.ts';
import type { World } from '../../src/world.ts';
import { until } from '../rig/wait.ts';

let world: World;
let den: Den;
beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'sl-idle-'));
  const instances = join(home, 'instances');
  mkdirSync(instances);
  const uid = process.getuid?.() ?? 0;
  den = denOf(instances, uid);
  world = openWorld(
    {
      argv: ['monitor', 'run'],
      env: { HOME: home, PATH: process.env['PATH'], TMUX_TMPDIR: home, STATUSLINE_INSTANCES_DIR: instances },
      cwd: home,
      callerPid: process.pid,
      stdin: () => Promise.resolve(''),
      isStdinTerminal: false,
      isStdoutTerminal: false,
      terminalColumns: null,
    },
    { out: () => undefined, err: () => undefined },
    {
      platform: process.platform,
      home,
      host: 'here',
      uid,
      pid: process.pid,
      program: home,
      node: process.execPath,
      nodeVersion: process.versions.node,
      cores: 1,
      freeMemoryBytes: () => null,
    },
  );
  const umask = process.umask();
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  const listening = new Set(signals.flatMap((signal) => process.listeners(signal)));
  onTestFinished(() => {
    process.umask(umask);
    for (const signal of signals) {
      for (const each of process.listeners(signal)) if (!listening.has(each)) process.off(signal, each);
    }
    for (const directory of [home, den.directory]) rmSync(directory, { recursive: true, force: true });
  });
});

/** Runs it, with nobody who asks it anything. */
function run(): Promise<number> {
  // No request comes, so what would serve it is never looked at.
  const program = {} as never;
  return runResident(world, program, { seatNumber: null, idleMs: 300 });
}

test('a resident leaves by itself when nothing has lived for a while, and leaves its seat to others', async () => {
  expect(await run()).toBe(0);
  expect(viewSeat(den.directory).holder?.phase).toBe('released');
  expect(readdirSync(den.directory)).toEqual(['seat.1']);
});

test('a resident stays as long as a session lives, asked or not', async () => {
  const session = parseSessionId('1d1e0000-0000-4000-8000-000000000001');
  const own = identityOf(world.processes, process.pid);
  if (session === null || own === null) throw new Error('This process is not in the table.');
  const running = { identity: own, ppid: process.ppid, argv: ['claude'], executable: null };
  const seen = {
    kind: 'seen',
    session,
    source: 'startup',
    origin: 'interactive',
    isContinued: false,
    process: running,
    place: null,
    changes: {},
  } as const;
  world.ledger.append([seen], { by: 'hook', durable: false });
  const left = run();
  await until('it serves', () => viewSeat(den.directory).holder?.phase === 'serving');
  let ticks = 0;
  const ended = await Promise.race([
    left,
    // Many times as long as it would wait.
    until('time has passed', () => (ticks += 1) > 75).then(() => 'stays' as const),
  ]);
  expect(ended).toBe('stays');
  expect(existsSync(den.socket)).toBe(true);
  const over = { kind: 'ended', session, process: own, reason: 'exited', evidence: [] } as const;
  world.ledger.append([over], { by: 'hook', durable: false });
  expect(await left).toBe(0);
});
