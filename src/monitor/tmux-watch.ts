import { mustBeDurable } from '../session/durable.ts';
import { observeDesk } from '../session/observe-desk.ts';
import type { Registry } from '../session/registry.ts';
import { judgeCapture, withoutLoss, type Verdict } from '../session/shrink.ts';
import { directoriesOf, hasUntold, type PaneDirectories } from '../session/untold.ts';
import { withPrograms } from '../sight/programs.ts';
import { captureCommands, readDesk } from '../tmux/capture.ts';
import type { Desk } from '../tmux/desk.ts';
import { removeCalls } from '../tmux/hook-entries.ts';
import { areInstalled, askHooks, installHooks } from '../tmux/hooks.ts';
import { isSameServer, serverKey, type TmuxServer } from '../tmux/place.ts';
import type { World } from '../world.ts';
import { cpuTimeOf, type CpuTime } from './cpu-time.ts';
import type { Kept } from './kept.ts';

/** A change is captured so soon after it was told, so that a burst of changes is one capture. */
const captureDelayMs = 25;
/** Captures of one server are at least so far apart. */
const captureGapMs = 100;
/** A server that did anything is captured at least so often; and one of which nobody can say whether it did. */
const stirredGapMs = 2000;
const unknownGapMs = 15_000;
/** So long after an answer a server has put our question away, and rests. */
const restAfterMs = 20;
/** When a desk that lost something is looked at again, and how long its server must have outlived the loss. */
const patience: Readonly<
  Record<'confirm' | 'wait', { readonly againMs: number; readonly provenMs: number }>
> = {
  confirm: { againMs: captureGapMs, provenMs: 90 },
  wait: { againMs: 500, provenMs: 5000 },
};

/** What watching needs. */
export interface Surroundings {
  readonly world: World;
  readonly kept: Kept;
  /** What tmux is to call at every change. */
  readonly hookProgram: string;
}

/**
 * One tmux server under watch: its desk is in the journal, and the views brought up, a moment after each
 * change that it tells of. What a dying server still shows is not believed.
 */
export class TmuxWatch {
  readonly server: TmuxServer;
  readonly #world: World;
  readonly #kept: Kept;
  readonly #hookProgram: string;
  #planned: NodeJS.Timeout | null = null;
  #plannedAtMs = 0;
  #isCapturing = false;
  /** A capture was asked for while another one was under way. */
  #isAskedAgain = false;
  #lastCaptureAtMs = 0;
  /** What its process had used after the last capture: as long as that is so, nothing can have changed there. */
  #restingAt: CpuTime = null;
  #directories: PaneDirectories = new Map();
  #isHooked = false;
  #isOver = false;
  /** Since when the desk lacks something that it had. */
  #lackingSinceMs: number | null = null;

  constructor(surroundings: Surroundings, server: TmuxServer) {
    this.#world = surroundings.world;
    this.#kept = surroundings.kept;
    this.#hookProgram = surroundings.hookProgram;
    this.server = server;
  }

