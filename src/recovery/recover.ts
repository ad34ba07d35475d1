import type { SessionId } from '../claude/session-id.ts';
import type { Event } from '../session/event.ts';
import { renameWindow } from '../sight/window-name.ts';
import { harmless } from '../text/harmless.ts';
import type { World } from '../world.ts';
import { applyBatches, type FailedStep } from './apply.ts';
import { environmentForServer } from './environment.ts';
import { hold, type HoldFailure } from './hold.ts';
import { outcomeOf, weightOf } from './obstacle.ts';
import { obstacleWords } from './obstacle-words.ts';
import type { RecoveryResult, RecoveryRun } from './recovery-run.ts';
import { startAll } from './start-all.ts';
import type { Blocked, Plan } from './steps.ts';
import { wakeServers } from './wake.ts';

/**
 * Carries a plan out: claims, builds, starts, waits for every session's own report, and keeps what came of each.
 * Gives one result per session that was asked for. Killed at any moment and run again, it ends in the same desk.
 */
export async function recover(
  world: World,
  plan: Plan,
  run: RecoveryRun,
): Promise<readonly RecoveryResult[]> {
  const recoveryId = world.newId();
  const held = await holdAwake(world, { plan, recoveryId }, run);
  if (!held.ok) return refuseAll(world, plan, held.failure, recoveryId);
  const settle = settler(world, run, recoveryId);
  const blocked = held.value.blocked.map((each) => blockedResult(each, world.clock.nowMs()));
  for (const result of blocked) run.onProgress({ kind: 'settled', result });
  const failures = await build(world, held.value, { run, recoveryId });
  const started = await startAll(world, held.value.resumes, { run, settle, failures });
  const results = [...started, ...blocked];
  const done = [...results, ...leftToAnother(world, plan, { results, settle })];
  await settleWindows(world, done);
  endRun(world, recoveryId, done);
  return done;
}

/** Holds the sessions, with every server awake that the plan needs: only who holds them starts any. */
async function holdAwake(
  world: World,
  first: { readonly plan: Plan; readonly recoveryId: string },
  run: RecoveryRun,
): ReturnType<typeof hold> {
  const held = await hold(world, first, run);
  if (!held.ok || !(await wakeServers(world, held.value))) return held;
  return hold(world, { ...first, plan: await run.replan() }, run);
}

interface Building {
  readonly run: RecoveryRun;
  readonly recoveryId: string;
}

function build(world: World, plan: Plan, building: Building): Promise<readonly FailedStep[]> {
  const isClaimed = plan.resumes.length > 0 || plan.batches.length === 0;
  return isClaimed ? apply(world, plan, building) : buildUnclaimed(world, building);
}

/**
 * Windows alone: there is no session to claim, so nothing else tells two recoveries apart. Whoever has its turn looks
 * once more, since another may have just made them; while another has it, they are left to that one.
 */
async function buildUnclaimed(world: World, building: Building): Promise<readonly FailedStep[]> {
  const turn = world.claims.take('rebuild');
  if (turn === null) return [];
  try {
    const plan = await building.run.replan();
    // Sessions that were lost meanwhile belong to a run that claims them.
    return plan.resumes.length > 0 ? [] : await apply(world, plan, building);
  } finally {
    turn.giveBack();
  }
}

async function apply(
  world: World,
  { batches }: Plan,
  { run, recoveryId }: Building,
): Promise<readonly FailedStep[]> {
  const { tmux, request } = world;
  const environment = environmentForServer(request.env);
  const applying = { tmux, gate: run.gate, environment, tag: recoveryId };
  const failures = await applyBatches(applying, batches, ({ name }) => {
    run.onProgress({ kind: 'building', name });
  });
  for (const failed of failures) run.onProgress({ kind: 'not-built', failed });
  return failures;
}

/** Keeps a result in the journal and tells it. */
function settler(
  world: World,
  run: RecoveryRun,
  recoveryId: string,
): (result: RecoveryResult) => RecoveryResult {
  return (found) => {
    const result = { ...found, detail: found.detail === null ? null : harmless(found.detail) };
    keep(world, [settledEvent(recoveryId, result)]);
    run.onProgress({ kind: 'settled', result });
    return result;
  };
}

