import { statSync } from 'node:fs';
import { join } from 'node:path';
import { mustBeDurable } from '../session/durable.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { look } from '../sight/look.ts';
import type { World } from '../world.ts';
import type { Kept } from './kept.ts';
import { takesSignals } from './signals.ts';
import { TmuxServers } from './tmux-servers.ts';
import type { Surroundings } from './tmux-watch.ts';

/** From the first sign of a death to the look that tells its cause: whatever dies with it is dead by then. */
const deathGraceMs = 600;
/** A real look is due so often even when nothing seems to have happened. */
const restMs = 60_000;
/** Every so many ticks a process is looked up in the process table. */
const thoroughEvery = 4;
/** Real looks are at least so far apart. */
const lookGapMs = 1000;

/**
 * The resident's eyes on the machine. A tick looks as cheaply as may be whether anything happened; only then
 * is there a real look, which tells what:
 *
 *   tick ── a process or a tmux server is gone ──► 0.6 s later ──► look ──► events, views
 *     └──── the client's registry changed, or all was quiet for long ──► look
 */
export class Eyes {
  readonly #world: World;
  readonly #kept: Kept;
  readonly #servers: TmuxServers;
  #live: readonly Session[] = [];
  #known: Registry | null = null;
  #tickCount = 0;
  #lastLookAtMs = 0;
  #plannedLook: NodeJS.Timeout | null = null;
  #isLooking = false;
  #isAnew = false;
  #clientMark = '';
  #isClosed = false;
  #failure: string | null = null;

  constructor(surroundings: Surroundings) {
    this.#world = surroundings.world;
    this.#kept = surroundings.kept;
    this.#servers = new TmuxServers(surroundings);
  }

  /** Sessions that count as live. */
  get liveSessions(): readonly Session[] {
    return this.#live;
  }

  /** What the last look that failed failed with, or null: a bug of ours, for doctor and the curious. */
  get failure(): string | null {
    return this.#failure;
  }

  /** tmux servers under watch. */
  get serverCount(): number {
    return this.#servers.count;
  }

  /** Looks whether anything happened that is worth a real look. To be called about once a second. */
  tick(): void {
    this.#tickCount += 1;
    this.#followJournal();
    const isServerGone = this.#servers.follow(this.#live);
    if (isServerGone || this.#isAnyDead()) this.#planLook(deathGraceMs, true);
    const isRested = Math.abs(this.#world.clock.nowMs() - this.#lastLookAtMs) >= restMs;
    if (isRested) this.#servers.refresh();
    if (this.#hasClientRegistryChanged() || isRested) this.#planLook(0, false);
  }

  /** A tmux server, by its pid, says that something changed in it. */
  tmuxChanged(serverPid: number): void {
    this.#servers.changed(serverPid);
  }

  /** Closes the eyes, brings the views up to what was seen and, where nobody follows, takes the hooks out of tmux. */
  async close(isUnhooked: boolean): Promise<void> {
    this.#isClosed = true;
    if (this.#plannedLook !== null) clearTimeout(this.#plannedLook);
    await this.#servers.close(isUnhooked);
    this.#kept.settleNow();
  }

  /** Others write to the journal too, and may be gone before the views are. */
  #followJournal(): void {
    const { state } = this.#world.ledger.read();
    if (state === this.#known) return;
    this.#known = state;
    this.#live = [...state.sessions.values()].filter((session) => session.state.kind === 'live');
    this.#kept.settleSoon();
  }

  #isAnyDead(): boolean {
    return this.#live.some((session, index) => {
      const isThorough = (index + this.#tickCount) % thoroughEvery === 0;
      return this.#seemsDead(session, isThorough);
    });
  }

  /**
   * A signal 0 costs a microsecond and tells of every pid that is gone; what it cannot tell (a reused pid, a
   * zombie that nobody waits for) the process table tells every few times.
   */
  #seemsDead({ process: running }: Session, isThorough: boolean): boolean {
    if (running === null) return false;
    if (isThorough) return this.#world.processes.liveness(running.identity) === 'dead';
    return !takesSignals(running.identity.pid);
  }

  #hasClientRegistryChanged(): boolean {
    const path = join(this.#world.paths.claudeConfig, 'sessions');
    const mark = String(statSync(path, { throwIfNoEntry: false })?.mtimeMs);
    const hasChanged = mark !== this.#clientMark;
    this.#clientMark = mark;
    return hasChanged;
  }

  /** `isAnew`: what tmux answered before is not to be believed any more. */
  #planLook(delayMs: number, isAnew: boolean): void {
    this.#isAnew ||= isAnew;
    if (this.#isClosed || this.#plannedLook !== null) return;
    const gapMs = Math.min(this.#lastLookAtMs + lookGapMs - this.#world.clock.nowMs(), lookGapMs);
    this.#plannedLook = setTimeout(
      () => {
        this.#plannedLook = null;
        void this.#look();
      },
      Math.max(delayMs, gapMs),
    );
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    this.#lastLookAtMs = this.#world.clock.nowMs();
    try {
      if (this.#isAnew) this.#servers.forgetAnswers();
      this.#isAnew = false;
      const seen = await look(this.#world, this.#world.ledger.read().state);
      // Desks are the watchers' affair: they do not believe what a dying server shows.
      const events = seen.filter(({ kind }) => kind !== 'desk');
      if (events.length === 0) return;
      this.#world.ledger.append(events, { by: 'monitor', durable: mustBeDurable(events) });
      this.#kept.settleSoon();
    } catch (error) {
      // Blind in one look is better than dead: requests are served on, and the next look is another one.
      this.#failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      this.#isLooking = false;
    }
  }
}
