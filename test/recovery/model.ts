import { noMemory } from '../../src/cache/memory.ts';
import type { JournalRecord, Ledger } from '../../src/journal/ledger.ts';
import type { SessionId } from '../../src/claude/session-id.ts';
import type { RecoveryFacts, RecoveryOptions } from '../../src/recovery/facts.ts';
import { gather } from '../../src/recovery/gather.ts';
import { readLauncher } from '../../src/recovery/launch.ts';
import { plan } from '../../src/recovery/plan.ts';
import { recover } from '../../src/recovery/recover.ts';
import type { RecoveryResult } from '../../src/recovery/recovery-run.ts';
import type { Event } from '../../src/session/event.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import { registryRules } from '../../src/session/rules.ts';
import { ok } from '../../src/text/result.ts';
import { captureDesk } from '../../src/tmux/capture.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { look } from '../../src/sight/look.ts';
import type { World } from '../../src/world.ts';
import { fakeClientFiles, spokenLine } from '../fakes/client-files.ts';
import { fakeFiles } from '../fakes/files.ts';
import { fakeCache } from '../fakes/cache.ts';
import { noInsurance } from '../fakes/insurance.ts';
import { noNamer } from '../fakes/model.ts';
import { FakePrograms } from '../fakes/programs.ts';
import { fakeProcessTable } from '../fakes/process-table.ts';
import { fakeSettingsFiles } from '../fakes/settings-files.ts';
import { FakeTmux, type PaneStart } from '../fakes/tmux.ts';
import { id } from '../session/pieces.ts';
import { placeIn } from './scene.ts';

/** Thrown where a recovery is killed. */
export class Killed extends Error {}

