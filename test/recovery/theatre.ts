import { noMemory } from '../../src/cache/memory.ts';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClientFiles } from '../../src/claude/disk.ts';
import type { SessionId } from '../../src/claude/session-id.ts';
import { openFiles } from '../../src/files/disk.ts';
import { openLedger } from '../../src/journal/open.ts';
import type { Processes } from '../../src/process/processes.ts';
import { openProcesses } from '../../src/process/table.ts';
import { gather } from '../../src/recovery/gather.ts';
import { plan } from '../../src/recovery/plan.ts';
import { recover } from '../../src/recovery/recover.ts';
import type { Progress, RecoveryResult, RecoveryRun } from '../../src/recovery/recovery-run.ts';
import type { RecoveryOptions } from '../../src/recovery/facts.ts';
import type { Plan } from '../../src/recovery/steps.ts';
import type { Event } from '../../src/session/event.ts';
import type { Registry } from '../../src/session/registry.ts';
import { registryRules } from '../../src/session/rules.ts';
import type { Session } from '../../src/session/session.ts';
import type { World } from '../../src/world.ts';
import { look } from '../../src/sight/look.ts';
import { spokenLine } from '../fakes/client-files.ts';
import { fakeCache } from '../fakes/cache.ts';
import { noInsurance } from '../fakes/insurance.ts';
import { noNamer } from '../fakes/model.ts';
import { FakePrograms } from '../fakes/programs.ts';
import { fakeSettingsFiles } from '../fakes/settings-files.ts';
import { id, sight } from '../session/pieces.ts';
import { openLab, type Lab } from './lab.ts';
import { placeIn } from './scene.ts';

/** How a stand-in behaves when it is started. */
export type Role =
  | 'reports'
  | 'silent'
  | 'folder trust'
  | 'login'
  | 'no conversation'
  | 'ends at once'
  | 'says nothing and stays';

/** A client that only does what its role says: shows a screen, leaves a report, waits for its end. */
const standIn = `
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
const root = process.env.HOME;
const at = process.argv.findIndex((word) => word === '--resume' || word === '--session-id');
const session = process.argv[at + 1];
const role = existsSync(root + '/roles/' + session) ? readFileSync(root + '/roles/' + session, 'utf8') : 'reports';
mkdirSync(root + '/starts', { recursive: true });
writeFileSync(root + '/starts/' + process.pid + '.json', JSON.stringify({
  session, role, pid: process.pid, pane: process.env.TMUX_PANE, cwd: process.cwd(), argv: process.argv.slice(2),
  profile: process.env.FROM_PROFILE ?? null, configDir: process.env.CLAUDE_CONFIG_DIR ?? null, code: process.env.CLAUDECODE ?? null,
}));
const stay = () => { setInterval(() => {}, 1000); };
if (role === 'no conversation') { console.log('No conversation found with session ID: ' + session); process.exit(1); }
if (role === 'ends at once') { console.log('something \\u001b[31mwent\\u001b[0m wrong'); process.exit(2); }
if (role === 'folder trust') console.log('Quick safety check: Is this a project you created or one you trust?');
if (role === 'login') console.log('Select login method:');
if (role === 'reports') console.log('what was said');
process.on('SIGTERM', () => process.exit(0));
stay();
`;

/** A report as a stand-in leaves it. */
interface Start {
  readonly session: SessionId;
  readonly role: Role;
  readonly pid: number;
  readonly pane: string;
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly profile: string | null;
  readonly configDir: string | null;
  readonly code: string | null;
}

