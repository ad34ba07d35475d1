import { ok, type Result } from '../text/result.ts';
import type { Tmux, TmuxCommand, TmuxFailure } from '../tmux/tmux.ts';
import { commandsFor, type StepContext } from './commands.ts';
import type { Gate } from './launch.ts';
import { listingCommand, readListing, unfinishedWindows, type ListedPane } from './pane-listing.ts';
import type { Batch, Step } from './steps.ts';

/** How steps are carried out. */
export interface Applying {
  readonly tmux: Tmux;
  readonly gate: Gate | null;
  /** Environment of a server that has to be started. */
  readonly environment: Readonly<Record<string, string>>;
  /** Part of the names that new sessions bear while they are made: nobody else's. */
  readonly tag: string;
}

/** A step that tmux would not take, with its words. */
export interface FailedStep {
  readonly batch: Batch;
  readonly step: Step;
  readonly failure: TmuxFailure;
}

/** Eighty panes on a slow machine. */
const batchTimeoutMs = 30_000;

/**
 * Carries out the steps, each batch by one tmux call. Where tmux stops at a step, the others of that
 * batch are done one by one, so that one bad window does not cost the rest. Gives what failed.
 */
export async function applyBatches(
  applying: Applying,
  batches: readonly Batch[],
  onBatch: (batch: Batch) => void,
): Promise<readonly FailedStep[]> {
  const sessionIds = new Map<string, string>();
  const failures: FailedStep[] = [];
  for (const [at, batch] of batches.entries()) {
    onBatch(batch);
    if (batch.liveId !== null) sessionIds.set(batch.key, batch.liveId);
    const session = batch.liveId ?? `=statusline-${applying.tag}-${at}`;
    const context: StepContext = { session, sessionIds, gate: applying.gate };
    const commands = batch.steps
      .filter((step) => isTrue(step, batch, failures))
      .flatMap((step) => commandsFor(step, context));
    const done = await run(applying, batch.socketPath, commands);
    if (done.ok) {
      remember(sessionIds, batch, done.value);
    } else {
      failures.push(...(await applyOneByOne(applying, { batch, context, before: failures })));
      const listed = await list(applying, batch.socketPath);
      const made = listed.ok ? madeSession(batch, listed.value) : null;
      if (made !== null) sessionIds.set(batch.key, made);
    }
  }
  return failures;
}

function run(
  { tmux, environment }: Applying,
  socketPath: string,
  commands: readonly TmuxCommand[],
): ReturnType<Tmux['run']> {
  return tmux.run(socketPath, commands, { timeoutMs: batchTimeoutMs, environment });
}

/** A new session prints its id first. */
function remember(sessionIds: Map<string, string>, batch: Batch, printed: string): void {
  const id = /^\$\d+$/m.exec(printed)?.[0];
  if (batch.liveId === null && id !== undefined) sessionIds.set(batch.key, id);
}

function madeSession({ steps }: Batch, listed: readonly ListedPane[]): string | null {
  const origins = steps.flatMap((step) => ('origin' in step && step.origin !== null ? [step.origin] : []));
  return (
    listed.find(({ sessionOrigin }) => sessionOrigin !== null && origins.includes(sessionOrigin))
      ?.sessionId ?? null
  );
}

/** A desk of which something could not be made is not whole: the next `all` goes on with it. */
function isTrue(step: Step, { socketPath }: Batch, failures: readonly FailedStep[]): boolean {
  if (step.kind !== 'mark-rebuilt') return true;
  return !failures.some((failed) => failed.batch.socketPath === socketPath && makers.has(failed.step.kind));
}

const makers: ReadonlySet<Step['kind']> = new Set([
  'open-session',
  'join-group',
  'create-window',
  'finish-window',
]);

/** Every step in a call of its own, without those windows that the failed call had made already. */
async function applyOneByOne(
  applying: Applying,
  asked: {
    readonly batch: Batch;
    readonly context: StepContext;
    readonly before: readonly FailedStep[];
  },
): Promise<readonly FailedStep[]> {
  const { batch, context, before } = asked;
  const failures: FailedStep[] = [];
  const listed = await list(applying, batch.socketPath);
  if (!listed.ok && listed.failure.kind === 'timed-out') {
    // What the call has made cannot be told, and every further one would wait as long for nothing.
    const { failure } = listed;
    return batch.steps.map((step) => ({ batch, step, failure }));
  }
  for (const step of batch.steps) {
    const rest = restOf(step, listed.ok ? listed.value : []);
    if (rest === null || !isTrue(rest, batch, [...before, ...failures])) continue;
    const done = await run(applying, batch.socketPath, commandsFor(rest, context));
    if (!done.ok) failures.push({ batch, step: rest, failure: done.failure });
  }
  return failures;
}

/** What is left of a step to be done: all of it, the panes that a window lacks, or null for nothing. */
function restOf(step: Step, listed: readonly ListedPane[]): Step | null {
  if (step.kind !== 'create-window' && step.kind !== 'finish-window') {
    return isDone(step, listed) ? null : step;
  }
  const { window } = step;
  const half = window.origin === null ? undefined : unfinishedWindows(listed).get(window.origin);
  if (half !== undefined) {
    const { windowId, lastPaneId, origins } = half;
    return { kind: 'finish-window', windowId, lastPaneId, made: origins.length, window };
  }
  return isDone(step, listed) ? null : step;
}

async function list(
  { tmux }: Applying,
  socketPath: string,
): Promise<Result<readonly ListedPane[], TmuxFailure>> {
  const printed = await tmux.run(socketPath, [listingCommand]);
  return printed.ok ? ok(readListing(printed.value)) : printed;
}

function isDone(step: Step, listed: readonly ListedPane[]): boolean {
  switch (step.kind) {
    case 'create-window':
    case 'finish-window':
      return step.window.panes.some(({ origin }) => listed.some((pane) => pane.origin === origin));
    case 'split-window':
      return listed.some((pane) => pane.origin === step.pane.origin);
    case 'open-session':
    case 'join-group':
      return step.origin !== null && listed.some(({ sessionOrigin }) => sessionOrigin === step.origin);
    case 'link-window':
    case 'focus':
    case 'name-session':
    case 'mark-begun':
    case 'mark-rebuilt':
      return false;
    default:
      return step satisfies never;
  }
}
