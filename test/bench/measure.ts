// Runs commands as the client runs them (by /bin/sh, JSON on stdin) and tells what each costs against a
// baseline that ran beside it.
import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync, readdirSync } from 'node:fs';

/** One thing to measure. */
export interface Subject {
  readonly name: string;
  /** As it would stand in settings.json. */
  readonly command: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of the environment that it starts without. */
  readonly lacks?: readonly string[];
  readonly stdinFile: string;
  /** A process that works for it elsewhere, whose CPU time counts as well; null for none. */
  readonly helperPid?: number | null;
}

/** What a subject cost. */
export interface Cost {
  readonly name: string;
  /** Medians over the rounds of the ratio to the baseline of the same round. */
  readonly wallRatio: number;
  readonly cpuRatio: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Runs that did not exit 0 or printed nothing where they should have. */
  readonly failures: number;
}

/** How much to measure. Each round runs every subject so many times in a row. */
export interface Effort {
  readonly rounds: number;
  readonly runs: number;
}

interface Round {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly failures: number;
}

/** Measures all subjects side by side; the first one is the baseline of the ratios. */
export async function measure(subjects: readonly Subject[], effort: Effort): Promise<readonly Cost[]> {
  const rounds: Round[][] = subjects.map(() => []);
  for (let round = 0; round < effort.rounds; round += 1) {
    // Every round begins with another subject, so that none always runs after the same neighbour.
    for (let step = 0; step < subjects.length; step += 1) {
      const index = (round + step) % subjects.length;
      const subject = subjects[index];
      if (subject !== undefined) rounds[index]?.push(await runRound(subject, effort.runs));
    }
  }
  const [baseline = []] = rounds;
  return subjects.map((subject, index) => costOf(subject.name, rounds[index] ?? [], baseline));
}

function costOf(name: string, rounds: readonly Round[], baseline: readonly Round[]): Cost {
  const against = (value: (round: Round) => number): number =>
    median(rounds.map((round, index) => value(round) / value(baseline[index] ?? round)));
  return {
    name,
    wallRatio: against(({ wallMs }) => wallMs),
    // The kernel counts other processes' time in steps of 10 ms, so only the sum over all rounds is exact.
    cpuRatio: sum(rounds.map(({ cpuMs }) => cpuMs)) / sum(baseline.map(({ cpuMs }) => cpuMs)),
    wallMs: median(rounds.map(({ wallMs }) => wallMs)),
    cpuMs: sum(rounds.map(({ cpuMs }) => cpuMs)) / rounds.length,
    failures: sum(rounds.map(({ failures }) => failures)),
  };
}

async function runRound(subject: Subject, runs: number): Promise<Round> {
  const walls: number[] = [];
  let failures = 0;
  const before = childrenCpuMs() + helperCpuMs(subject);
  for (let run = 0; run < runs; run += 1) {
    const begun = process.hrtime.bigint();
    if (!(await runOnce(subject))) failures += 1;
    walls.push(Number(process.hrtime.bigint() - begun) / 1e6);
  }
  const cpuMs = (childrenCpuMs() + helperCpuMs(subject) - before) / runs;
  return { wallMs: median(walls), cpuMs, failures };
}

function runOnce(subject: Subject): Promise<boolean> {
  const stdin = openSync(subject.stdinFile, 'r');
  return new Promise((resolve) => {
    const found = Object.entries(process.env).filter(([name]) => subject.lacks?.includes(name) !== true);
    const child = spawn('/bin/sh', ['-c', subject.command], {
      env: { ...Object.fromEntries(found), ...subject.env },
      stdio: [stdin, 'ignore', 'ignore'],
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    closeSync(stdin);
  });
}

/** CPU time of all children that have ended, theirs included. */
function childrenCpuMs(): number {
  const fields = statFields('self');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** CPU time of a helper so far, all its threads and ended children included. */
export function helperCpuMs({ helperPid }: { readonly helperPid?: number | null }): number {
  if (helperPid === undefined || helperPid === null) return 0;
  const threads = readdirSync(`/proc/${helperPid}/task`).map((thread) => {
    const [onCpuNs = '0'] = readFileSync(`/proc/${helperPid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(onCpuNs) / 1e6;
  });
  const fields = statFields(String(helperPid));
  return sum(threads) + (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Fields of /proc/PID/stat from the third on. */
function statFields(pid: string): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
