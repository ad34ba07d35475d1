import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** Which entry of which config directory's registry was written. */
export type EntryWritten = (configDir: string, pid: number) => void;

/** One write of the client's comes as several events. */
const gatherMs = 20;

/**
 * Watches the client's own registries (`sessions/PID.json`, written in place), so that nobody has to look into
 * them again and again. A directory that cannot be watched is not: hooks tell most of it, if later.
 */
export class ClientWatch {
  readonly #written: EntryWritten;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #gathered = new Map<string, NodeJS.Timeout>();

  constructor(written: EntryWritten) {
    this.#written = written;
  }

  /** Watches these config directories and no others. Cheap where nothing is new. */
  follow(configDirs: readonly string[]): void {
    for (const known of this.#watchers.keys()) if (!configDirs.includes(known)) this.#forget(known);
    for (const configDir of configDirs) if (!this.#watchers.has(configDir)) this.#watch(configDir);
  }

  /** Ends it. */
  close(): void {
    this.follow([]);
    for (const timer of this.#gathered.values()) clearTimeout(timer);
    this.#gathered.clear();
  }

  #watch(configDir: string): void {
    try {
      const watcher = watch(join(configDir, 'sessions'), { persistent: false }, (_event, file) => {
        // The directory itself is gone, or another.
        if (file === 'sessions') return this.#forget(configDir);
        const pid = Number(/^([1-9]\d{0,9})\.json$/.exec(file ?? '')?.[1]);
        if (pid > 0) this.#gather(configDir, pid);
      });
      // Removed with all that is in it, or out of the user's watches: it is tried again when it is followed again.
      watcher.on('error', () => this.#forget(configDir));
      this.#watchers.set(configDir, watcher);
    } catch {
      // Not there yet, or not to be watched.
    }
  }

  #forget(configDir: string): void {
    this.#watchers.get(configDir)?.close();
    this.#watchers.delete(configDir);
  }

  #gather(configDir: string, pid: number): void {
    const key = `${pid} ${configDir}`;
    if (this.#gathered.has(key)) return;
    const timer = setTimeout(() => {
      this.#gathered.delete(key);
      this.#written(configDir, pid);
    }, gatherMs);
    this.#gathered.set(key, timer);
  }
}
