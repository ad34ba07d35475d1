import { statSync } from 'node:fs';
import { join } from 'node:path';
import { mustBeDurable } from '../session/durable.ts';
import type { Event } from '../session/event.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { configDirsOf } from '../sight/config-dirs.ts';
import { lookAtSessions } from '../sight/look.ts';
import { waits } from '../sight/told-by-clients.ts';
import type { World } from '../world.ts';
import { ClientWatch } from './client-watch.ts';
import { DeathSigns } from './death-signs.ts';
import { Greeter } from './greeter.ts';
import type { Kept } from './kept.ts';
import { TmuxServers } from './tmux-servers.ts';
import type { Surroundings } from './tmux-watch.ts';
import { killCountNow, withWantOfMemory, type KillCount } from './want-of-memory.ts';

/** From the first sign of a death to the look that tells its cause: whatever dies with it is dead by then. */
const deathGraceMs = 500;
/** A real look is due so often even when nothing seems to have happened; so often tmux gets our hooks anew. */
const restMs = 60_000;
/** Looks at what is new are at least so far apart. */
const lookGapMs = 1000;

/**
 * The resident's eyes on the machine. Glances and ticks look as cheaply as may be whether anything happened;
 * only then is there a real look, which tells what:
 *
 *   the client's registry, written ──► who waits for its user: events
 *   glance ─── a process is gone ──────────┐
 *   tick ──┬── a tmux server is gone ──────┴──► 0.5 s later ──► look ──► events, views at once
 *          └── the clients' registries changed, or all was quiet for long ──► look ──► events, views soon
 */
export class Eyes {
  readonly #world: World;
  readonly #kept: Kept;
  readonly #servers: TmuxServers;
  readonly #clients: ClientWatch;
  readonly #greeter: Greeter;
  readonly #signs: DeathSigns;
  #live: readonly Session[] = [];
  #configDirs: readonly string[] = [];
  #known: Registry | null = null;
  #lastLookAtMs = 0;
  #lastRefreshAtMs = 0;
  #plannedLook: NodeJS.Timeout | null = null;
  /** A death was seen, and the look that tells its cause is planned. */
  #isDeathSeen = false;
  /** At the last two ticks before a death was seen: by the last one alone it may have happened already. */
  #killCounts: readonly [KillCount, KillCount] = [null, null];
  #isLooking = false;
  #clientMark = '';
  #isClosed = false;
  #failure: string | null = null;

  constructor(surroundings: Surroundings) {
    this.#world = surroundings.world;
    this.#kept = surroundings.kept;
    this.#servers = new TmuxServers(surroundings);
    this.#clients = new ClientWatch((configDir, pid) => this.#clientWrote(configDir, pid));
    this.#greeter = new Greeter(surroundings.world, surroundings.hookProgram);
    this.#signs = new DeathSigns(surroundings.world.processes);
  }

  /** Sessions that count as live. */
  get liveSessions(): readonly Session[] {
    return this.#live;
  }

  /** What a look failed with last, or null: a bug of ours, for doctor and the curious. */
  get failure(): string | null {
    return this.#failure;
  }

  /** tmux servers under watch. */
  get serverCount(): number {
    return this.#servers.count;
  }

  /** Looks whether anything happened that is worth a real look. To be called about once a second. */
  tick(): void {
    this.#blindAtWorst(() => this.#tickNow());
  }

