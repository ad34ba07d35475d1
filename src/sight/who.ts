import type { HookInput } from '../claude/hook-input.ts';
import { findClient } from '../process/ancestry.ts';
import type { ProcessRow } from '../process/processes.ts';
import type { Farewell, Origin, SessionProcess } from '../session/session.ts';
import type { Sight } from '../session/sight.ts';
import { socketInHint } from '../tmux/hint.ts';
import { locate } from '../tmux/locate.ts';
import type { Place, TmuxServer } from '../tmux/place.ts';
import { identifyServer } from '../tmux/server.ts';
import type { World } from '../world.ts';

/** Variables by which a client's environment tells where it sits and whose it is. Hints, save the last two. */
const clientVariables = ['TMUX', 'TMUX_PANE', 'CLAUDE_CONFIG_DIR', 'CLAUDE_CODE_ENTRYPOINT'] as const;

/** Who reports in a hook or render, and from where: the client among the caller's ancestors, and its pane. */
export async function whoReports(world: World): Promise<Sight> {
  const { env, callerPid } = world.request;
  const rows = world.processes.ancestry(callerPid);
  const client = findClient(rows, (pid) => world.processes.argv(pid));
  const process = client === null ? null : processOf(world, client);
  return {
    process,
    place: client === null ? null : await placeOf(world, client.pid, env),
    origin: originOf(process, env['CLAUDE_CODE_ENTRYPOINT']),
    projectDir: env['CLAUDE_PROJECT_DIR'] ?? null,
    configDir: env['CLAUDE_CONFIG_DIR'] ?? null,
    paneAtEnd: 'unknown',
  };
}

/** The same for a client that has not reported itself, from its process alone. */
export async function sightOfClient(world: World, pid: number): Promise<Sight> {
  const row = world.processes.row(pid);
  const env = world.processes.environment(pid, clientVariables) ?? {};
  const process = row === null ? null : processOf(world, row);
  return {
    process,
    place: row === null ? null : await placeOf(world, pid, env),
    origin: originOf(process, env['CLAUDE_CODE_ENTRYPOINT']),
    projectDir: null,
    configDir: env['CLAUDE_CONFIG_DIR'] ?? null,
    paneAtEnd: 'unknown',
  };
}

/** A sight with what a dying client's hook can still see of its pane: one question to tmux. */
export async function withPaneAtEnd(world: World, sight: Sight, input: HookInput): Promise<Sight> {
  if (input.event !== 'SessionEnd') return sight;
  const known = world.ledger.read().state.sessions.get(input.session)?.place ?? null;
  const place = sight.place ?? known;
  return place === null ? sight : { ...sight, paneAtEnd: await paneNow(world, place) };
}

/** The client gives a SessionEnd hook 1.5 s in all (docs/decisions/0002); a wedged tmux must not use them up. */
const farewellDeadlineMs = 500;

async function paneNow(world: World, place: Place): Promise<Farewell['pane']> {
  const { socketPath } = place.server;
  const asked = await world.tmux.run(socketPath, [['list-panes', '-a', '-F', '#{pid} #{pane_id}']], {
    timeoutMs: farewellDeadlineMs,
  });
  if (!asked.ok) return asked.failure.kind === 'no-server' ? 'server-gone' : 'unknown';
  const lines = asked.value.split('\n');
  if (!lines[0]?.startsWith(`${place.server.pid} `)) return 'server-gone';
  return lines.includes(`${place.server.pid} ${place.paneId}`) ? 'present' : 'gone';
}

/** The pane that the caller itself sits in, client or not. */
export async function callerPlace(world: World): Promise<Place | null> {
  return placeOf(world, world.request.callerPid, world.request.env);
}

/** The tmux server that the caller sits in, as its environment has it; null outside tmux. */
export async function callerServer(world: World): Promise<TmuxServer | null> {
  const socketPath = socketInHint(world.request.env['TMUX']);
  if (socketPath === null) return null;
  const server = await identifyServer(world.tmux, socketPath);
  return server.ok ? server.value : null;
}

async function placeOf(
  world: World,
  pid: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Place | null> {
  const located = await locate({ tmux: world.tmux, processes: world.processes }, { pid, env });
  return located.kind === 'place' ? located.place : null;
}

function processOf(world: World, row: ProcessRow): SessionProcess | null {
  const bootId = world.processes.bootId();
  if (bootId === null) return null;
  return {
    identity: { bootId, pid: row.pid, started: row.started },
    ppid: row.ppid,
    argv: world.processes.argv(row.pid),
    executable: null,
  };
}

/** `-p` runs and background agents fire the same hooks, but sit in no pane and are not the user's to lose. */
function originOf(process: SessionProcess | null, entrypoint: string | undefined): Origin {
  const argv = process?.argv ?? [];
  if (argv.includes('-p') || argv.includes('--print')) return 'print';
  if (argv.includes('--bg') || argv.includes('--bg-pty-host')) return 'background';
  return entrypoint === undefined || entrypoint === 'cli' ? 'interactive' : 'print';
}
