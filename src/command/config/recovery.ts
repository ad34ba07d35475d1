import { parseObject } from '../../claude/fields.ts';
import { type AutoRecover, recoverySection, type RecoverySettings } from '../../status/recovery-settings.ts';
import type { World } from '../../world.ts';
import { configPath } from './file.ts';
import { setupPaths } from '../setup/files.ts';

/** How sessions come back, as the configuration has it now; the defaults where it cannot be read. */
export function recoveryNow(world: World): RecoverySettings {
  const read = world.settings.read(configPath(world));
  return recoverySection.read(parseObject((read.ok ? read.value : null) ?? '').value ?? {}).settings;
}

/**
 * What happens by itself after a loss. Where the user has not said, whoever has set the status line up is asked, and
 * nobody else is.
 */
export function autoRecoverNow(world: World): AutoRecover {
  const { autoRecover } = recoveryNow(world);
  if (autoRecover !== null) return autoRecover;
  const shim = world.settings.read(setupPaths(world).shim);
  return shim.ok && shim.value !== null ? 'ask' : 'off';
}
