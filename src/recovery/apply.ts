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
    const failure =
      rest.kind === 'name-session'
        ? await nameAnyhow(applying, batch, { step: rest, context })
        : failureOf(await run(applying, batch.socketPath, commandsFor(rest, context)));
    if (failure !== null) failures.push({ batch, step: rest, failure });
  }
  return failures;
}

function failureOf(done: Result<string, TmuxFailure>): TmuxFailure | null {
  return done.ok ? null : done.failure;
}

/** How many names are tried before a session keeps the one that it was made under. */
const mostNames = 9;

/**
 * Names a session whose name somebody has taken since the plan was made (a tmux.conf, another restorer) the next best:
 * `main-2`. Gives why it is not called as it was, or null when it is.
 */
async function nameAnyhow(
  applying: Applying,
  { socketPath }: Batch,
  {
    step,
    context,
  }: { readonly step: Extract<Step, { kind: 'name-session' }>; readonly context: StepContext },
): Promise<TmuxFailure | null> {
  const [rename, ...unlink] = commandsFor(step, context).toReversed();
  // The failed call may have taken the placeholder away; one that stays ends by itself.
  if (unlink.length > 0) await run(applying, socketPath, unlink);
  const failure = rename === undefined ? null : failureOf(await run(applying, socketPath, [rename]));
  if (failure?.kind !== 'refused' || !failure.message.startsWith('duplicate session')) return failure;
  for (let count = 2; count <= mostNames; count += 1) {
    const name = `${step.name}-${count}`;
    const commands = commandsFor({ ...step, name, hasPlaceholder: false }, context);
    if ((await run(applying, socketPath, commands)).ok) {
      return { ...failure, message: `${failure.message}; it is called ${name}` };
    }
  }
  return failure;
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
