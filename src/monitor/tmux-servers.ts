import type { Session } from '../session/session.ts';
import { serverKey, type TmuxServer } from '../tmux/place.ts';
import { TmuxWatch, type Surroundings } from './tmux-watch.ts';

interface Watched {
  readonly watch: TmuxWatch;
  /** The start of the server's process, as the process table has it; null when it was not there. */
  readonly started: string | null;
}

/** The tmux servers that live sessions sit in, each watched while it lives and holds any. */
export class TmuxServers {
  readonly #surroundings: Surroundings;
  readonly #watched = new Map<string, Watched>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get count(): number {
    return this.#watched.size;
  }

  /** Begins and ends watching as sessions and servers come and go. True when a server has died. */
  follow(live: readonly Session[]): boolean {
    const wanted = new Map<string, TmuxServer>();
    for (const { place } of live) if (place !== null) wanted.set(serverKey(place.server), place.server);
    for (const [key, server] of wanted) if (!this.#watched.has(key)) this.#begin(key, server);
    const ended = [...this.#watched].filter(([key, each]) => !wanted.has(key) || !this.#isRunning(each));
    for (const [key, each] of ended) this.#end(key, each);
    return ended.some(([, each]) => !this.#isRunning(each));
  }

  /** Looks which of them stirred. To be called about once a second. */
  tick(): void {
    for (const { watch } of this.#watched.values()) watch.tick();
  }

  /** A server, by its pid, says that something changed in it. */
  changed(pid: number): void {
    for (const { watch } of this.#watched.values()) if (watch.server.pid === pid) watch.changed();
  }

  /** Something became known that the watchers of desks may wait for. */
  lookAgain(): void {
    for (const { watch } of this.#watched.values()) watch.changed();
  }

  /** Nothing that a server answered before holds any more. */
  forgetAnswers(): void {
    for (const { watch } of this.#watched.values())
      this.#surroundings.kept.tmux.changed(watch.server.socketPath);
  }

  /** Puts the hooks in again, in case somebody took them out, and captures every desk. */
  refresh(): void {
    for (const { watch } of this.#watched.values()) void watch.begin();
  }

  /** Ends watching. The hooks stay where the next resident will find them, or go. */
  async close(isUnhooked: boolean): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ watch }) => watch.end(isUnhooked)));
    this.#watched.clear();
  }

  #begin(key: string, server: TmuxServer): void {
    const watch = new TmuxWatch(this.#surroundings, server);
    this.#watched.set(key, {
      watch,
      started: this.#surroundings.world.processes.row(server.pid)?.started ?? null,
    });
    void watch.begin();
  }

  #end(key: string, each: Watched): void {
    this.#watched.delete(key);
    // A server that lives on without sessions of ours has nothing to tell us.
    void each.watch.end(this.#isRunning(each));
  }

  #isRunning({ watch, started }: Watched): boolean {
    return started !== null && this.#surroundings.world.processes.row(watch.server.pid)?.started === started;
  }
}
