import { connect } from 'node:net';
import { harmless } from '../text/harmless.ts';
import { parseObject } from '../claude/fields.ts';
import { jsonText } from '../command/speech.ts';
import type { World } from '../world.ts';
import { checkDen, denOf } from './den.ts';
import type { Program } from './program.ts';
import { clearLeftovers } from './leftovers.ts';
import { encodeRequest, readReply, type Answer } from './protocol.ts';
import { defaultIdleMs, runResident } from './resident.ts';
import { viewSeat } from './seat.ts';
import { ownWords } from './serving.ts';
import { ensureResident } from './start.ts';

const usage = `USAGE
  statusline monitor [status] [--json]
  statusline monitor start
  statusline monitor stop

The resident: one small process of yours that makes renders and hooks nearly free and sees deaths as they
happen. The first hook or render starts it, it ends by itself when nothing lives, and it may be killed at any
moment: it holds nothing that is not in the journal. STATUSLINE_NO_MONITOR=1 goes without.
`;
const askTimeoutMs = 3000;
const stopTimeoutMs = 8000;

/** `statusline monitor …`: what the resident does, and starting and stopping it. Gives the exit code. */
export async function monitor(world: World, program: Program): Promise<number> {
  const words = world.request.argv.slice(1).filter((word) => word !== '--json');
  if (words.includes('--help') || words.includes('-h')) {
    world.output.out(usage);
    return 0;
  }
  const [action = 'status', extra] = words;
  if (action === 'run')
    return runResident(world, program, { seatNumber: seatNumberIn(words), idleMs: defaultIdleMs });
  if (extra !== undefined) return misuse(world, `"${harmless(extra)}" is one word too many`);
  switch (action) {
    case 'status':
      return status(world);
    case 'start':
      return start(world);
    case 'stop':
      return stop(world);
    default:
      return misuse(world, `monitor does not know "${harmless(action)}": it takes status, start or stop`);
  }
}

function misuse(world: World, why: string): number {
  world.output.err(`statusline: ${why}: see \`statusline monitor --help\`\n`);
  return 2;
}

function seatNumberIn(words: readonly string[]): number | null {
  const at = words.indexOf('--seat');
  const number = at < 0 ? Number.NaN : Number(words[at + 1]);
  return Number.isInteger(number) && number > 0 ? number : null;
}

async function status(world: World): Promise<number> {
  const answer = await askResident(world, [ownWords.status]);
  if (answer === null) {
    const why = world.request.env['STATUSLINE_NO_MONITOR'] === '1' ? ' (STATUSLINE_NO_MONITOR is 1)' : '';
    if (isJson(world)) world.output.out('{"running":false}\n');
    else world.output.out(`No resident runs${why}. The next render or hook starts one.\n`);
    return 0;
  }
  const state = parseObject(answer.stdout).value ?? {};
  if (isJson(world)) world.output.out(`${jsonText({ running: true, ...state })}\n`);
  else world.output.out(statusWords(state));
  return 0;
}

/** The resident's state for a person. */
function statusWords(state: Readonly<Record<string, unknown>>): string {
  const number = (name: string): number => Number(state[name] ?? 0);
  const { pid, version, started, failure } = state;
  const troubled = typeof failure === 'string' ? `  trouble   ${harmless(failure)}\n` : '';
  return `The resident runs: process ${String(pid)}, version ${harmless(String(version))}, since ${harmless(String(started))}
  watches   ${number('live_sessions')} live sessions, ${number('tmux_servers')} tmux servers
  served    ${number('requests')} requests
  costs     ${Math.round(number('memory_bytes') / 1e6)} MB, ${(number('cpu_ms') / 1000).toFixed(1)} s of CPU so far
${troubled}`;
}

function isJson(world: World): boolean {
  return world.request.argv.includes('--json');
}

async function start(world: World): Promise<number> {
  const started = await ensureResident(world, { isRefused: false });
  if (started.kind !== 'none') return 0;
  world.output.err(`statusline: no resident was started: ${started.why}.\n`);
  return 1;
}

async function stop(world: World): Promise<number> {
  if (await stopResident(world)) return 0;
  world.output.err(`statusline: the resident did not end within ${stopTimeoutMs / 1000} s.\n`);
  return 1;
}

/** Ends the resident, and takes away what it and those before it have left. What is known of sessions stays. */
export async function clearResident(world: World): Promise<void> {
  if ((await stop(world)) !== 0) return;
  for (const path of await clearLeftovers(world))
    world.output.err(`statusline: ${path} could not be removed. It may go: nothing needs it any more.\n`);
}

/**
 * Asks the resident to leave (it takes its hooks out of tmux) and waits until it has; one that does not listen
 * any more is ended by its identity. True when none runs.
 */
async function stopResident(world: World): Promise<boolean> {
  const { directory } = denOf(world.paths.instances, process.getuid?.() ?? 0);
  await askResident(world, [ownWords.stop]);
  const deadlineMs = world.clock.nowMs() + stopTimeoutMs;
  for (let signal: NodeJS.Signals = 'SIGTERM'; world.clock.nowMs() < deadlineMs; signal = 'SIGKILL') {
    if (await isEmptied(world, directory)) return true;
    const { holder } = viewSeat(directory);
    if (holder !== null && world.processes.liveness(holder.process) === 'alive') {
      process.kill(holder.process.pid, signal);
    }
  }
  return false;
}

/** Waits up to half the time that stopping may take. */
async function isEmptied(world: World, directory: string): Promise<boolean> {
  const deadlineMs = world.clock.nowMs() + stopTimeoutMs / 2;
  while (world.clock.nowMs() < deadlineMs) {
    const { holder } = viewSeat(directory);
    // Released is not yet gone: whoever waits may be about to remove what it stands on.
    if (holder === null || world.processes.liveness(holder.process) === 'dead') return true;
    await world.clock.sleep(30);
  }
  return false;
}

/** Asks the resident and gives its answer, or null when none is there, it refuses, or takes too long. */
function askResident(world: World, argv: readonly string[]): Promise<Answer | null> {
  const uid = process.getuid?.() ?? 0;
  const den = checkDen(denOf(world.paths.instances, uid), uid);
  if (!den.ok) return Promise.resolve(null);
  const { request } = world;
  const bytes = encodeRequest(
    {
      argv,
      env: { STATUSLINE_INSTANCES_DIR: world.paths.instances },
      cwd: request.cwd,
      callerPid: request.callerPid,
      parentPid: null,
      launcher: null,
      isStdinTerminal: false,
      isStdoutTerminal: false,
    },
    '',
  );
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(den.value.socket);
    const finish = (): void => {
      socket.destroy();
      const reply = readReply(Buffer.concat(chunks));
      resolve(reply.kind === 'answer' ? reply.answer : null);
    };
    socket.setTimeout(askTimeoutMs, finish);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', finish);
    socket.once('end', finish);
    socket.end(bytes);
  });
}
