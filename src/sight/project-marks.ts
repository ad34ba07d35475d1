import { join } from 'node:path';
import type { Event } from '../session/event.ts';
import type { Registry } from '../session/registry.ts';
import type { World } from '../world.ts';

/** The mark that a session keeps: of which path it was taken, and what it was. */
export function markOfProject(mark: string, path: string): string {
  return `${mark}@${path}`;
}

/** The mark itself, where it is of this path; null for that of another one. */
export function markFor(kept: string | undefined, path: string): string | null {
  const at = kept?.indexOf('@') ?? -1;
  return kept !== undefined && kept.slice(at + 1) === path ? kept.slice(0, at) : null;
}

/** Which directories the live sessions were started in, where that is not known yet: one look for each, once. */
export function markProjects(world: Pick<World, 'files'>, registry: Registry): readonly Event[] {
  return [...registry.sessions.values()].flatMap((session) => {
    const { id, state, projectDir, projectMark, projectRepository = '' } = session;
    if (state.kind !== 'live' || projectDir === null || markFor(projectMark, projectDir) !== null) return [];
    const mark = world.files.directoryMark(projectDir);
    if (mark === null) return [];
    const repository = repositoryOf(world, projectDir);
    const changes = {
      projectMark: markOfProject(mark, projectDir),
      ...(repository !== projectRepository && { projectRepository: repository }),
    };
    return [{ kind: 'changed', session: id, changes }];
  });
}

/** A linked worktree has a file where a repository has its folder, and that file says whose it is. */
function repositoryOf({ files }: Pick<World, 'files'>, directory: string): string {
  const read = files.read(join(directory, '.git'));
  const text = read.ok ? read.value : null;
  return /^gitdir: (\/.*)\/\.git\/worktrees\/[^/\n]+\n?$/s.exec(text ?? '')?.[1] ?? '';
}
