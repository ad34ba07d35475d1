import { join } from 'node:path';
import { openCache } from './cache/disk.ts';
import { noMemory } from './cache/memory.ts';
import { openClientFiles, openSettingsFiles } from './claude/disk.ts';
import { askClient } from './claude/run.ts';
import { openFiles } from './files/disk.ts';
import { openGit } from './git/disk.ts';
import { openInsurance } from './insurance/disk.ts';
import { openClaims } from './journal/claims.ts';
import type { Holders } from './journal/lock.ts';
import { openLedger } from './journal/open.ts';
import { identityOf } from './process/identity.ts';
import type { Processes } from './process/processes.ts';
import { startDetached } from './process/run.ts';
import { openProcesses } from './process/table.ts';
import { openPrograms } from './programs/run.ts';
import { registryRules } from './session/rules.ts';
import { openTmux } from './tmux/run.ts';
import type { Output, Paths, Request, World } from './world.ts';

/** What a run has to know of the machine and process it is in, read once by whoever is the process. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly host: string;
  readonly uid: number;
  readonly pid: number;
  /** Folder of the running bundle. */
  readonly program: string;
  /** Path of the runtime. */
  readonly node: string;
  readonly nodeVersion: string;
  readonly cores: number;
  freeMemoryBytes(): number | null;
}

/** Every effect for one request. Opening it does no work: files are read and programs found when first asked for. */
export function openWorld(request: Request, output: Output, machine: Machine): World {
  const paths = pathsOf(request.env, machine);
  const processes = openProcesses(machine.platform);
  return {
    request,
    output,
    paths,
    get self() {
      return identityOf(processes, machine.pid);
    },
    machine,
    // Set by the bundler.
    versions: { program: globalThis.STATUSLINE_VERSION ?? '0.0.0', node: machine.nodeVersion },
    clock: {
      nowMs: () => Date.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      utcOffsetMinutes: () => -new Date().getTimezoneOffset(),
      elapsedMs: () => performance.now(),
    },
    newId: () => freshId(machine.pid),
    ledger: openLedger({
      directory: paths.instances,
      rules: registryRules,
      holders: lockHolders(processes, machine.pid),
      host: machine.host,
      nowMs: () => Date.now(),
      newId: () => freshId(machine.pid),
    }),
    tmux: openTmux({ env: request.env, uid: machine.uid }),
    processes,
    client: openClientFiles(),
    settings: openSettingsFiles(),
    git: openGit(),
    files: openFiles(),
    insurance: openInsurance({
      directory: join(paths.instances, 'transcripts'),
      newId: () => freshId(machine.pid),
    }),
    claims: openClaims({
      directory: paths.instances,
      holders: lockHolders(processes, machine.pid),
      newId: () => freshId(machine.pid),
    }),
    model: {
      askClient,
      // A bundle of its own: its library is larger than all the rest of the program.
      askApi: async (question, api) => (await import('./naming/api.ts')).askApi(question, api),
    },
    later: (argv) => startLater(paths, request, argv),
    cache: openCache(join(paths.instances, 'state', 'cache'), freshId(machine.pid)),
    memory: noMemory,
    programs: openPrograms(),
  };
}

/**
 * The world of one more request in a process that has one open: only what hangs on the request is its own. For
 * requests of one user and instances directory alone; where they are for another one, `paths` says so.
 */
export function anotherWorld(base: World, request: Request, output: Output): World {
  const { HOME: home, STATUSLINE_INSTANCES_DIR: instances, CLAUDE_CONFIG_DIR: config } = request.env;
  // The same few hundred times a minute, and joining paths is a tenth of a render's garbage.
  const paths = base.memory.of('paths', [home, instances, config], () => pathsOf(request.env, base.paths));
  return {
    request,
    output,
    paths,
    get self() {
      return base.self;
    },
    machine: base.machine,
    versions: base.versions,
    clock: base.clock,
    newId: base.newId,
    ledger: base.ledger,
    tmux: base.tmux,
    processes: base.processes,
    client: base.client,
    settings: base.settings,
    git: base.git,
    files: base.files,
    insurance: base.insurance,
    claims: base.claims,
    model: base.model,
    later: (argv) => startLater(paths, request, argv),
    cache: base.cache,
    memory: base.memory,
    programs: base.programs,
  };
}

async function startLater(paths: Paths, { env }: Request, argv: readonly string[]): Promise<void> {
  await startDetached({
    program: paths.node,
    args: [join(paths.program, 'statusline.js'), ...argv],
    env,
  });
}

/** Where things are for the user of this request. A variable that is set to nothing is not set: nothing is no directory. */
function pathsOf(env: Request['env'], known: Pick<Paths, 'home' | 'program' | 'node'>): Paths {
  const home = env['HOME'] || known.home;
  return {
    home,
    instances: env['STATUSLINE_INSTANCES_DIR'] || join(home, '.claude', 'instances'),
    // The client takes even an empty one at its word.
    claudeConfig: env['CLAUDE_CONFIG_DIR'] ?? join(home, '.claude'),
    program: known.program,
    node: known.node,
  };
}

/** Who holds a lock of the ledger, by boot, pid and start. A process whose own row cannot be read bears no start: nobody can call it dead. */
function lockHolders(processes: Processes, pid: number): Holders {
  return {
    identity: () => [processes.bootId() ?? '', pid, processes.row(pid)?.started ?? ''].join(' '),
    liveness: (identity) => {
      const [bootId = '', holder = '', started = ''] = identity.split(' ');
      if (bootId === '' || started === '') return 'unknown';
      return processes.liveness({ bootId, pid: Number(holder), started });
    },
  };
}

/**
 * Unique among all records of all hosts: time, process and chance. Not by node:crypto, whose loading costs
 * more than all else that a hook does.
 */
function freshId(pid: number): string {
  const chance = Math.random().toString(36).slice(2, 12);
  return `${Date.now().toString(36)}-${pid.toString(36)}-${chance}`;
}
