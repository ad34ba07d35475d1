import { join } from 'node:path';
import { readConfigText, type Configuration } from '../status/config.ts';
import type { World } from '../world.ts';

/** Where the user's configuration is. */
export function configPath({ paths }: Pick<World, 'paths'>): string {
  return join(paths.instances, 'config.json');
}

/** How the line is to look now. A missing file means the defaults; one that cannot be read is named, and means them too. */
export function configurationNow(world: World): Configuration {
  const read = world.settings.read(configPath(world));
  if (read.ok) return world.memory.of('configuration', [read.value], () => readConfigText(read.value));
  const { options } = readConfigText(null);
  return {
    options,
    problems: [{ path: 'the file', expected: 'a readable text', found: read.failure.code || 'no text' }],
  };
}
