import { join } from 'node:path';
import type { PathKind } from '../claude/client-files.ts';
import { programPaths } from '../claude/program.ts';
import type { SessionId } from '../claude/session-id.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { configDirsOf } from '../sight/config-dirs.ts';
import { allowedPrograms } from '../sight/programs.ts';
import type { World } from '../world.ts';
import { heldByOthers } from './claims.ts';
import {
  wantsDesks,
  type Conversation,
  type LivePane,
  type LiveServer,
  type RecoveryFacts,
  type RecoveryOptions,
  type RunningClient,
} from './facts.ts';
import { lookAtServer } from './live-servers.ts';
import { movedDirectories } from './moved.ts';
import { conversationsBelow, runningClients, type RunningRow } from './running.ts';

/**
 * Everything that a plan is made of, seen now. The registry must be as a look at the machine has left it:
 * who is dead is not decided here. Nothing is changed.
 */
export async function gather(
  world: World,
  registry: Registry,
  options: RecoveryOptions,
): Promise<RecoveryFacts> {
  const sessions = relevantSessions(registry, options);
  const sockets = socketsOf(registry, sessions, options);
  const { servers: looked, silentSockets, gone } = await lookAtServers(world, sockets);
  const rows = rowsNow(world);
  const running = runningNow(world, registry, rows);
  const servers = asTheyRun(looked, conversationsBelow(rows, running));
  return {
    nowMs: world.clock.nowMs(),
    registry,
    servers,
    silentSockets,
    unusableSockets: new Set(gone.filter((socket) => isUnusable(world, socket))),
    running: runningElsewhere(running, servers),
    heldBy: heldByOthers(registry, (claimer) => world.processes.liveness(claimer), world.self),
    directories: directoriesOf(world, sessions, options),
    moved: movedDirectories(world, { ...registry, sessions: byId(sessions) }),
    conversations: new Map(sessions.map((session) => [session.id, conversationOf(world, session)])),
    missingPrograms: missingPrograms(world, sessions),
    programs: allowedPrograms(world),
    options,
  };
}

function byId(sessions: readonly Session[]): Registry['sessions'] {
  return new Map(sessions.map((session) => [session.id, session]));
}

/** Sessions that `all` may bring back, and those that the user names. */
function relevantSessions(registry: Registry, { selection }: RecoveryOptions): readonly Session[] {
  if (selection.kind === 'sessions') return selection.ids.flatMap((id) => registry.sessions.get(id) ?? []);
  return [...registry.sessions.values()].filter(
    ({ state, origin }) => origin === 'interactive' && (state.kind === 'lost' || state.kind === 'unknown'),
  );
}

function socketsOf(
  registry: Registry,
  sessions: readonly Session[],
  options: RecoveryOptions,
): readonly string[] {
  const sockets = new Set([options.homeSocket]);
  // A desk that an earlier run left half given back may hold no session any more that is lost.
  if (wantsDesks(options)) {
    for (const { desk } of registry.desks.values()) sockets.add(desk.server.socketPath);
  }
  if (options.target !== null) sockets.add(options.target.socketPath);
  for (const { place } of sessions) {
    if (place !== null) sockets.add(place.server.socketPath);
  }
  return [...sockets];
}

async function lookAtServers(
  world: World,
  sockets: readonly string[],
): Promise<{
  readonly servers: ReadonlyMap<string, LiveServer>;
  readonly silentSockets: ReadonlySet<string>;
  readonly gone: readonly string[];
}> {
  const looks = await Promise.all(
    sockets.map(async (socketPath) => ({ socketPath, look: await lookAtServer(world, socketPath) })),
  );
  const servers = new Map<string, LiveServer>();
  const silentSockets = new Set<string>();
  const gone: string[] = [];
  for (const { socketPath, look } of looks) {
    if (look.ok) servers.set(socketPath, look.value);
    else if (look.failure.kind === 'no-server') gone.push(socketPath);
    else silentSockets.add(socketPath);
  }
  return { servers, silentSockets, gone };
}

