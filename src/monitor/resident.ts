import { existsSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { renewStablePath } from '../command/setup/files.ts';
import type { World } from '../world.ts';
import { addressPath, keepAddress } from './address.ts';
import { denOf, makeDen, type Den } from './den.ts';
import { Eyes } from './eyes.ts';
import { hookScriptPath, writeHookScript } from './hook-script.ts';
import { keep, type Kept } from './kept.ts';
import { openLastLines, type LastLines } from './last-line.ts';
import type { Program } from './program.ts';
import { claimSeat, seatAt, viewSeat, type Holder, type Seat } from './seat.ts';
import { listen, type RunningServer } from './server.ts';
import { serveRequest, type ServingParts } from './serving.ts';
import { successorOf } from './successor.ts';
import { sweepDens } from './sweep.ts';
import { addressFor, ensureResident, isTaken, programFile } from './start.ts';
import { compareVersions, markOfFiles } from './version.ts';

/** How a resident is to be run. */
export interface ResidentOptions {
  /** The seat that its starter took for it; null when it takes one itself. */
  readonly seatNumber: number | null;
  /** So long after the last sign of life, and with no live session, it ends. */
  readonly idleMs: number;
}

/** Ends by itself after so long. */
export const defaultIdleMs = 10 * 60_000;

/** The program's files: when one of them changes, another program is there. */
const bundles = ['statusline.js', 'program.js', 'cli.js', 'monitor.js', 'resident.js'];
const tickMs = 1000;

/**
 * How much of a function has to run before V8 makes better code of it: fifteen times as much as by default. Of what a
 * resident did in its first thousands of requests a quarter was making code that never paid. Set while running: a Node that does not know
 * the flag says so to nobody and goes on, where as an option it would not start.
 */
const compileLater = '--interrupt-budget=1000000';

/**
 * Runs the resident to its end. Gives 0 also when another one is there already: then there is nothing to do.
 *
 *   seated ──► listening ──► serving ──► leaving (idle, asked to, replaced, seat lost) ──► released
 */
export async function runResident(world: World, program: Program, options: ResidentOptions): Promise<number> {
  setFlagsFromString(compileLater);
  // The socket and all that follows is this user's alone.
  process.umask(0o077);
  const uid = process.getuid?.() ?? 0;
  const den = makeDen(denOf(world.paths.instances, uid), uid);
  if (!den.ok) {
    world.output.err(`statusline: no resident can run: ${den.failure.directory}: ${den.failure.why}.\n`);
    return 1;
  }
  const seat = await takeSeat(world, den.value, options.seatNumber);
  if (seat === null) return 0;
  await new Resident(world, program, { den: den.value, seat, idleMs: options.idleMs }).run();
  return 0;
}

/** Our seat, or null when somebody else has it. */
async function takeSeat(world: World, den: Den, given: number | null): Promise<Seat | null> {
  const { self } = world;
  if (self === null) return null;
  if (given === null) {
    const view = viewSeat(den.directory);
    if (isTaken(view, world.processes)) return null;
    const claim = claimSeat(den.directory, view, holderFor(world, 'starting'), world.newId());
    return claim.kind === 'won' ? claim.seat : null;
  }
  // The starter writes our name right after it has started us; should it die first, the seat is not ours.
  for (let tried = 0; tried < 100; tried += 1) {
    const { number, holder } = viewSeat(den.directory);
    if (number !== given) return null;
    if (holder?.process.pid === self.pid && holder.process.started === self.started) {
      return seatAt(den.directory, given, world.newId());
    }
    await world.clock.sleep(20);
  }
  return null;
}

function holderFor(world: World, phase: Holder['phase']): Holder {
  if (world.self === null) throw new Error('This process is not in the process table.');
  return {
    process: world.self,
    phase,
    version: world.versions.program,
    program: programFile(world),
    instances: world.paths.instances,
    sinceMs: world.clock.nowMs(),
    earlyDeaths: 0,
  };
}

/** Why a resident leaves. */
type Departure = 'idle' | 'told to' | 'replaced' | 'seat lost' | 'den robbed' | 'instances gone';

/** One resident, from its seat to its end. */
class Resident {
  readonly #world: World;
  /** The same, for whoever must see tmux as it is at this moment. */
  readonly #worldAnew: World;
  readonly #program: Program;
  readonly #place: { readonly den: Den; readonly seat: Seat; readonly idleMs: number };
  readonly #kept: Kept;
  readonly #eyes: Eyes;
  readonly #startedAtMs: number;
  readonly #mark: string;
  /** The directory it is for, told from another one of its name. */
  readonly #instances: number | null;
  /** The socket by which it is found, and the address that tells of it. */
  #socket: number | null = null;
  #address: number | null = null;
  #lastRequestAtMs: number;
  readonly #lastLines: LastLines;
  /** The directory of one that stands, of a newer version. */
  #newerProgram: string | null = null;
  /** The client has put another version in our place. */
  #isRetired = false;
  #leave: (why: Departure) => void = () => undefined;
  #server: RunningServer | null = null;

  constructor(
    world: World,
    program: Program,
    place: { readonly den: Den; readonly seat: Seat; readonly idleMs: number },
  ) {
    this.#program = program;
    this.#place = place;
    this.#kept = keep(world);
    this.#lastLines = openLastLines(world.paths.instances);
    this.#world = this.#kept.around(world);
    this.#worldAnew = this.#kept.around(world, true);
    this.#eyes = new Eyes({
      world: this.#world,
      kept: this.#kept,
      hookProgram: hookScriptPath(place.den),
    });
    this.#startedAtMs = world.clock.nowMs();
    this.#lastRequestAtMs = this.#startedAtMs;
    this.#mark = this.#programMark();
    this.#instances = inodeOf(world.paths.instances);
  }

  /** Serves until there is a reason to leave. */
  async run(): Promise<void> {
    const { den, seat } = this.#place;
    const leaving = new Promise<Departure>((resolve) => (this.#leave = resolve));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => this.#leave('told to'));
    }
    this.#server = await this.#listen();
    this.#socket = inodeOf(den.socket);
    seat.write(holderFor(this.#world, 'serving'));
    this.#tellAddress();
    writeHookScript(this.#world, den);
    renewStablePath(this.#world);
    sweepDens(den, process.getuid?.() ?? 0, this.#world.processes);
    // Between two ticks a glance: with the look that follows, a death is told well within two seconds.
    let beats = 0;
    const beat = setInterval(() => {
      if ((beats += 1) % 2 === 0) this.#tick();
      else this.#eyes.glance();
    }, tickMs / 2);
    this.#tick();
    const why = await leaving;
    clearInterval(beat);
    await this.#end(why);
  }

  /** Binds a name that was never used before and puts it where callers look: no other's socket is removed. */
  async #listen(): Promise<RunningServer> {
    const { den, seat } = this.#place;
    const own = join(den.directory, `socket.${seat.number}`);
    const parts: ServingParts = {
      program: this.#program,
      instances: this.#world.paths.instances,
      base: (asksTmuxAnew) => (asksTmuxAnew ? this.#worldAnew : this.#world),
      lastLines: this.#lastLines,
      stirred: () => this.#kept.stirred(),
      tmuxChanged: (serverPid) => this.#eyes.tmuxChanged(serverPid),
      metLauncher: (file) => this.#metLauncher(file),
      status: () => this.#status(),
      stop: () => this.#leave('told to'),
    };
    const server = await listen(own, (request) => {
      this.#lastRequestAtMs = this.#world.clock.nowMs();
      return serveRequest(parts, request);
    });
    renameSync(own, den.socket);
    return server;
  }

  #tick(): void {
    const { seat, idleMs } = this.#place;
    const nowMs = this.#world.clock.nowMs();
    if (!seat.isOurs()) return this.#leave('seat lost');
    if (!this.#canBeCalled()) return this.#leave('den robbed');
    if (inodeOf(this.#world.paths.instances) !== this.#instances) return this.#leave('instances gone');
    this.#isRetired = successorOf(this.#world.paths.program) !== null;
    if (this.#programMark() !== this.#mark || this.#isRetired || this.#newerProgram !== null)
      return this.#leave('replaced');
    this.#tellAddress();
    this.#eyes.tick();
    this.#lastLines.flush();
    // A clock that was set back must not keep us for as much longer.
    this.#lastRequestAtMs = Math.min(this.#lastRequestAtMs, nowMs);
    const isQuiet = this.#eyes.liveSessions.length === 0 && nowMs - this.#lastRequestAtMs >= idleMs;
    if (isQuiet) this.#leave('idle');
  }

  /** Whoever called in vain has told others not to: here we are. */
  #tellAddress(): void {
    const { instances } = this.#world.paths;
    if (this.#address !== null && inodeOf(addressPath(instances)) === this.#address) return;
    keepAddress(instances, addressFor(this.#world, this.#place.den), this.#world.newId());
    this.#address = inodeOf(addressPath(instances));
  }

  /** Swept away like any old file in /tmp: while we held the seat nobody could come in our place, nor reach us. */
  #canBeCalled(): boolean {
    const { den } = this.#place;
    return inodeOf(den.socket) === this.#socket && inodeOf(hookScriptPath(den)) !== null;
  }

  #programMark(): string {
    const { program } = this.#world.paths;
    return markOfFiles(bundles.map((name) => join(program, name)));
  }

  /**
   * Takes note of a newer program, by its launcher. An older one is served like any other, and so is one that the
   * client has put another version in the place of: its sessions of before go on asking by it.
   */
  #metLauncher(file: string): void {
    const [, folder, version] = /^(.*\/(\d+\.\d+\.\d+[^/]*))\/bin\/statusline$/.exec(file) ?? [];
    if (folder === undefined || version === undefined) return;
    if (compareVersions(version, this.#world.versions.program) <= 0) return;
    const program = join(folder, 'dist');
    if (program === this.#world.paths.program) return;
    if (successorOf(program) === null) this.#newerProgram = program;
  }

  #status(): string {
    return `${JSON.stringify({
      pid: process.pid,
      version: this.#world.versions.program,
      program: programFile(this.#world),
      started: new Date(this.#startedAtMs).toISOString(),
      requests: this.#server?.served() ?? 0,
      live_sessions: this.#eyes.liveSessions.length,
      tmux_servers: this.#eyes.serverCount,
      failure: this.#eyes.failure,
      memory_bytes: process.memoryUsage.rss(),
      cpu_ms: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
    })}\n`;
  }

  /** Leaves the seat to whoever comes; where nobody can come any more, the den goes as well. */
  #release(): void {
    const { den, seat } = this.#place;
    if (existsSync(this.#world.paths.instances)) seat.write(holderFor(this.#world, 'released'));
    else rmSync(den.directory, { recursive: true, force: true });
  }

  /** In this order: while the socket's name is there we hold the seat, so no other's socket can be removed. */
  async #end(why: Departure): Promise<void> {
    const { den, seat } = this.#place;
    if (seat.isOurs()) {
      unlinkIfThere(den.socket);
      // tmux then passes our hooks over, and does not start a Node at every change.
      unlinkIfThere(hookScriptPath(den));
    }
    await this.#server?.close();
    await this.#eyes.close(why === 'told to' || why === 'instances gone');
    if (seat.isOurs()) this.#release();
    if (this.#isRetired) await ensureResident(this.#world, { isRefused: false });
    else if (this.#newerProgram !== null) {
      const paths = { ...this.#world.paths, program: this.#newerProgram };
      await ensureResident({ ...this.#world, paths }, { isRefused: false });
    }
  }
}

function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Swept away by somebody: it is gone, which is what was wanted.
  }
}
