import { join } from 'node:path';
import type { World } from '../world.ts';
import { type NamingConfig, readNaming } from './config.ts';

/** The configuration of naming, as its file has it now. */
export function namingConfig(world: World): NamingConfig {
  const text = world.settings.read(join(world.paths.instances, 'config.json'));
  return readNaming(text.ok ? text.value : null);
}
