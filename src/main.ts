import { availableParallelism, freemem, homedir, hostname, platform } from 'node:os';
import { dispatch } from './command/dispatch.ts';
import type { Program } from './monitor/program.ts';
import { anotherWorld, openWorld, type Machine } from './open-world.ts';
import { readStdin, writeTo } from './stdio.ts';
import type { Output, Request } from './world.ts';

/**
 * Longest that a hook or render may take, whatever it waits for: the client waits for them. What was
 * acknowledged by then is in the journal, the rest was never said to be kept.
 */
const hotDeadlineMs = 4000;

function requestOfProcess(): Request {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: currentDirectory(),
    callerPid: process.pid,
    stdin: readStdin,
    // Asked for by few, and the streams behind them are slow to load.
    get isStdinTerminal() {
      return process.stdin.isTTY;
    },
    get isStdoutTerminal() {
      return process.stdout.isTTY;
    },
    get terminalColumns() {
      return process.stdout.isTTY ? process.stdout.columns : null;
    },
  };
}

/** The directory of the process; the root when it was removed under it. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

const output: Output = {
  out: (text) => writeTo(1, text),
  err: (text) => writeTo(2, text),
};

function machineOfProcess(): Machine {
  return {
    platform: platform(),
    home: homedir(),
    host: hostname(),
    uid: process.getuid?.() ?? 0,
    pid: process.pid,
    program: __dirname,
    node: process.execPath,
    nodeVersion: process.versions.node,
    cores: availableParallelism(),
    freeMemoryBytes: () => process.availableMemory?.() ?? freemem(),
  };
}

/** Runs the program, and leaves a resident behind for the next one where the run is one that repeats. */
async function run(request: Request): Promise<number> {
  const machine = machineOfProcess();
  const program: Program = { another: anotherWorld, dispatch };
  const world = openWorld(request, output, machine);
  if (request.argv[0] === 'monitor') {
    const { monitor } = await import('./monitor/monitor.ts');
    return monitor(world, program);
  }
  const code = await dispatch(world);
  if (isHot(request) && request.env['STATUSLINE_NO_MONITOR'] !== '1') {
    const { ensureResident } = await import('./monitor/start.ts');
    await ensureResident(world, { isRefused: request.env['STATUSLINE_REFUSED'] === '1' });
  }
  if (isUninstalled(request, code)) {
    const { clearResident } = await import('./monitor/monitor.ts');
    await clearResident(world);
  }
  return code;
}

/** With any other word it was a rehearsal, or a question. */
function isUninstalled({ argv: [command, ...rest] }: Request, code: number): boolean {
  return command === 'uninstall' && code === 0 && rest.every((word) => word === '--json');
}

function isHot({ argv }: Request): boolean {
  if (argv[1] === '--help' || argv[1] === '-h') return false;
  return argv[0] === 'render' || argv[0] === 'hook' || argv[0] === 'tmux-hook';
}

async function main(): Promise<void> {
  const request = requestOfProcess();
  if (!isHot(request)) {
    process.exitCode = await run(request);
    return;
  }
  setTimeout(() => process.exit(0), hotDeadlineMs).unref();
  // The client sends it to a SessionEnd hook after 1.5 s (docs/decisions/0002); the deadline above is what ends us.
  process.on('SIGTERM', () => undefined);
  try {
    process.exitCode = await run(request);
  } catch {
    // A bug of ours must not become the user's: hooks say nothing, a render says that it is there.
    if (request.argv[0] === 'render') output.out('statusline\n');
  }
}

void main();