  #tickNow(): void {
    this.#followJournal();
    this.#clients.follow(this.#configDirs);
    const isServerGone = this.#servers.follow(this.#live);
    if (isServerGone || this.#signs.lookUp(this.#live)) this.#sawDeath();
    if (!this.#isDeathSeen) this.#countKills();
    this.glance();
    this.#servers.tick();
    if (this.#hasClientRegistryChanged() || this.#isLongSince(this.#lastLookAtMs)) this.#lookSoon();
    if (this.#isLongSince(this.#lastRefreshAtMs)) this.#refreshServers();
    if (this.#known !== null) this.#greeter.tick(this.#known);
  }

  /** Blind for once is better than dead: requests are served on, and the next look is another one. */
  #blindAtWorst(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.#failure = wordsOf(error);
    }
  }

  /** Looks for deaths only. So cheap that it may be called several times a second. */
  glance(): void {
    if (this.#signs.glance(this.#live)) this.#sawDeath();
  }

  #isLongSince(atMs: number): boolean {
    return Math.abs(this.#world.clock.nowMs() - atMs) >= restMs;
  }

  /** By a time of its own: where clients come and go all the time there is always something to look at. */
  #refreshServers(): void {
    this.#lastRefreshAtMs = this.#world.clock.nowMs();
    this.#servers.refresh();
  }

  #countKills(): void {
    const now = killCountNow();
    this.#killCounts = [this.#killCounts[1] ?? now, now];
  }

  /** A tmux server, by its pid, says that something changed in it. */
  tmuxChanged(serverPid: number): void {
    this.#servers.changed(serverPid);
    this.glance();
  }

  /** Closes the eyes, brings the views up to what was seen and, where nobody follows, takes the hooks out of tmux. */
  async close(isUnhooked: boolean): Promise<void> {
    this.#isClosed = true;
    this.#forgetPlan();
    this.#clients.close();
    await this.#greeter.close(isUnhooked);
    await this.#servers.close(isUnhooked);
    this.#kept.settleNow();
  }

  /** Others write to the journal too, and may be gone before the views are. */
  #followJournal(): void {
    const { state } = this.#world.ledger.read();
    if (state === this.#known) return;
    this.#known = state;
    this.#live = [...state.sessions.values()].filter((session) => session.state.kind === 'live');
    this.#configDirs = configDirsOf(this.#world, state);
    this.#kept.settleSoon();
  }

  /** Whoever waits for its user is seen to wait, and to go on, at once. */
  #clientWrote(configDir: string, pid: number): void {
    if (this.#isClosed) return;
    this.#blindAtWorst(() => {
      const entry = this.#world.client.session(configDir, pid);
      if (entry !== null) this.#keep(waits(this.#world.ledger.read().state, entry));
    });
  }

  #hasClientRegistryChanged(): boolean {
    const mark = this.#configDirs.map(entriesMark).join(' ');
    const hasChanged = mark !== this.#clientMark;
    this.#clientMark = mark;
    return hasChanged;
  }

  /** The first sign of a death puts off a look that is planned: it would see half of what dies. */
  #sawDeath(): void {
    if (this.#isDeathSeen || this.#isClosed) return;
    this.#isDeathSeen = true;
    this.#forgetPlan();
    this.#plan(deathGraceMs);
  }

  #lookSoon(): void {
    if (this.#isClosed || this.#plannedLook !== null) return;
    const gapMs = Math.min(this.#lastLookAtMs + lookGapMs - this.#world.clock.nowMs(), lookGapMs);
    this.#plan(Math.max(0, gapMs));
  }

  #plan(delayMs: number): void {
    this.#plannedLook = setTimeout(() => {
      this.#plannedLook = null;
      void this.#look();
    }, delayMs);
  }

  #forgetPlan(): void {
    if (this.#plannedLook !== null) clearTimeout(this.#plannedLook);
    this.#plannedLook = null;
  }

  async #look(): Promise<void> {
    if (this.#isClosed) return;
    // The one before has waited for tmux all this time.
    if (this.#isLooking) return this.#plan(deathGraceMs);
    if (!this.#isDeathSeen && this.#signs.isAnyDead(this.#live)) return this.#sawDeath();
    this.#isLooking = true;
    this.#lastLookAtMs = this.#world.clock.nowMs();
    try {
      // What tmux answered before a death is not to be believed any more.
      if (this.#isDeathSeen) this.#servers.forgetAnswers();
      // What dies from here on may not be seen whole, and is looked at again.
      this.#isDeathSeen = false;
      const [before] = this.#killCounts;
      const seen = await lookAtSessions(this.#world, this.#world.ledger.read().state);
      this.#keep(withWantOfMemory(seen, before, killCountNow()));
    } catch (error) {
      this.#failure = wordsOf(error);
    } finally {
      this.#isLooking = false;
    }
  }

  #keep(events: readonly Event[]): void {
    if (events.length === 0) return;
    this.#world.ledger.append(events, { by: 'monitor', durable: mustBeDurable(events) });
    this.#kept.settleSoon();
    this.#followJournal();
    if (!events.some(({ kind }) => kind === 'ended' || kind === 'lost')) return;
    // Whoever lost something looks at the views now, and desks may have waited for the cause of a loss.
    this.#kept.settleNow();
    this.#servers.lookAgain();
  }
}

/** When an entry of a client's registry came or went last. */
function entriesMark(configDir: string): string {
  try {
    return String(statSync(join(configDir, 'sessions'), { throwIfNoEntry: false })?.mtimeMs);
  } catch {
    // A client that ran as somebody else has its directory where we may not look.
    return 'closed';
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
