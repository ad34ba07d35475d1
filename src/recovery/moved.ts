import { basename, dirname, join } from 'node:path';
import type { Registry } from '../session/registry.ts';
import { markFor } from '../sight/project-marks.ts';
import type { World } from '../world.ts';

/** Looking further would take longer than asking. */
const mostLooks = 5000;

/**
 * Where directories that are gone stand now, by the path that they had: those among the sessions' projects that can
 * be proven to be the same ones, wherever they were renamed or moved nearby. Nothing is guessed by a name.
 */
export function movedDirectories(
  world: Pick<World, 'client' | 'files'>,
  registry: Registry,
): ReadonlyMap<string, string> {
  const projects = new Set([...registry.sessions.values()].flatMap(({ projectDir }) => projectDir ?? []));
  const homes = new Set([...projects].map((path) => dirname(path)));
  const moved = new Map<string, string>();
  for (const { projectDir, projectMark } of registry.sessions.values()) {
    const mark = projectDir === null ? null : markFor(projectMark, projectDir);
    if (projectDir === null || mark === null || moved.has(projectDir)) continue;
    if (world.client.pathKind(projectDir) !== 'absent') continue;
    const found = find(world, mark, candidates(world, projectDir, homes));
    if (found !== null) moved.set(projectDir, found);
  }
  return moved;
}

function find({ files }: Pick<World, 'files'>, mark: string, paths: Iterable<string>): string | null {
  let looks = 0;
  for (const path of paths) {
    if ((looks += 1) > mostLooks) return null;
    if (files.directoryMark(path) === mark) return path;
  }
  return null;
}

/**
 * Where to look: below the nearest of its parents that is left, with one name in the path another, or one more; then
 * beside the other projects, under its own name and any.
 */
function* candidates(
  { client, files }: Pick<World, 'client' | 'files'>,
  path: string,
  homes: ReadonlySet<string>,
): Generator<string> {
  let left = dirname(path);
  let missing = basename(path);
  while (client.pathKind(left) === 'absent' && dirname(left) !== left) {
    missing = join(basename(left), missing);
    left = dirname(left);
  }
  const below = missing.split('/').slice(1).join('/');
  const namesIn = (directory: string): readonly string[] => {
    const listed = files.list(directory);
    return listed.ok ? listed.value : [];
  };
  for (const name of namesIn(left)) {
    yield join(left, name, below);
    yield join(left, name, missing);
  }
  for (const home of homes) {
    yield join(home, basename(path));
    for (const name of namesIn(home)) yield join(home, name);
  }
}
