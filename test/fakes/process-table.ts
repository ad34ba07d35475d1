import type { ProcessIdentity } from '../../src/process/identity.ts';
import type { Liveness, ProcessRow, Processes } from '../../src/process/processes.ts';

/** What a test says of one process; the rest is filled in. */
export interface FakeProcess {
  readonly pid: number;
  readonly ppid?: number;
  readonly command?: string;
  readonly argv?: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ttyNumber?: number;
  readonly started?: string;
}

/** A process table in memory, with the world's ways of taking processes away. */
export interface FakeProcessTable extends Processes {
  /** Adds (or replaces) a process. Its start is unique unless given. */
  add(process: FakeProcess): FakeProcessTable;
  /** The identity of a process that is there now. */
  identity(pid: number): ProcessIdentity;
  /** Ends processes without a word; their children go to pid 1. */
  kill(...pids: readonly number[]): FakeProcessTable;
  /** Ends a process that nobody has waited for yet. */
  zombie(pid: number): FakeProcessTable;
  /** Makes a process unreadable: nothing can be said of it. */
  hide(pid: number): FakeProcessTable;
  /** Makes the whole table unreadable. */
  blind(): FakeProcessTable;
  /** Everything but pid 1 is gone, under a new boot id. */
  reboot(): FakeProcessTable;
}

interface Entry {
  readonly row: ProcessRow;
  readonly argv: readonly string[] | null;
  readonly cwd: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

/** A table that holds only pid 1. */
export function fakeProcessTable(): FakeProcessTable {
  return new Table();
}

class Table implements FakeProcessTable {
  readonly #entries = new Map<number, Entry>();
  readonly #hidden = new Set<number>();
  #boots = 1;
  #starts = 100;
  #isBlind = false;

  constructor() {
    this.add({ pid: 1, ppid: 0, command: 'init', argv: ['/sbin/init'] });
  }

  add(process: FakeProcess): FakeProcessTable {
    this.#starts += 1;
    this.#entries.set(process.pid, {
      row: {
        pid: process.pid,
        ppid: process.ppid ?? 1,
        started: process.started ?? String(this.#starts),
        command: process.command ?? 'sh',
        isZombie: false,
        ttyNumber: process.ttyNumber ?? 0,
      },
      argv: process.argv ?? [process.command ?? 'sh'],
      cwd: process.cwd ?? '/',
      environment: process.environment ?? {},
    });
    return this;
  }

  identity(pid: number): ProcessIdentity {
    const entry = this.#entries.get(pid);
    if (entry === undefined) throw new Error(`The fake process table has no pid ${pid}.`);
    return { bootId: this.#boot(), pid, started: entry.row.started };
  }

  kill(...pids: readonly number[]): FakeProcessTable {
    for (const pid of pids) this.#entries.delete(pid);
    for (const [pid, entry] of this.#entries) {
      if (pids.includes(entry.row.ppid)) {
        this.#entries.set(pid, { ...entry, row: { ...entry.row, ppid: 1 } });
      }
    }
    return this;
  }

  zombie(pid: number): FakeProcessTable {
    const entry = this.#entries.get(pid);
    if (entry !== undefined) {
      this.#entries.set(pid, {
        ...entry,
        row: { ...entry.row, isZombie: true },
        argv: null,
        cwd: null,
        environment: {},
      });
    }
    return this;
  }

  hide(pid: number): FakeProcessTable {
    this.#hidden.add(pid);
    return this;
  }

  blind(): FakeProcessTable {
    this.#isBlind = true;
    return this;
  }

  reboot(): FakeProcessTable {
    this.#boots += 1;
    this.kill(...[...this.#entries.keys()].filter((pid) => pid !== 1));
    return this;
  }

  bootId(): string | null {
    return this.#isBlind ? null : this.#boot();
  }

  row(pid: number): ProcessRow | null {
    return this.#entry(pid)?.row ?? null;
  }

  ancestry(pid: number): readonly ProcessRow[] {
    const row = this.row(pid);
    return row === null ? [] : [row, ...this.ancestry(row.ppid)];
  }

  argv(pid: number): readonly string[] | null {
    return this.#entry(pid)?.argv ?? null;
  }

  cwd(pid: number): string | null {
    return this.#entry(pid)?.cwd ?? null;
  }

  environment(pid: number, names: readonly string[]): Readonly<Record<string, string>> | null {
    const environment = this.#entry(pid)?.environment;
    if (environment === undefined) return null;
    return Object.fromEntries(Object.entries(environment).filter(([name]) => names.includes(name)));
  }

  liveness(process: ProcessIdentity): Liveness {
    if (this.#isBlind || this.#hidden.has(process.pid)) return 'unknown';
    const row = this.#entries.get(process.pid)?.row;
    const isSame = process.bootId === this.#boot() && row?.started === process.started;
    return isSame && !row.isZombie ? 'alive' : 'dead';
  }

  children(pid: number): readonly ProcessRow[] {
    return this.all().filter((row) => row.ppid === pid);
  }

  all(): readonly ProcessRow[] {
    return [...this.#entries.keys()].flatMap((pid) => this.row(pid) ?? []);
  }

  #boot(): string {
    return `boot-${this.#boots}`;
  }

  #entry(pid: number): Entry | undefined {
    return this.#isBlind || this.#hidden.has(pid) ? undefined : this.#entries.get(pid);
  }
}

/** A table's reading side as plain functions, as the real ones are: fit to be spread, and changed in parts. */
export function readsOf(table: FakeProcessTable): Processes {
  return {
    bootId: () => table.bootId(),
    row: (pid) => table.row(pid),
    ancestry: (pid) => table.ancestry(pid),
    argv: (pid) => table.argv(pid),
    cwd: (pid) => table.cwd(pid),
    environment: (pid, names) => table.environment(pid, names),
    liveness: (identity) => table.liveness(identity),
    children: (pid) => table.children(pid),
    all: () => table.all(),
  };
}
