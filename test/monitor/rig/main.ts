// The program as `src/main.ts` composes it, for tests that need a resident of their own making.
import { availableParallelism, freemem, homedir, hostname, platform } from 'node:os';
import { dispatch } from '../../../src/command/dispatch.ts';
import { monitor } from '../../../src/monitor/monitor.ts';
import type { Program } from '../../../src/monitor/program.ts';
import { ensureResident } from '../../../src/monitor/start.ts';
import { openWorld, type Machine } from '../../../src/open-world.ts';
import type { Output, Request } from '../../../src/world.ts';

const machine: Machine = {
  platform: platform(),
  home: homedir(),
  host: hostname(),
  uid: process.getuid?.() ?? 0,
  pid: process.pid,
  program: __dirname,
  node: process.execPath,
  nodeVersion: process.versions.node,
  cores: availableParallelism(),
  freeMemoryBytes: () => freemem(),
};

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) return '';
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

const request: Request = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  callerPid: process.pid,
  stdin: readStdin,
  isStdinTerminal: process.stdin.isTTY,
  isStdoutTerminal: process.stdout.isTTY,
  terminalColumns: null,
};

const output: Output = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

const program: Program = {
  open: (asked, words) => openWorld(asked, words, machine),
  dispatch,
};

async function main(): Promise<void> {
  const world = program.open(request, output);
  if (request.argv[0] === 'monitor') {
    process.exitCode = await monitor(world, program);
    return;
  }
  process.exitCode = await dispatch(world);
  // For tests of what happens where nobody starts a resident.
  if (request.env['ALONE'] !== '1') await ensureResident(world);
}

void main();