/** A directory that is gone is made again, but not a whole tree of them: that one was not meant to last. */
function isUnusable(world: World, socketPath: string): boolean {
  const directory = join(socketPath, '..');
  return [directory, join(directory, '..')].every((path) => world.client.pathKind(path) === 'absent');
}

/** Every process of this machine with its arguments, as they are now. */
export function rowsNow({ processes }: World): readonly RunningRow[] {
  return processes.all().map((row) => ({ row, argv: processes.argv(row.pid) }));
}

/** What every client on this machine runs now: a look at the process table and at the client's own registries. */
export function runningNow(
  world: World,
  registry: Registry,
  rows: readonly RunningRow[] = rowsNow(world),
): ReadonlyMap<SessionId, RunningClient> {
  return runningClients({
    rows,
    entries: configDirsOf(world, registry).flatMap((configDir) => world.client.sessions(configDir)),
    registry,
    bootId: world.processes.bootId(),
  });
}

/** The servers, where a pane of ours whose client went on to another conversation (/clear, /resume) is as busy as any. */
function asTheyRun(
  servers: ReadonlyMap<string, LiveServer>,
  below: ReadonlyMap<number, SessionId>,
): ReadonlyMap<string, LiveServer> {
  const asItRuns = (pane: LivePane): LivePane => {
    const { standing } = pane;
    const own = below.get(pane.pid);
    const hasGoneOn = standing.kind === 'started' && own !== undefined && own !== standing.session;
    return hasGoneOn ? { ...pane, standing: { kind: 'busy' } } : pane;
  };
  return new Map(
    [...servers].map(([socketPath, server]) => {
      const panes = new Map([...server.panes].map(([id, pane]) => [id, asItRuns(pane)]));
      return [socketPath, { ...server, panes }];
    }),
  );
}

/** What runs in a pane of ours is being brought back already, and is waited for rather than refused. */
function runningElsewhere(
  running: ReadonlyMap<SessionId, RunningClient>,
  servers: ReadonlyMap<string, LiveServer>,
): ReadonlyMap<SessionId, RunningClient> {
  const elsewhere = new Map(running);
  for (const { standing } of [...servers.values()].flatMap(({ panes }) => [...panes.values()])) {
    if (standing.kind === 'started') elsewhere.delete(standing.session);
  }
  return elsewhere;
}

function directoriesOf(
  world: World,
  sessions: readonly Session[],
  { directory }: RecoveryOptions,
): ReadonlyMap<string, PathKind> {
  const paths = new Set(sessions.flatMap(({ projectDir, cwd }) => projectDir ?? cwd ?? []));
  for (const { projectRepository = '' } of sessions)
    if (projectRepository !== '') paths.add(projectRepository);
  if (directory !== null) paths.add(directory);
  return new Map([...paths].map((path) => [path, world.client.pathKind(path)]));
}

function missingPrograms(world: World, sessions: readonly Session[]): ReadonlySet<string> {
  const paths = new Set(sessions.flatMap(({ process }) => programPaths(process?.argv ?? [])));
  return new Set([...paths].filter((path) => world.client.pathKind(path) === 'absent'));
}

function conversationOf(world: World, session: Session): Conversation {
  const path = transcriptOf(world, session);
  if (path !== null && world.client.hasConversation(path)) return { kind: 'present', path };
  const insured = join(world.paths.instances, 'transcripts', `${session.id}.jsonl`);
  if (world.client.pathKind(insured) === 'file' && world.client.hasConversation(insured)) {
    return { kind: 'insured', path: insured };
  }
  return path === null ? { kind: 'none' } : { kind: 'stub', path };
}

/** The recorded file, or wherever the client keeps this conversation now. */
function transcriptOf(world: World, { id, transcriptPath, configDir }: Session): string | null {
  if (transcriptPath !== null && world.client.pathKind(transcriptPath) === 'file') return transcriptPath;
  return world.client.findTranscript(configDir ?? join(world.paths.home, '.claude'), id);
}
