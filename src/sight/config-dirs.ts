import { join } from 'node:path';
import type { Registry } from '../session/registry.ts';
import type { World } from '../world.ts';

/**
 * Every config directory of the client that may hold a registry of its own: the default one, this request's,
 * and those of all sessions that are known. Each is named once.
 */
export function configDirsOf({ paths }: World, registry: Registry): readonly string[] {
  const known = [...registry.sessions.values()].flatMap(({ configDir }) => configDir ?? []);
  return [...new Set([join(paths.home, '.claude'), paths.claudeConfig, ...known])];
}
