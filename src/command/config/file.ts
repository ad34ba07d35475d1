import { join } from 'node:path';
import { readConfigText, withTheme, type Configuration } from '../../status/config.ts';
import type { World } from '../../world.ts';

/** Where the user's configuration is. */
export function configPath({ paths }: Pick<World, 'paths'>): string {
  return join(paths.instances, 'config.json');
}

/**
 * How the line is to look now: by the environment, else by the file, else by default. A missing file means the
 * defaults; one that cannot be read is named, and means them too.
 */
export function configurationNow(world: World): Configuration {
  const told = world.request.env['STATUSLINE_THEME'] ?? '';
  const configured = configurationOfFile(world);
  return told === ''
    ? configured
    : world.memory.of('theme', [told, configured], () => withTheme(configured, told));
}

function configurationOfFile(world: World): Configuration {
  const read = world.settings.read(configPath(world));
  if (read.ok) return world.memory.of('configuration', [read.value], () => readConfigText(read.value));
  return {
    ...readConfigText(null),
    problems: [{ path: 'the file', expected: 'a readable text', found: read.failure.code || 'no text' }],
  };
}