/** A private tmux with a real journal, in which stand-ins play the clients. */
export interface Theatre {
  readonly lab: Lab;
  readonly world: World;
  readonly registry: () => Registry;
  readonly session: (name: string) => Session;
  /** All stand-ins that were ever started. */
  readonly starts: () => readonly Start[];
  readonly cast: (name: string, role: Role) => void;
  /** Says that a session with a conversation ran in this pane in a process that is gone. */
  readonly ran: (name: string, paneId: string, changes?: Partial<Seen>) => Promise<void>;
  /** The user names a session. */
  readonly name: (name: string, given: string) => void;
  /** Keeps the desk as it is now. */
  readonly capture: () => Promise<void>;
  readonly plan: (options?: Partial<RecoveryOptions>) => Promise<Plan>;
  readonly recover: (
    options?: Partial<RecoveryOptions>,
    run?: Partial<RecoveryRun>,
  ) => Promise<readonly RecoveryResult[]>;
  readonly progress: readonly Progress[];
  readonly project: string;
}

type Seen = Extract<Event, { kind: 'seen' }>;

/** The process table without the stand-ins of other theatres, which play the same sessions at the same time. */
function ownProcesses(processes: Processes, root: string): Processes {
  const isOthers = (pid: number): boolean =>
    processes.argv(pid)?.some((word) => /\/recovery-\w{6}\//.test(word) && !word.includes(root)) === true;
  return { ...processes, all: () => processes.all().filter(({ pid }) => !isOthers(pid)) };
}

/** Opens a theatre. `self` is the pid that its recoveries run under: this test's own unless given. */
export function openTheatre(config = '', beside: Theatre | null = null, selfPid = process.pid): Theatre {
  const lab = beside?.lab ?? openLab(config);
  const program = join(lab.directory('claude-code'), 'cli.js');
  writeFileSync(join(lab.root, 'claude-code', 'package.json'), '{"type":"module"}');
  writeFileSync(program, standIn);
  const project = lab.directory('project');
  const processes = ownProcesses(openProcesses('linux'), lab.root);
  const row = processes.row(selfPid);
  const bootId = processes.bootId();
  if (row === null || bootId === null) throw new Error('This machine does not tell who we are.');
  let ids = 0;
  const unique = `${selfPid}-${Math.random().toString(36).slice(2)}`;
  const ledger = openLedger({
    directory: join(lab.root, 'instances'),
    rules: registryRules,
    holders: { identity: () => `test ${unique}`, liveness: () => 'dead' },
    host: 'test',
    nowMs: () => Date.now(),
    newId: () => `record-${unique}-${(ids += 1)}`,
  });
  const keep = (...events: readonly Event[]): void => {
    const kept = ledger.append(events, { by: 'test', durable: false });
    if (!kept.ok) throw new Error(`Not kept: ${kept.failure.code}`);
  };
  const starts = (): readonly Start[] => {
    const directory = join(lab.root, 'starts');
    if (!existsSync(directory)) return [];
    return readdirSync(directory).flatMap((name) => {
      const text = readFileSync(join(directory, name), 'utf8');
      // Being written at this moment.
      return text === '' ? [] : [JSON.parse(text) as Start];
    });
  };
  const heard = new Set<number>();
  /** Does what the hooks of the stand-ins would do. */
  const hear = async (): Promise<void> => {
    for (const start of starts()) {
      if (start.role !== 'reports' || heard.has(start.pid)) continue;
      const client = processes.row(start.pid);
      if (client === null) continue;
      const desk = await lab.desk();
      keep({
        kind: 'seen',
        session: start.session,
        source: 'resume',
        origin: 'interactive',
        isContinued: false,
        process: {
          identity: { bootId, pid: start.pid, started: client.started },
          ppid: client.ppid,
          argv: processes.argv(start.pid),
          executable: null,
        },
        place: placeIn(desk, start.pane),
        changes: {},
      });
      heard.add(start.pid);
    }
  };
  const world: World = {
    request: {
      argv: [],
      env: { ...lab.environment, CLAUDECODE: '1' },
      cwd: lab.root,
      callerPid: selfPid,
      stdin: async () => '',
      isStdinTerminal: false,
      isStdoutTerminal: false,
      terminalColumns: null,
    },
    output: { out: () => undefined, err: () => undefined },
    paths: {
      home: lab.root,
      instances: join(lab.root, 'instances'),
      claudeConfig: join(lab.root, '.claude'),
      program: join(lab.root, 'dist'),
      node: process.execPath,
    },
    self: { bootId, pid: selfPid, started: row.started },
    machine: { cores: 2, freeMemoryBytes: () => null },
    versions: { program: '0.0.0', node: process.versions.node },
    clock: {
      utcOffsetMinutes: () => 0,
      elapsedMs: () => 0,
      nowMs: () => Date.now(),
      sleep: async (ms) => {
        await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20)));
        await hear();
      },
    },
    newId: () => `id-${unique}-${(ids += 1)}`,
    ledger,
    tmux: lab.tmux,
    processes,
    client: openClientFiles(),
    settings: fakeSettingsFiles(),
    git: { head: () => null, dirt: async () => null },
    files: openFiles(),
    insurance: noInsurance,
    ...noNamer,
    cache: fakeCache(() => Date.now()),
    memory: noMemory,
    programs: new FakePrograms(),
  };
  const options = (changes: Partial<RecoveryOptions> = {}): RecoveryOptions => ({
    selection: { kind: 'all' },
    isLazy: false,
    retriesFailed: false,
    from: null,
    target: null,
    directory: null,
    homeSocket: lab.socketPath,
    gate: null,
    ...changes,
  });
  const looked = async (): Promise<Registry> => {
    keep(...(await look(world, ledger.read().state)));
    return ledger.read().state;
  };
  const planned = async (changes: Partial<RecoveryOptions> = {}): Promise<Plan> =>
    plan(await gather(world, await looked(), options(changes)));
  const progress: Progress[] = [];
  mkdirSync(join(lab.root, 'roles'), { recursive: true });
  return {
    lab,
    world,
    progress,
    project,
    starts,
    registry: () => ledger.read().state,
    session: (name) => {
      const session = ledger.read().state.sessions.get(id(name));
      if (session === undefined) throw new Error(`There is no session ${name}.`);
      return session;
    },
    cast: (name, role) => writeFileSync(join(lab.root, 'roles', id(name)), role),
    name: (name, given) => keep({ kind: 'named', session: id(name), by: 'user', name: given }),
    capture: async () => {
      const desk = await lab.desk();
      keep({
        kind: 'desk',
        server: desk.server,
        sessions: desk.sessions,
        windows: desk.windows,
        gone: [],
      });
    },
    ran: async (name, paneId, changes = {}) => {
      const transcript = join(
        lab.directory(`.claude/projects/${project.replaceAll(/[^a-zA-Z0-9]/g, '-')}`),
        `${id(name)}.jsonl`,
      );
      writeFileSync(transcript, spokenLine);
      const seen = sight({ pid: 4_100_000, argv: [process.execPath, program, '--model', 'opus'] });
      keep(
        {
          kind: 'seen',
          session: id(name),
          source: 'startup',
          origin: 'interactive',
          isContinued: false,
          process: seen.process,
          place: paneId === '' ? null : placeIn(await lab.desk(), paneId),
          changes: { cwd: project, projectDir: project, transcriptPath: transcript },
          ...changes,
        },
        { kind: 'prompted', session: id(name), promptId: `p-${name}`, excerpt: 'hello' },
        { kind: 'lost', session: id(name), process: null, reason: 'server-lost', evidence: [] },
      );
    },
    plan: planned,
    recover: async (changes = {}, run = {}) =>
      recover(world, await planned(changes), {
        jobs: 4,
        timeoutMs: 10_000,
        patienceMs: 60_000,
        spacingMs: 0,
        gate: null,
        onProgress: (each) => void progress.push(each),
        replan: () => planned(changes),
        ...run,
      }),
  };
}

/** Session id to outcome. */
export function outcomes(results: readonly RecoveryResult[]): Readonly<Record<string, string>> {
  return Object.fromEntries(results.map(({ session, outcome }) => [session, outcome]));
}
