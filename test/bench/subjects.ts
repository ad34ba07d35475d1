// What is measured of statusline: a resident that has warmed up, and the commands that ask it.
import { readFileSync } from 'node:fs';
import { denOf } from '../../src/monitor/den.ts';
import { viewSeat } from '../../src/monitor/seat.ts';
import { run } from '../rig/run.ts';
import { until } from '../rig/wait.ts';
import type { Effort, Subject } from './measure.ts';
import type { BenchWorld } from './world.ts';

/** Whether a first impression is wanted, not figures to be kept. */
export const isQuick = process.argv.includes('--quick');

/** How much is measured. */
export const effort: Effort = isQuick ? { rounds: 4, runs: 5 } : { rounds: 12, runs: 8 };

/** Renders that a resident has served before it is measured. */
export const warmUp = isQuick ? 100 : 400;

/** What everything is measured against. */
export const baseline = 'node -e 0';

/** What may be said of how an instances directory is measured. */
interface Ways {
  readonly statusFile?: string;
  /** Changes what setup has made, before the resident starts. */
  readonly furnish?: () => void;
}

/** Sets an instances directory up as a user does, starts its resident, and gives what is measured there. */
export async function measuredIn(world: BenchWorld, instances: string, ways: Ways = {}) {
  const statusFile = ways.statusFile ?? world.statusFile;
  const command = await world.setUp(instances);
  ways.furnish?.();
  const pid = await startResident(world, instances, statusFile);
  return { pid, ...subjectsFor(world, { instances, command, pid, statusFile }) };
}

/** A resident for an instances directory, started as the first render starts it. */
async function startResident(world: BenchWorld, instances: string, statusFile: string): Promise<number> {
  const env = { ...world.env, STATUSLINE_INSTANCES_DIR: instances };
  const stdin = readFileSync(statusFile);
  await run(world.launcher, ['render'], { env, cwd: world.repository, stdin });
  const { directory } = denOf(instances, process.getuid?.() ?? 0);
  const pid = await until('the resident serves', () => {
    const { holder } = viewSeat(directory);
    return holder?.phase === 'serving' ? holder.process.pid : null;
  });
  // A resident lives for hours: what it costs in its first seconds, before its code is compiled, says little.
  for (let count = 0; count < warmUp; count += 20) {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        run(world.launcher, ['render'], { env, cwd: world.repository, stdin }),
      ),
    );
  }
  return pid;
}

interface Measured {
  readonly instances: string;
  /** The status line's command, as setup wrote it into settings.json. */
  readonly command: string;
  readonly pid: number;
  readonly statusFile: string;
}

/** What is asked of the resident of an instances directory, and the baseline. */
function subjectsFor(world: BenchWorld, { instances, command, pid, statusFile }: Measured) {
  const helperPid = pid;
  const env = { STATUSLINE_INSTANCES_DIR: instances, CLAUDE_PLUGIN_ROOT: world.plugin };
  return {
    node: { name: baseline, command: 'node -e 0', stdinFile: statusFile },
    render: (name: string): Subject => ({
      name,
      command,
      env,
      stdinFile: statusFile,
      helperPid,
    }),
    hook: (event: string): Subject => ({
      name: `hook ${event}`,
      command: world.hookCommand(event),
      env,
      stdinFile: world.hookFile(event),
      helperPid,
    }),
    without: (subject: Subject, name: string): Subject => ({
      ...subject,
      name,
      helperPid: null,
      env: { ...env, STATUSLINE_NO_MONITOR: '1' },
    }),
  };
}