function settledEvent(recoveryId: string, { session, outcome, detail }: RecoveryResult): Event {
  return { kind: 'recovery_settled', session, recoveryId, outcome, detail };
}

/** A disk that is full now does not undo what was brought back: the claims die with this process. */
function keep(world: World, events: readonly Event[]): void {
  world.ledger.append(events, { by: 'command', durable: true });
}

function refuseAll(
  world: World,
  plan: Plan,
  failure: HoldFailure,
  recoveryId: string,
): readonly RecoveryResult[] {
  const detail = refusalWords(failure);
  const results = plan.resumes.map(({ session }): RecoveryResult => ({
    session,
    outcome: 'refused',
    paneId: null,
    detail,
  }));
  if (failure.kind === 'another')
    keep(
      world,
      results.map((result) => settledEvent(recoveryId, result)),
    );
  return [...results, ...plan.blocked.map((blocked) => blockedResult(blocked, world.clock.nowMs()))];
}

function refusalWords(failure: HoldFailure): string {
  switch (failure.kind) {
    case 'another':
      return `another recovery (process ${failure.pid}) is still at it`;
    case 'not-kept':
      return `the journal cannot be written (${failure.code})`;
    case 'no-identity':
      return 'this platform does not tell processes apart, so two recoveries could not see each other';
    default:
      return failure satisfies never;
  }
}

/** Nothing was attempted, so nothing is kept: the record stays as it was. */
function blockedResult({ session, obstacles }: Blocked, nowMs: number): RecoveryResult {
  const decisive =
    obstacles.find((obstacle) => weightOf(obstacle) === 'blocks') ??
    obstacles.find(({ kind }) => kind === 'directory-moved' || kind === 'offered');
  return {
    session,
    outcome: decisive === undefined ? 'refused' : outcomeOf(decisive),
    paneId: decisive?.kind === 'offered' ? decisive.paneId : null,
    detail: decisive === undefined ? null : obstacleWords(decisive, nowMs),
  };
}

/** Sessions of the first plan that another recovery has settled while we waited for it. */
function leftToAnother(
  world: World,
  plan: Plan,
  own: {
    readonly results: readonly RecoveryResult[];
    readonly settle: (result: RecoveryResult) => RecoveryResult;
  },
): readonly RecoveryResult[] {
  const known = new Set<SessionId>(own.results.map(({ session }) => session));
  const asked = [...plan.resumes, ...plan.blocked].map(({ session }) => session);
  return [...new Set(asked)]
    .filter((session) => !known.has(session))
    .map((session) => {
      const found = world.ledger.read().state.sessions.get(session);
      const isBack = found?.state.kind === 'live';
      return own.settle({
        session,
        outcome: isBack ? 'restored' : (found?.recovery?.result ?? 'refused'),
        paneId: isBack ? (found.place?.paneId ?? null) : null,
        detail: 'by another recovery',
      });
    });
}

/** Windows that tmux names by itself get the name of the session in them. */
async function settleWindows(world: World, results: readonly RecoveryResult[]): Promise<void> {
  const { sessions } = world.ledger.read().state;
  for (const { session, outcome } of results) {
    const found = sessions.get(session);
    if (outcome === 'restored' && found !== undefined) await renameWindow(world, found, null);
  }
}

function endRun(world: World, recoveryId: string, results: readonly RecoveryResult[]): void {
  if (results.length === 0) return;
  const outcomes = Object.fromEntries(results.map(({ session, outcome }) => [session, outcome]));
  keep(world, [{ kind: 'recovery_run', recoveryId, outcomes }]);
  world.ledger.settle();
}

/** Marks sessions that were offered and deliberately left as over, so that they are not offered again. */
export function setAside(world: World, sessions: readonly SessionId[]): void {
  const registry = world.ledger.read().state;
  const events = sessions.map((session): Event => ({
    kind: 'ended',
    session,
    process: registry.sessions.get(session)?.process?.identity ?? null,
    reason: 'set-aside',
    evidence: ['left out of a recovery on purpose'],
  }));
  if (events.length > 0) keep(world, events);
}
