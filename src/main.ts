import { availableParallelism, freemem, homedir, hostname, platform } from 'node:os';
import { dispatch } from './command/dispatch.ts';
import { openWorld, type Machine } from './open-world.ts';
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
    isStdinTerminal: process.stdin.isTTY,
    isStdoutTerminal: process.stdout.isTTY,
    terminalColumns: process.stdout.isTTY ? process.stdout.columns : null,
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

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) return '';
  const pieces: Buffer[] = [];
  try {
    for await (const piece of process.stdin) pieces.push(piece as Buffer);
  } catch {
    // A closed or broken standard input says no more than it has said.
  }
  return Buffer.concat(pieces).toString('utf8');
}

const output: Output = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
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

async function main(): Promise<void> {
  const request = requestOfProcess();
  const isHot = request.argv[0] === 'render' || request.argv[0] === 'hook';
  if (isHot) setTimeout(() => process.exit(0), hotDeadlineMs).unref();
  try {
    const world = openWorld(request, output, machineOfProcess());
    process.exitCode = await dispatch(world);
  } catch (error) {
    if (!isHot) throw error;
    // A bug of ours must not become the user's: hooks say nothing, a render says that it is there.
    if (request.argv[0] === 'render') output.out('statusline\n');
  }
}

void main();