  /** Puts our hooks in (again) and captures the desk. */
  async begin(): Promise<void> {
    this.#isHooked = await this.#hook();
    if (this.#isOver) return;
    this.#kept.tmux.setWatched(this.server.socketPath, this.#isHooked);
    await this.#capture();
  }

  /** False where tmux did not take the hooks; what it has must be known, since the user may have some at our place. */
  async #hook(): Promise<boolean> {
    const { socketPath } = this.server;
    const printed = await this.#kept.tmux.askAnew(socketPath, askHooks);
    if (this.#isOver || !printed.ok) return false;
    // Once is enough, though an earlier program's may stand there at first: every call costs, and has hooks of its own.
    if (this.#isHooked && areInstalled(this.#hookProgram, printed.value)) return true;
    return (await this.#world.tmux.run(socketPath, installHooks(this.#hookProgram, printed.value))).ok;
  }

  /** Something changed there. */
  changed(): void {
    this.#kept.tmux.changed(this.server.socketPath);
    this.#plan(captureDelayMs);
  }

  /**
   * Some changes no hook tells of: windows that change places or are numbered anew, a pane with a new process, an
   * option, a shell that goes elsewhere. So a server that stirred is looked at. To be called about once a second.
   */
  tick(): void {
    const used = cpuTimeOf(this.server.pid);
    if ((used !== null && used === this.#restingAt) || this.#isCapturing || this.#planned !== null) return;
    const gapMs = used === null ? unknownGapMs : stirredGapMs;
    if (Math.abs(this.#world.clock.nowMs() - this.#lastCaptureAtMs) >= gapMs) void this.#capture('stirred');
  }

  /** Forgets what was planned and, where the server lives on without us, takes our hooks out of it. */
  async end(isUnhooked: boolean): Promise<void> {
    const { socketPath } = this.server;
    this.#isOver = true;
    this.#forgetPlan();
    this.#kept.tmux.setWatched(socketPath, false);
    if (!isUnhooked) return;
    const printed = await this.#kept.tmux.askAnew(socketPath, askHooks);
    const commands = printed.ok ? removeCalls(printed.value, this.#hookProgram) : [];
    if (commands.length > 0) await this.#world.tmux.run(socketPath, commands);
  }

  /** A plan for later than this one makes way: what is new must not wait for the patience with what is gone. */
  #plan(delayMs: number): void {
    if (this.#isOver) return;
    const nowMs = this.#world.clock.nowMs();
    const gapMs = Math.min(this.#lastCaptureAtMs + captureGapMs - nowMs, captureGapMs);
    const waitMs = Math.max(delayMs, gapMs);
    if (this.#planned !== null && this.#plannedAtMs - nowMs <= waitMs) return;
    this.#forgetPlan();
    this.#plannedAtMs = nowMs + waitMs;
    this.#planned = setTimeout(() => {
      this.#planned = null;
      void this.#capture();
    }, waitMs);
  }

  #forgetPlan(): void {
    if (this.#planned !== null) clearTimeout(this.#planned);
    this.#planned = null;
  }

  /** One at a time: of two that overlap, the older one could be kept last. */
  async #capture(why: 'told' | 'stirred' = 'told'): Promise<void> {
    this.#isAskedAgain = this.#isCapturing;
    if (this.#isCapturing) return;
    this.#isCapturing = true;
    try {
      await this.#captureOnce(why);
    } finally {
      this.#isCapturing = false;
    }
    setTimeout(() => (this.#restingAt = cpuTimeOf(this.server.pid)), restAfterMs).unref();
    if (this.#isAskedAgain) this.#plan(0);
  }

  async #captureOnce(why: 'told' | 'stirred'): Promise<void> {
    const { socketPath } = this.server;
    this.#lastCaptureAtMs = this.#world.clock.nowMs();
    const printed = await this.#kept.tmux.askAnew(socketPath, captureCommands);
    const desk = printed.ok ? readDesk(socketPath, printed.value) : printed;
    if (this.#isOver || !desk.ok || !isSameServer(desk.value.server, this.server)) return;
    const { state } = this.#world.ledger.read();
    const found = withPrograms(this.#world, desk.value);
    if (why === 'stirred' && !this.#isNews(state, found)) return;
    const isBelieved = this.#isBelieved(judgeCapture(state, found));
    // What is new does not wait for the proof of what is gone.
    const kept = isBelieved ? found : withoutLoss(state, found);
    if (kept !== null) this.#record(kept);
  }

  #isNews({ desks }: Registry, desk: Desk): boolean {
    const isNews = hasUntold(desks.get(serverKey(desk.server))?.desk, desk, this.#directories);
    this.#directories = directoriesOf(desk);
    // What was answered about it before holds no more.
    if (isNews) this.#kept.tmux.changed(this.server.socketPath);
    return isNews;
  }

  #isBelieved(verdict: Verdict): boolean {
    if (verdict === 'pass-over') return false;
    const nowMs = this.#world.clock.nowMs();
    // A clock that was set back must not put the proof off by as much.
    const sinceMs = Math.min(this.#lackingSinceMs ?? nowMs, nowMs);
    const isProven = verdict === 'record' || nowMs - sinceMs >= patience[verdict].provenMs;
    this.#lackingSinceMs = isProven ? null : sinceMs;
    if (!isProven) this.#plan(patience[verdict].againMs);
    return isProven;
  }

  #record(desk: Desk): void {
    const events = observeDesk(this.#world.ledger.read().state, desk);
    if (events.length === 0) return;
    this.#world.ledger.append(events, { by: 'monitor', durable: mustBeDurable(events) });
    this.#kept.settleSoon();
    this.#kept.settleNow();
  }
}
