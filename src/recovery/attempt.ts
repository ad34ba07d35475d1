import { assertNever } from '../text/result.ts';
import { failureWords } from '../tmux/failure.ts';
import type { World } from '../world.ts';
import { commandsForResume } from './commands.ts';
import type { LivePane, LiveServer } from './facts.ts';
import { rowsNow, runningNow } from './gather.ts';
import { liveElsewhere, type Obstacle } from './obstacle.ts';
import { obstacleWords } from './obstacle-words.ts';
import { whyNotStart } from './pacing.ts';
import type { RecoveryResult, RecoveryRun } from './recovery-run.ts';
import { startingSessions } from './running.ts';
import type { Resume } from './steps.ts';
import type { Pending } from './verdict.ts';

/** What came of trying to start a session. */
export type Attempt =
  | { readonly kind: 'pending'; readonly pending: Pending }
  | { readonly kind: 'settled'; readonly result: RecoveryResult };

/** What an attempt is made with. */
export interface Surroundings {
  readonly world: World;
  readonly run: RecoveryRun;
  /** As looked at a moment ago. */
  readonly server: LiveServer;
  readonly loginFailures: number;
}

/** Starts one session in its pane, if nothing has come in between since the plan was made. */
export async function attempt(around: Surroundings, resume: Resume): Promise<Attempt> {
  const { server } = around;
  const pane = paneOf(server, resume);
  if (pane === null)
    return settled(resume, null, { outcome: 'not-started', detail: 'its pane is not there' });
  if (resume.how === 'watch') return watch(around, pane, 0);
  const refusal = refusalOf(around, resume, pane);
  if (refusal !== null) return settled(resume, pane.id, refusal);
  // Made by the steps, it waits as it is.
  if (resume.how === 'offer' && pane.standing.kind === 'offered') return offered(resume, pane.id);
  return respawn(around, resume, pane);
}

/** The pane that a session is to be started in. */
function paneOf({ panes }: LiveServer, { pane, origin }: Resume): LivePane | null {
  if (pane.kind === 'standing') return panes.get(pane.paneId) ?? null;
  return [...panes.values()].find((each) => each.origin === origin) ?? null;
}

type Refusal = Pick<RecoveryResult, 'outcome' | 'detail'>;

/** Why a session must not be started after all. */
function refusalOf(around: Surroundings, resume: Resume, pane: LivePane): Refusal | null {
  const { world, loginFailures } = around;
  if (!mayTake(pane, resume)) return { outcome: 'not-started', detail: `pane ${pane.id} is in use` };
  const running = whoRuns(world, resume);
  if (running !== null)
    return { outcome: 'live-elsewhere', detail: obstacleWords(running, world.clock.nowMs()) };
  const kind = world.client.pathKind(resume.launch.directory);
  if (kind === 'absent') return { outcome: 'directory-gone', detail: null };
  if (resume.how !== 'start') return null;
  const why = whyNotStart(world.machine.freeMemoryBytes(), loginFailures);
  return why === null ? null : { outcome: 'refused', detail: why };
}

function mayTake({ standing }: LivePane, { session }: Resume): boolean {
  switch (standing.kind) {
    case 'dead':
    case 'idle-shell':
      return true;
    case 'offered':
      return standing.session === session;
    case 'started':
    case 'busy':
      return false;
    default:
      return assertNever(standing);
  }
}

/** The process that runs (or starts) the conversation at this very moment, as what stands in the way; or null. */
function whoRuns(world: World, { session }: Resume): Obstacle | null {
  const registry = world.ledger.read().state;
  const rows = rowsNow(world);
  const running = runningNow(world, registry, rows);
  const pid = running.get(session)?.pid ?? startingSessions(rows, running).get(session);
  return pid === undefined ? null : liveElsewhere(registry.sessions.get(session), pid);
}

async function respawn(around: Surroundings, resume: Resume, pane: LivePane): Promise<Attempt> {
  const { world, run } = around;
  run.onProgress({ kind: 'starting', session: resume.session, paneId: pane.id });
  const startedAtMs = world.clock.nowMs();
  const done = await world.tmux.run(resume.socketPath, commandsForResume(resume, pane.id, run.gate));
  if (!done.ok) {
    return settled(resume, pane.id, {
      outcome: 'not-started',
      detail: `tmux: ${failureWords(done.failure)}`,
    });
  }
  return resume.how === 'offer' ? offered(resume, pane.id) : watch(around, pane, startedAtMs);
}

function watch({ world, server }: Surroundings, pane: LivePane, startedAtMs: number): Attempt {
  const pending: Pending = {
    server: server.desk.server,
    paneId: pane.id,
    startedAtMs,
    sinceMs: world.clock.nowMs(),
    before: 'none',
    looks: 0,
    reportedAtMs: null,
  };
  return { kind: 'pending', pending };
}

function offered(resume: Resume, paneId: string): Attempt {
  return settled(resume, paneId, { outcome: 'offered', detail: 'waits for Enter' });
}

function settled({ session }: Resume, paneId: string | null, what: Refusal): Attempt {
  return { kind: 'settled', result: { session, paneId, ...what } };
}
