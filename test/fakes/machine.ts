import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openMemory } from '../../src/cache/memory.ts';
import { openClientFiles } from '../../src/claude/disk.ts';
import { dispatch } from '../../src/command/dispatch.ts';
import { openFiles } from '../../src/files/disk.ts';
import type { Files } from '../../src/files/files.ts';
import { openInsurance } from '../../src/insurance/disk.ts';
import { openClaims } from '../../src/journal/claims.ts';
import { openLedger } from '../../src/journal/open.ts';
import type { Session } from '../../src/session/session.ts';
import { registryRules } from '../../src/session/rules.ts';
import type { World } from '../../src/world.ts';
import { fakeCache } from './cache.ts';
import { fakeClientFiles } from './client-files.ts';
import { fakeFiles, type FakeFiles } from './files.ts';
import { fakeProcessTable, type FakeProcessTable } from './process-table.ts';
import { FakePrograms } from './programs.ts';
import { fakeSettingsFiles } from './settings-files.ts';
import { FakeModel } from './model.ts';
import { FakeTmux } from './tmux.ts';

/** The plugin's launcher, of which setup makes a copy. */
const launcherText = readFileSync(
  join(import.meta.dirname, '../../plugins/statusline/bin/statusline'),
  'utf8',
);

/** What one run of the program said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * A machine in memory round a real ledger on a real (temporary) disk: processes and tmux are models that the
 * contract suites hold to the real ones. The program is run on it as `dispatch` runs it anywhere.
 */
