import { rmSync } from 'node:fs';
import { readRecord, setupPaths } from '../command/setup/files.ts';
import { askAllHooks, removeCalls } from '../tmux/hook-entries.ts';
import type { World } from '../world.ts';
import { addressPath } from './address.ts';
import { denOf, whyNotTrusted } from './den.ts';
import { linesDirectory } from './last-line.ts';
import { viewSeat } from './seat.ts';
import { isTaken } from './start.ts';

/**
 * Takes away what residents have left behind, a killed one's too: their hooks in every tmux server that lives
 * (the user's own stay), the address, the last lines, the den. To be called when none runs. Gives the paths that
 * could not be removed. Where another config directory is still set up, all of it stays: its line needs it.
 */
export async function clearLeftovers(world: World): Promise<readonly string[]> {
  const record = readRecord(world, setupPaths(world));
  if (!record.ok || record.value.size > 0) return [];
  const uid = process.getuid?.() ?? 0;
  const { instances } = world.paths;
  const { directory } = denOf(instances, uid);
  await Promise.all((await socketsOf(world)).map((socketPath) => unhook(world, socketPath, directory)));
  const isOurs = whyNotTrusted(directory, uid) === null && !isTaken(viewSeat(directory), world.processes);
  const leftovers = [addressPath(instances), linesDirectory(instances), ...(isOurs ? [directory] : [])];
  return leftovers.filter((path) => !remove(path));
}

/** Every socket on which a server of the user's may have our hooks. */
async function socketsOf({ ledger, tmux }: World): Promise<readonly string[]> {
  const { sessions, desks } = ledger.read().state;
  const known = [
    ...[...desks.values()].map(({ desk }) => desk.server.socketPath),
    ...[...sessions.values()].flatMap(({ place }) => place?.server.socketPath ?? []),
  ];
  return [...new Set([...known, ...(await tmux.sockets())])];
}

/** A server that is gone has no hooks, and one that does not answer keeps them: they call what is no more. */
async function unhook({ tmux }: World, socketPath: string, directory: string): Promise<void> {
  for (const question of askAllHooks) {
    const printed = await tmux.run(socketPath, [question]);
    const commands = printed.ok ? removeCalls(printed.value, `${directory}/`) : [];
    if (commands.length > 0) await tmux.run(socketPath, commands);
  }
}

function remove(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    return true;
  } catch {
    // Read-only, or not ours: whoever asked is told.
    return false;
  }
}
