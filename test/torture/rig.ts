import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Ledger } from '../../src/journal/ledger.ts';
import { openLedger } from '../../src/journal/open.ts';
import { tallyRules, type Tally } from '../journal/tally.ts';
import { linuxHolders } from './holders.ts';
import type { Job } from './job.ts';

/** Whether this run is the thorough one. */
export const isFull = process.env['STATUSLINE_TORTURE'] !== 'short';

/** One number or the other, by how thorough the run is. */
export function scaled(short: number, full: number): number {
  return isFull ? full : short;
}

/** Both small, so that what is rare happens all the time. */
export interface Limits {
  readonly rotateAtBytes: number;
  readonly quietAfter: number;
}

/** A place for one torture: its directories, and the program that is run there. */
export interface Chamber {
  readonly base: string;
  /** Where the ledger lies. */
  readonly directory: string;
  /** The bundled worker. */
  readonly program: string;
  /** A job with the usual settings. */
  job(does: Job['does'], choices?: Partial<Job>): Job;
  start(job: Job, env?: Readonly<Record<string, string>>): ChildProcess;
  /** The ledger as one more process opens it, in this one. */
  open(): Ledger<Tally>;
  /** Ends what still runs and deletes everything. */
  close(): void;
}

/** Where syncing costs nothing: for short runs, where it is not the disk that is tortured. */
function fastDirectory(): string {
  return !isFull && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** Makes a chamber, in memory for short runs unless another place is given. */
export function chamber(limits: Limits, directoryElsewhere?: string): Chamber {
  const base = mkdtempSync(join(fastDirectory(), 'statusline-torture-'));
  const directory = directoryElsewhere ?? join(base, 'instances');
  const program = join(base, 'worker.mjs');
  const children = new Set<ChildProcess>();
  buildSync({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  return {
    base,
    directory,
    program,
    job: (does, choices = {}) => ({
      does,
      directory,
      name: does,
      log: join(base, `${choices.name ?? does}.log`),
      turns: 0,
      turnsPerKey: 1,
      paddingEvery: 1,
      paddingBytes: 0,
      settleEvery: 0,
      isDurable: false,
      mayFail: false,
      ...limits,
      ...choices,
    }),
    start(job, env = {}) {
      const child = spawn(process.execPath, [program, JSON.stringify(job)], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.add(child);
      return child;
    },
    open: () => ledgerIn(directory, limits),
    close() {
      for (const child of children) {
        child.kill('SIGKILL');
      }
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function ledgerIn(directory: string, limits: Limits): Ledger<Tally> {
  return openLedger({
    directory,
    rules: tallyRules(limits.quietAfter),
    holders: linuxHolders(),
    host: 'here',
    nowMs: Date.now,
    newId: () => `t${Math.random().toString(36).slice(2)}`,
    rotateAtBytes: limits.rotateAtBytes,
  });
}

/** How a process ended, with what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Waits for a process to end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return await new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
}

/** The whole lines of a process's own file; none when it did not come to it. */
export function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** Whether a program can be started here. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** Whether file systems can be mounted here: being root is not enough in a container. */
export function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'statusline-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', directory]).status === 0;
  if (mounted) {
    spawnSync('umount', [directory]);
  }
  rmSync(directory, { recursive: true });
  return mounted;
}

/** Runs a program to its end. Throws with its words when it fails. */
export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
  }
  return stdout;
}

/** The reason to skip, printed; or null when all that is asked for is here. */
export function missing(needs: Readonly<Record<string, boolean>>): string | null {
  const absent = Object.keys(needs).filter((need) => needs[need] !== true);
  if (absent.length === 0) {
    return null;
  }
  const reason = `skipped: needs ${absent.join(', ')}`;
  process.stdout.write(`torture ${reason}\n`);
  return reason;
}