/** A machine in memory on which whole recoveries run in milliseconds; every client reports itself. */
export class Model {
  readonly socketPath = '/tmp/tmux-1000/default';
  readonly processes = fakeProcessTable();
  readonly tmux = new FakeTmux({ processes: this.processes, onStart: (start) => this.#play(start) });
  readonly files: Record<string, string> = Object.fromEntries(
    [0, 1, 2, 3, 4].map((at) => [`/home/dev/proj/${at}/file`, '']),
  );
  /** How many times each conversation was started. */
  readonly starts = new Map<SessionId, number>();
  #records: readonly JournalRecord[] = [];
  #registry: Registry = emptyRegistry;
  #nowMs = 1_800_000_000_000;
  #ids = 0;
  #pids = 90_000;
  #unheard: { readonly start: PaneStart; readonly session: SessionId; readonly pid: number }[] = [];

  /** Runs commands; what is refused is passed over. */
  async try(...commands: readonly TmuxCommand[]): Promise<void> {
    for (const command of commands) await this.tmux.run(this.socketPath, [command]);
  }

  async desk(): Promise<Desk> {
    const desk = await captureDesk(this.tmux, this.socketPath);
    if (!desk.ok) throw new Error(`No desk: ${JSON.stringify(desk.failure)}`);
    return desk.value;
  }

  /** Sessions with conversations sit in these panes; the desk is known; the server dies. */
  async lose(names: Readonly<Record<string, string>>): Promise<Desk> {
    const desk = await this.desk();
    for (const [name, paneId] of Object.entries(names)) {
      this.files[`/home/dev/.claude/projects/p/${id(name)}.jsonl`] = spokenLine;
      this.#pids += 1;
      this.processes.add({ pid: this.#pids, command: 'claude', argv: ['claude'] });
      this.keep(this.#seen(id(name), this.#pids, desk, paneId), {
        kind: 'prompted',
        session: id(name),
        promptId: name,
        excerpt: 'hello',
      });
      this.processes.kill(this.#pids);
    }
    this.keep({
      kind: 'desk',
      server: desk.server,
      sessions: desk.sessions,
      windows: desk.windows,
      gone: [],
    });
    this.tmux.crash(this.socketPath);
    return desk;
  }

  keep(...events: readonly Event[]): void {
    const records = events.map((event): JournalRecord => ({
      v: 1,
      id: `record-${(this.#ids += 1)}`,
      atMs: (this.#nowMs += 1),
      host: 'model',
      by: 'test',
      event,
    }));
    this.#records = [...this.#records, ...records];
    this.#registry = registryRules.fold(this.#registry, records);
  }

  /** A world for one run of recovery; `mayAct` may throw to kill it. */
  world(selfPid: number, mayAct: () => void = () => undefined): World {
    const { tmux } = this;
    return {
      request: {
        argv: [],
        env: { HOME: '/home/dev' },
        cwd: '/home/dev',
        callerPid: selfPid,
        stdin: async () => '',
        isStdinTerminal: false,
        isStdoutTerminal: false,
        terminalColumns: null,
      },
      output: { out: () => undefined, err: () => undefined },
      paths: {
        home: '/home/dev',
        instances: '/home/dev/.claude/instances',
        claudeConfig: '/home/dev/.claude',
        program: '/opt/dist',
        node: '/usr/bin/node',
      },
      self: this.processes.identity(selfPid),
      machine: { cores: 2, freeMemoryBytes: () => null },
      versions: { program: '0.0.0', node: '20.15.0' },
      clock: {
        utcOffsetMinutes: () => 0,
        elapsedMs: () => 0,
        nowMs: () => this.#nowMs,
        sleep: async (ms) => {
          this.#nowMs += ms;
          await this.#hear();
        },
      },
      newId: () => `id-${(this.#ids += 1)}`,
      ledger: this.#ledger(mayAct),
      tmux: {
        run: async (socketPath, commands, options) => {
          mayAct();
          const done = await tmux.run(socketPath, commands, options);
          mayAct();
          return done;
        },
        sockets: async () => tmux.sockets(),
        defaultSocket: () => this.socketPath,
        version: async () => tmux.version(),
      },
      processes: this.processes,
      client: { ...fakeClientFiles(this.files), appendEnvironment: () => true },
      settings: fakeSettingsFiles(),
      git: { head: () => null, dirt: async () => null },
      files: fakeFiles(),
      insurance: noInsurance,
      ...noNamer,
      cache: fakeCache(() => this.#nowMs),
      memory: noMemory,
      programs: new FakePrograms(),
    };
  }

  async facts(world: World, changes: Partial<RecoveryOptions> = {}): Promise<RecoveryFacts> {
    this.keep(...(await look(world, this.#registry)));
    return gather(world, this.#registry, {
      selection: { kind: 'all' },
      isLazy: false,
      retriesFailed: true,
      from: null,
      target: null,
      directory: null,
      homeSocket: this.socketPath,
      gate: null,
      ...changes,
    });
  }

  /** One run of `recover all` (or what the options say) by a process of its own. */
  async recover(
    mayAct: () => void = () => undefined,
    changes: Partial<RecoveryOptions> = {},
  ): Promise<readonly RecoveryResult[]> {
    const pid = (this.#pids += 1);
    this.processes.add({ pid, command: 'node', argv: ['node', 'statusline.js', 'recover'] });
    const world = this.world(pid, mayAct);
    const planned = async (): Promise<ReturnType<typeof plan>> => plan(await this.facts(world, changes));
    try {
      return await recover(world, await planned(), {
        jobs: 2,
        timeoutMs: 10_000,
        patienceMs: 60_000,
        spacingMs: 0,
        gate: null,
        onProgress: () => undefined,
        replan: planned,
      });
    } finally {
      this.processes.kill(pid);
    }
  }

  get registry(): Registry {
    return this.#registry;
  }

  #ledger(mayAct: () => void): Ledger<Registry> {
    return {
      append: (events) => {
        mayAct();
        // Everything that this program appends is an event.
        this.keep(...(events as readonly Event[]));
        mayAct();
        return ok(undefined);
      },
      read: () => ({ state: this.#registry, skipped: { damaged: 0, newer: 0 } }),
      recall: () => this.#registry,
      archivedKeys: () => [],
      settle: () => ok('settled'),
      rebuild: () => ok(undefined),
      records: () => this.#records,
    };
  }

  /** The client that a pane was told to start, a moment after tmux has answered. */
  #play(start: PaneStart): void {
    const launcher = readLauncher(start.argv ?? []);
    if (launcher?.mode !== 'now') return;
    const pid = (this.#pids += 1);
    const { session } = launcher;
    this.processes.add({ pid, ppid: start.pid, command: 'claude', argv: ['claude', '--resume', session] });
    this.starts.set(session, (this.starts.get(session) ?? 0) + 1);
    this.#unheard.push({ start, session, pid });
  }

  /** What the hooks of started clients report. */
  async #hear(): Promise<void> {
    const unheard = this.#unheard;
    this.#unheard = [];
    for (const { start, session, pid } of unheard) {
      if (this.processes.row(pid) === null) continue;
      this.keep(this.#seen(session, pid, await this.desk(), start.paneId));
    }
  }

  #seen(session: SessionId, pid: number, desk: Desk, paneId: string): Event {
    const panes = desk.windows.flatMap((window) => window.panes);
    const directory = panes.find((pane) => pane.id === paneId)?.cwd ?? '/home/dev/proj';
    return {
      kind: 'seen',
      session,
      source: 'resume',
      origin: 'interactive',
      isContinued: false,
      process: {
        identity: this.processes.identity(pid),
        ppid: 1,
        argv: this.processes.argv(pid),
        executable: null,
      },
      place: placeIn(desk, paneId),
      changes: { cwd: directory, projectDir: directory },
    };
  }
}