export class FakeMachine {
  readonly instances = mkdtempSync(join(tmpdir(), 'statusline-machine-'));
  readonly processes: FakeProcessTable = fakeProcessTable();
  readonly tmux = new FakeTmux({ processes: this.processes });
  readonly socketPath = '/tmp/tmux-1000/default';
  readonly #files: Record<string, string> = {};
  readonly settings = fakeSettingsFiles({ '/opt/statusline/bin/statusline': launcherText });
  readonly model = new FakeModel();
  /** What was started to go on by itself, in order; nothing of it runs. */
  readonly started: (readonly string[])[] = [];
  readonly cache = fakeCache(() => this.#nowMs);
  readonly memory = openMemory();
  readonly programs = new FakePrograms();
  /** Files as doctor sees them, save those of the instances directory, which are real. */
  readonly disk: FakeFiles = fakeFiles();
  readonly versions = { program: '0.1.0', node: '20.15.0' };
  #nowMs = 1_800_000_000_000;
  #waiting: { readonly atMs: number; readonly happens: () => void }[] = [];
  #elapsedMs = 0;
  #ids = 0;
  #pids = 900;

  constructor() {
    onTestFinished(() => rmSync(this.instances, { recursive: true, force: true }));
  }

  /** Puts a file where the client keeps its own. */
  file(path: string, text: string): void {
    this.#files[path] = text;
  }

  /** Takes it away again. */
  forget(path: string): void {
    delete this.#files[path];
  }

  /** Lets time pass. */
  pass(ms: number): void {
    this.#nowMs += ms;
    const [due, later] = [this.#waiting.filter(({ atMs }) => atMs <= this.#nowMs), this.#waiting];
    this.#waiting = later.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { happens } of due) happens();
  }

  /** Something that happens while the program waits. */
  whenTimeHasPassed(ms: number, happens: () => void): void {
    this.#waiting.push({ atMs: this.#nowMs + ms, happens });
  }

  /** A tmux session with one window and one pane; gives the pane's id and its shell's pid. */
  async openPane(
    session: string,
    window: string,
  ): Promise<{ readonly paneId: string; readonly pid: number }> {
    const made = await this.tmux.run(this.socketPath, [
      ['new-session', '-d', '-s', session, '-n', window, '-P', '-F', '#{pane_id} #{pane_pid}'],
    ]);
    if (!made.ok) throw new Error(`The fake tmux refused: ${JSON.stringify(made.failure)}`);
    const [paneId = '', pid = ''] = made.value.trim().split(' ');
    return { paneId, pid: Number(pid) };
  }

  /** A client under a pane's shell (or under anything else); gives its pid. */
  startClient(parentPid: number, argv: readonly string[] = ['claude']): number {
    const pid = (this.#pids += 1);
    this.processes.add({ pid, ppid: parentPid, command: 'claude', argv });
    return pid;
  }

  /** Runs the program as a hook or render of a client does: below a shell of that client's. */
  async asClient(
    clientPid: number,
    argv: readonly string[],
    stdin: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Said> {
    const pid = (this.#pids += 1);
    this.processes.add({ pid, ppid: clientPid, command: 'sh', argv: ['/bin/sh', '-c', 'statusline'] });
    const said = await this.run(argv, { stdin, env, callerPid: pid });
    this.processes.kill(pid);
    return said;
  }

  /** Runs the program as a user does in some terminal. */
  async run(
    argv: readonly string[],
    how: {
      readonly stdin?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly callerPid?: number;
    } = {},
  ): Promise<Said> {
    return this.inWorld(argv, dispatch, how);
  }

  /** Lets something be done in the world of such a run. */
  async inWorld(
    argv: readonly string[],
    act: (world: World) => Promise<number>,
    how: Parameters<FakeMachine['run']>[1] = {},
  ): Promise<Said> {
    const said = { out: '', err: '' };
    const world: World = {
      request: {
        argv,
        env: { HOME: '/home/dev', COLUMNS: '120', NO_COLOR: '1', ...how.env },
        cwd: '/home/dev',
        callerPid: how.callerPid ?? 1,
        stdin: async () => how.stdin ?? '',
        isStdinTerminal: false,
        isStdoutTerminal: false,
        terminalColumns: null,
      },
      output: {
        out: (text) => void (said.out += text),
        err: (text) => void (said.err += text),
      },
      ...this.#capabilities(),
    };
    return { code: await act(world), ...said };
  }

  #capabilities(): Omit<World, 'request' | 'output'> {
    return {
      paths: {
        home: '/home/dev',
        instances: this.instances,
        claudeConfig: '/home/dev/.claude',
        program: '/opt/statusline/dist',
        node: '/usr/bin/node',
      },
      self: this.processes.identity(1),
      machine: { cores: 2, freeMemoryBytes: () => null },
      versions: this.versions,
      clock: {
        nowMs: () => this.#nowMs,
        sleep: async (ms) => this.pass(ms),
        utcOffsetMinutes: () => 0,
        // Every glance at it takes a quarter of a millisecond.
        elapsedMs: () => (this.#elapsedMs += 0.25),
      },
      cache: this.cache,
      memory: this.memory,
      programs: this.programs,
      newId: () => `id-${(this.#ids += 1)}`,
      ledger: openLedger({
        directory: this.instances,
        rules: registryRules,
        holders: { identity: () => 'test', liveness: () => 'dead' },
        host: 'test',
        nowMs: () => (this.#nowMs += 1),
        newId: () => `record-${(this.#ids += 1)}`,
      }),
      tmux: this.tmux,
      processes: this.processes,
      client: {
        ...fakeClientFiles(this.#files),
        appendEnvironment: (path, variables) => openClientFiles().appendEnvironment(path, variables),
      },
      settings: this.settings,
      git: { head: () => null, dirt: async () => null },
      files: filesOf(this.instances, this.disk),
      insurance: openInsurance({
        directory: join(this.instances, 'transcripts'),
        newId: () => `draft-${(this.#ids += 1)}`,
      }),
      claims: openClaims({
        directory: this.instances,
        holders: { identity: () => 'test', liveness: () => 'dead' },
        newId: () => `claim-${(this.#ids += 1)}`,
      }),
      model: this.model,
      later: async (argv) => void this.started.push(argv),
    };
  }

  /** What the journal says of the only session with this number. */
  session(number: number): Session {
    const { state } = this.#capabilities().ledger.read();
    const found = [...state.sessions.values()].find((session) => session.number === number);
    if (found === undefined) throw new Error(`C${number} is not known.`);
    return found;
  }
}

/** What is below the instances directory is real, as the ledger in it is. */
function filesOf(instances: string, model: FakeFiles): Files {
  const real = openFiles();
  const at = (path: string): Files => (path === instances || path.startsWith(`${instances}/`) ? real : model);
  return {
    look: (path) => at(path).look(path),
    directoryMark: (path) => at(path).directoryMark(path),
    list: (path) => at(path).list(path),
    read: (path) => at(path).read(path),
    fileSystem: (path) => model.fileSystem(path),
    tryWriting: (path) => {
      const refused = model.tryWriting(path);
      return refused.ok || refused.failure.code !== 'ENOENT' ? refused : at(path).tryWriting(path);
    },
    canRun: (path) => at(path).canRun(path),
    setMode: (path, mode) => at(path).setMode(path, mode),
    remove: (path) => at(path).remove(path),
  };
}
