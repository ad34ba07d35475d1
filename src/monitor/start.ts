import { join } from 'node:path';
import { identityOf, type ProcessIdentity } from '../process/identity.ts';
import type { Processes } from '../process/processes.ts';
import { startDetached } from '../process/run.ts';
import type { World } from '../world.ts';
import { keepAddress } from './address.ts';
import { denOf, makeDen, type Den } from './den.ts';
import { claimSeat, viewSeat, type Holder, type SeatView } from './seat.ts';
import { successorOf } from './successor.ts';

/** What asking for a resident came to. */
export type Start =
  /** The user goes without, or no resident can be had here. */
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'there'; readonly holder: Holder | null }
  | { readonly kind: 'started'; readonly pid: number };

/** Variables that a resident keeps of whoever happened to start it. No secret, and nothing of one session. */
const keptVariables = new Set(
  `HOME USER LOGNAME SHELL PATH LANG LC_ALL LC_CTYPE TZ TMPDIR TMUX_TMPDIR XDG_CONFIG_HOME XDG_DATA_HOME
  XDG_RUNTIME_DIR CLAUDE_CONFIG_DIR`.split(/\s+/),
);

/**
 * Small: it holds a registry, not a conversation. The young generation is what would grow by every request, and
 * waking threads to collect so little costs more than collecting it.
 */
const nodeOptions = ['--max-semi-space-size=1', '--max-old-space-size=256', '--single-threaded-gc'];

/** A resident that has served for longer than any caller waits was there already when it did not answer. */
const longestWaitMs = 4000;

/**
 * Sees to it that a resident runs, and returns at once. Fifty callers at once start one: whoever wins the
 * seat starts it, and seats it there by its identity before it has begun to run. After a call in vain (`isRefused`) the
 * address tells of no socket for as long as the one in the seat hangs, so that nobody else waits for it.
 */
export async function ensureResident(
  asker: World,
  { isRefused }: { readonly isRefused: boolean },
): Promise<Start> {
  const world = asHeir(asker);
  const { env } = world.request;
  if (env['STATUSLINE_NO_MONITOR'] === '1') return { kind: 'none', why: 'STATUSLINE_NO_MONITOR is 1' };
  const uid = process.getuid?.();
  const { self } = world;
  if (uid === undefined || self === null)
    return { kind: 'none', why: 'this platform does not tell processes' };
  const den = makeDen(denOf(world.paths.instances, uid), uid);
  if (!den.ok) return { kind: 'none', why: `${den.failure.directory}: ${den.failure.why}` };
  const view = viewSeat(den.value.directory);
  const address = addressFor(world, den.value);
  const isHanging = isRefused && servesForLong(view, world);
  keepAddress(world.paths.instances, isHanging ? { ...address, socket: '' } : address, world.newId());
  if (isTaken(view, world.processes)) return { kind: 'there', holder: view.holder };
  const earlyDeaths = earlyDeathsAfter(view.holder);
  if (isTooSoon(view.holder, earlyDeaths, world.clock.nowMs())) {
    return { kind: 'none', why: `the last ${earlyDeaths} residents died early: waiting before the next` };
  }
  return startAt(world, den.value, { view, self, earlyDeaths });
}

/** Sessions go on using the version that they were started with; the resident is that of the one in its place. */
function asHeir(world: World): World {
  const program = successorOf(world.paths.program);
  return program === null ? world : { ...world, paths: { ...world.paths, program } };
}

/** What the launcher has to know of this program. */
export function addressFor(
  world: World,
  den: Den,
): { readonly socket: string; readonly node: string; readonly program: string } {
  return { socket: den.socket, node: world.paths.node, program: programFile(world) };
}

/** The file that a new resident runs. */
export function programFile(world: World): string {
  return join(world.paths.program, 'statusline.js');
}

/** Whether somebody sits there whom nobody may push off: alive, or not to be judged from here. */
export function isTaken({ holder }: SeatView, processes: Processes): boolean {
  if (holder === null || holder.phase === 'released') return false;
  return processes.liveness(holder.process) !== 'dead';
}

function servesForLong({ holder }: SeatView, { processes, clock }: World): boolean {
  if (holder?.phase !== 'serving' || processes.liveness(holder.process) !== 'alive') return false;
  return holder.sinceMs < clock.nowMs() - longestWaitMs;
}

/** A holder that died before it served: the next one may fare no better. One that was killed later is no sign. */
function earlyDeathsAfter(holder: Holder | null): number {
  return holder?.phase === 'starting' ? holder.earlyDeaths + 1 : 0;
}

/** A brake on starts, not a judgement on life: two free tries, then twice as long each time, a minute at most. */
function isTooSoon(holder: Holder | null, earlyDeaths: number, nowMs: number): boolean {
  if (holder === null || earlyDeaths < 3) return false;
  const waitMs = Math.min(60_000, 12.5 * 2 ** earlyDeaths);
  const passedMs = nowMs - holder.sinceMs;
  // A clock that was set back must not stop starts for long.
  return passedMs >= 0 && passedMs < waitMs;
}

async function startAt(
  world: World,
  den: Den,
  by: { readonly view: SeatView; readonly self: ProcessIdentity; readonly earlyDeaths: number },
): Promise<Start> {
  const holder: Holder = {
    process: by.self,
    phase: 'starting',
    version: world.versions.program,
    program: programFile(world),
    instances: world.paths.instances,
    sinceMs: world.clock.nowMs(),
    earlyDeaths: by.earlyDeaths,
  };
  const claim = claimSeat(den.directory, by.view, holder, world.newId());
  if (claim.kind === 'held') return { kind: 'there', holder: viewSeat(den.directory).holder };
  if (claim.kind === 'failed') return { kind: 'none', why: `${den.directory}: ${claim.code}` };
  // The death of the client, its pane, its tmux server and its directory must not reach it.
  const pid = await startDetached({
    program: world.paths.node,
    args: [...nodeOptions, programFile(world), 'monitor', 'run', '--seat', String(claim.seat.number)],
    env: residentEnvironment(world),
  });
  const child = pid === undefined ? null : identityOf(world.processes, pid);
  if (pid === undefined || child === null) {
    claim.seat.write({ ...holder, phase: 'released' });
    return { kind: 'none', why: `${world.paths.node} could not be started` };
  }
  claim.seat.write({ ...holder, process: child });
  return { kind: 'started', pid };
}

function residentEnvironment(world: World): Record<string, string> {
  const kept = Object.entries(world.request.env).flatMap(([name, value]) =>
    keptVariables.has(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), STATUSLINE_INSTANCES_DIR: world.paths.instances };
}
