import { join } from 'node:path';
import type { ClientSession } from '../claude/client-files.ts';
import { isSameProcess } from '../process/identity.ts';
import { heardFromClient } from '../session/client-word.ts';
import type { Event } from '../session/event.ts';
import { presence } from '../session/presence.ts';
import type { Registry } from '../session/registry.ts';
import type { World } from '../world.ts';
import { configDirsOf } from './config-dirs.ts';
import { sightOfClient } from './who.ts';

/** An entry of the client's own registry, and the config directory that it lies in. */
interface Told {
  readonly entry: ClientSession;
  readonly directory: string;
}

/**
 * What the client's own registry, in any config directory, knows and ours does not: live clients of before the
 * plugin was there, or of which every hook was missed; sessions that wait for their user, or do no more.
 */
export async function toldByClients(world: World, registry: Registry): Promise<readonly Event[]> {
  const entries = configDirsOf(world, registry).flatMap((directory) =>
    world.client.sessions(directory).map((entry) => ({ entry, directory })),
  );
  // One directory may be known by two names, and one pid have been borne by two clients.
  const byProcess = [...new Map(entries.map((told) => [processKey(told.entry), told])).values()];
  const unheardOf = byProcess.filter(({ entry }) => isNews(world, registry, entry));
  const seen = await Promise.all(unheardOf.map((told) => seenOf(world, registry, told)));
  return [...seen.flat(), ...byProcess.flatMap(({ entry }) => waits(registry, entry))];
}

function processKey({ pid, procStart }: ClientSession): string {
  return `${pid} ${procStart}`;
}

/** What one entry, just written, says of a session's waiting. */
export function waits(registry: Registry, entry: ClientSession): readonly Event[] {
  const session = registry.sessions.get(entry.sessionId);
  return session === undefined ? [] : heardFromClient(session, entry);
}

/** The entry may name a conversation that the process has left: one that our registry has anything newer on is passed over. */
async function seenOf(
  world: World,
  registry: Registry,
  { entry, directory }: Told,
): Promise<readonly Event[]> {
  const seen = await sightOfClient(world, entry.pid);
  // An environment that cannot be read says less than the directory that the client wrote to.
  const used = directory === join(world.paths.home, '.claude') ? null : directory;
  const session = registry.sessions.get(entry.sessionId) ?? null;
  return presence(session, {
    id: entry.sessionId,
    source: 'client-registry',
    changes: entry.cwd === null ? {} : { cwd: session?.cwd ?? entry.cwd, projectDir: entry.cwd },
    sight: { ...seen, configDir: seen.configDir ?? used },
  });
}

function isNews(world: World, registry: Registry, entry: ClientSession): boolean {
  // A `-p` run, our own namer too, stands there as interactive for as long as it takes.
  if (entry.kind !== 'interactive' || (entry.entrypoint ?? 'cli') !== 'cli') return false;
  const row = world.processes.row(entry.pid);
  const bootId = world.processes.bootId();
  if (row === null || row.isZombie || bootId === null || row.started !== entry.procStart) return false;
  const identity = { bootId, pid: row.pid, started: row.started };
  for (const { process } of registry.sessions.values()) {
    if (process !== null && isSameProcess(process.identity, identity)) return false;
  }
  return true;
}
