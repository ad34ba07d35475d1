import type { World } from '../world.ts';
import { environmentForServer } from './environment.ts';
import type { Plan } from './steps.ts';

type Waking = Pick<World, 'tmux' | 'clock' | 'request'>;

/** How long a server without a session may take to end. */
const longestEndMs = 1000;
const pollMs = 20;

/**
 * Starts the tmux servers that a plan needs and that do not run: what their user's configuration makes in them
 * (`new-session`) is theirs, and must be there before anything is planned beside it. Gives whether some hold
 * anything now, so that the plan is to be made anew; the others have ended again.
 */
export async function wakeServers(world: Waking, { batches }: Plan): Promise<boolean> {
  const woken = await Promise.all(
    [...new Set(batches.map(({ socketPath }) => socketPath))].map((socketPath) => wake(world, socketPath)),
  );
  return woken.includes(true);
}

async function wake(world: Waking, socketPath: string): Promise<boolean> {
  const { tmux, clock, request } = world;
  if (!(await isGone(world, socketPath))) return false;
  const environment = environmentForServer(request.env);
  const listing = ['list-sessions', '-F', '#{session_id}'] as const;
  const started = await tmux.run(socketPath, [['start-server'], listing], { environment });
  if (started.ok && started.value.trim() !== '') return true;
  // A call that came while it ends would be lost with it.
  const untilMs = clock.nowMs() + longestEndMs;
  while (!(await isGone(world, socketPath)) && clock.nowMs() < untilMs) await clock.sleep(pollMs);
  return false;
}

async function isGone({ tmux }: Waking, socketPath: string): Promise<boolean> {
  const asked = await tmux.run(socketPath, [['display-message', '-p', '#{pid}']]);
  return !asked.ok && asked.failure.kind === 'no-server';
}
