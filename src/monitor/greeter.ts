import { lstatSync } from 'node:fs';
import { autoRecoverNow } from '../command/config/recovery.ts';
import { isTold } from '../command/loss/told.ts';
import { lostSessions } from '../session/losses.ts';
import type { Registry } from '../session/registry.ts';
import { removeCalls } from '../tmux/hook-entries.ts';
import { askAttachHooks, installAttachHooks } from '../tmux/hooks.ts';
import type { Tmux } from '../tmux/tmux.ts';
import type { World } from '../world.ts';

/**
 * Sees to it that whoever attaches to tmux after a loss hears of it: while a loss is untold, the servers call
 * `auto-recover` at every attach, and one that comes up is looked at once, since its first client may be there before
 * our hook. Once told, the hooks go.
 */
export class Greeter {
  readonly #world: World;
  readonly #program: string;
  /** The sockets under watch, with what tells a server's socket from its successor's. */
  readonly #sockets = new Map<string, string>();
  #known: Registry | null = null;
  #hasNews = false;

  constructor(world: World, program: string) {
    this.#world = world;
    this.#program = program;
  }

  /** To be called about once a second. */
  tick(registry: Registry): void {
    if (registry !== this.#known) {
      this.#known = registry;
      const isLost = lostSessions(registry).length > 0;
      this.#hasNews = isLost && autoRecoverNow(this.#world) !== 'off';
    }
    if (!this.#hasNews || isTold(this.#world, 'attach', registry)) void this.#leave();
    else for (const socketPath of this.#socketsOf(registry)) this.#watch(socketPath);
  }

  /** Takes the hooks out, where nobody comes after us who needs them. */
  async close(isUnhooked: boolean): Promise<void> {
    this.#hasNews = false;
    if (isUnhooked) await this.#leave();
  }

  #socketsOf({ sessions }: Registry): ReadonlySet<string> {
    const sockets = new Set([this.#world.tmux.defaultSocket()]);
    for (const { place, state } of sessions.values()) {
      if (place !== null && state.kind !== 'ended') sockets.add(place.server.socketPath);
    }
    return sockets;
  }

  #watch(socketPath: string): void {
    const mark = socketMark(socketPath);
    if (mark === this.#sockets.get(socketPath)) return;
    if (mark === null) this.#sockets.delete(socketPath);
    else {
      this.#sockets.set(socketPath, mark);
      void this.#meet(socketPath);
    }
  }

  async #meet(socketPath: string): Promise<void> {
    const hooked = await this.#hook(socketPath);
    // One that is too busy is met again. A socket whose server is dead is not: its successor makes another.
    if (!hooked.ok && hooked.failure.kind === 'timed-out') this.#sockets.delete(socketPath);
    if (!hooked.ok) return;
    // It was told while the server took its time.
    if (!this.#sockets.has(socketPath)) return this.#unhook(socketPath);
    if (this.#hasNews) await this.#world.later(['auto-recover', '--socket', socketPath]);
  }

  async #hook(socketPath: string): ReturnType<Tmux['run']> {
    const { tmux } = this.#world;
    const printed = await tmux.run(socketPath, askAttachHooks, { isAnew: true });
    if (!printed.ok) return printed;
    return tmux.run(socketPath, installAttachHooks(this.#program, printed.value));
  }

  async #leave(): Promise<void> {
    const sockets = [...this.#sockets.keys()];
    this.#sockets.clear();
    await Promise.all(sockets.map((socketPath) => this.#unhook(socketPath)));
  }

  async #unhook(socketPath: string): Promise<void> {
    const printed = await this.#world.tmux.run(socketPath, askAttachHooks, { isAnew: true });
    const commands = printed.ok ? removeCalls(printed.value, this.#program) : [];
    if (commands.length > 0) await this.#world.tmux.run(socketPath, commands);
  }
}

/** Another text for another socket at this path; null where there is none. */
function socketMark(path: string): string | null {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isSocket() === true ? `${found.ino} ${found.birthtimeMs}` : null;
  } catch {
    // In a directory that is closed to us: tmux could not reach it either.
    return null;
  }
}
