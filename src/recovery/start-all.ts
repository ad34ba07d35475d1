import { failureWords } from '../tmux/failure.ts';
import type { World } from '../world.ts';
import type { FailedStep } from './apply.ts';
import { attempt } from './attempt.ts';
import type { LiveServer } from './facts.ts';
import { captureScreens, lookAtServer } from './live-servers.ts';
import { spacingBefore } from './pacing.ts';
import type { RecoveryResult, RecoveryRun } from './recovery-run.ts';
import type { Resume } from './steps.ts';
import { isLoginFailure, verdictOf, type Pending } from './verdict.ts';

/** What starting needs beside the world. */
export interface Starting {
  readonly run: RecoveryRun;
  /** Keeps and tells a result. */
  readonly settle: (result: RecoveryResult) => RecoveryResult;
  readonly failures: readonly FailedStep[];
}

/** A started session and how it stands. */
interface Runner {
  readonly resume: Resume;
  readonly pending: Pending;
}

const pollMs = 100;
/** Looks at the panes are dearer than reading the journal. */
const pollsPerLook = 8;

/** Starts the sessions in order, so many at once, and waits for what becomes of each. */
export async function startAll(
  world: World,
  resumes: readonly Resume[],
  starting: Starting,
): Promise<readonly RecoveryResult[]> {
  const { run } = starting;
  const queue = [...resumes];
  const results: RecoveryResult[] = [];
  let runners: readonly Runner[] = [];
  let lastStartMs = Number.NEGATIVE_INFINITY;
  for (let poll = 0; queue.length > 0 || runners.length > 0; poll += 1) {
    const isFree = runners.length < run.jobs && isTimeFor(queue[0], world.clock.nowMs() - lastStartMs, run);
    const next = isFree ? queue.shift() : undefined;
    if (next !== undefined) {
      const begun = await begin(world, next, { starting, results });
      runners = [...runners, ...begun];
      if (begun.length > 0) lastStartMs = world.clock.nowMs();
      else continue;
    }
    const isLook = poll % pollsPerLook === 0 || runners.some(isDrawing);
    const checked = await check(world, runners, { starting, isLook });
    results.push(...checked.results);
    ({ runners } = checked);
    if (runners.length > 0 || queue.length > 0) await world.clock.sleep(pollMs);
  }
  return inOrder(resumes, results);
}

function isTimeFor(next: Resume | undefined, sinceStartMs: number, { spacingMs }: RecoveryRun): boolean {
  return next !== undefined && sinceStartMs >= spacingBefore(next.session, spacingMs);
}

async function begin(
  world: World,
  resume: Resume,
  { starting, results }: { readonly starting: Starting; readonly results: RecoveryResult[] },
): Promise<readonly Runner[]> {
  const { run, settle } = starting;
  const looked = await lookAtServer(world, resume.socketPath);
  if (!looked.ok) {
    const detail = whyNoPane(starting, resume) ?? `tmux: ${looked.failure.kind}`;
    results.push(settle({ session: resume.session, outcome: 'not-started', paneId: null, detail }));
    return [];
  }
  const loginFailures = results.filter(({ outcome, detail }) => isLoginFailure(outcome, detail)).length;
  const tried = await attempt({ world, run, server: looked.value, loginFailures }, resume);
  if (tried.kind === 'pending') return [{ resume, pending: tried.pending }];
  const { result } = tried;
  const why = result.paneId === null ? whyNoPane(starting, resume) : null;
  results.push(settle(why === null ? result : { ...result, detail: why }));
  return [];
}

/** tmux's own words on why this session's pane could not be made. */
function whyNoPane({ failures }: Starting, { origin, socketPath }: Resume): string | null {
  const failure = failures.find(
    ({ batch, step }) =>
      batch.socketPath === socketPath &&
      (((step.kind === 'create-window' || step.kind === 'finish-window') &&
        step.window.panes.some((pane) => pane.origin === origin)) ||
        (step.kind === 'split-window' && step.pane.origin === origin)),
  )?.failure;
  return failure === undefined ? null : `its pane could not be made: ${failureWords(failure)}`;
}

/** What it asks after its report is seen at once. */
function isDrawing({ pending }: Runner): boolean {
  return pending.reportedAtMs !== null;
}

/** One look at everything that is pending. The journal is read every time, panes only now and then. */
async function check(
  world: World,
  runners: readonly Runner[],
  { starting, isLook }: { readonly starting: Starting; readonly isLook: boolean },
): Promise<{ readonly runners: readonly Runner[]; readonly results: readonly RecoveryResult[] }> {
  const { sessions } = world.ledger.read().state;
  const looks = isLook ? await lookAtRunners(world, runners) : new Map<string, ServerLook>();
  const left: Runner[] = [];
  const results: RecoveryResult[] = [];
  for (const runner of runners) {
    const { resume, pending } = runner;
    const look = looks.get(resume.socketPath);
    const verdict = verdictOf(pending, {
      session: sessions.get(resume.session) ?? null,
      nowMs: world.clock.nowMs(),
      timeoutMs: starting.run.timeoutMs,
      pane: look === undefined ? undefined : (look.server.panes.get(pending.paneId) ?? null),
      screen: look?.screens.get(pending.paneId) ?? [],
    });
    if (verdict.kind === 'settled') {
      const { outcome, detail } = verdict;
      results.push(starting.settle({ session: resume.session, outcome, paneId: pending.paneId, detail }));
    } else {
      const { impression, looks: inARow, reportedAtMs } = verdict;
      const seen = look === undefined ? {} : { before: impression, looks: inARow };
      left.push({ resume, pending: { ...pending, ...seen, reportedAtMs } });
    }
  }
  return { runners: left, results };
}

/** A server with what the panes of pending sessions show. */
interface ServerLook {
  readonly server: LiveServer;
  readonly screens: ReadonlyMap<string, readonly string[]>;
}

async function lookAtRunners(
  world: World,
  runners: readonly Runner[],
): Promise<ReadonlyMap<string, ServerLook>> {
  const looks = new Map<string, ServerLook>();
  for (const socketPath of new Set(runners.map(({ resume }) => resume.socketPath))) {
    const server = await lookAtServer(world, socketPath);
    if (!server.ok) continue;
    const panes = runners
      .filter(
        ({ resume, pending }) => resume.socketPath === socketPath && server.value.panes.has(pending.paneId),
      )
      .map(({ pending }) => pending.paneId);
    looks.set(socketPath, { server: server.value, screens: await captureScreens(world, socketPath, panes) });
  }
  return looks;
}

function inOrder(resumes: readonly Resume[], results: readonly RecoveryResult[]): readonly RecoveryResult[] {
  return resumes.flatMap(({ session }) => results.find((result) => result.session === session) ?? []);
}
