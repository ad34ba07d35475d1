import { type ConfigObject, valueAt, withValueAt } from '../../status/config-edit.ts';
import { isObject } from '../../status/config-fields.ts';
import type { AutoRecover } from '../../status/recovery-settings.ts';
import { failed, ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { type ConfigFile, openConfig, problemWords, removeConfig, saveConfig } from '../config/change.ts';

const place = 'recovery.autoRecover';

/** What setup was told to write into the configuration. */
export interface AutoRecoverChange {
  readonly file: ConfigFile;
  readonly way: AutoRecover;
}

/** The change that a wish makes, or null where there is no wish or it holds already. The failure is a sentence. */
export function planAutoRecover(
  world: World,
  wish: AutoRecover | undefined,
): Result<AutoRecoverChange | null, string> {
  if (wish === undefined) return ok(null);
  const file = openConfig(world);
  if (!file.ok) return file;
  return ok(valueAt(file.value.config, place) === wish ? null : { file: file.value, way: wish });
}

/** Writes it. The failure is a sentence. */
export function keepAutoRecover(world: World, change: AutoRecoverChange | null): Result<void, string> {
  if (change === null) return ok(undefined);
  const changed = withValueAt(change.file.config, place, change.way);
  if (changed.ok) return saveConfig(world, change.file, changed.value);
  const { failure } = changed;
  const why = failure.kind === 'refused' ? problemWords(failure.problem) : `${failure.path} leads nowhere`;
  return failed(`config.json: ${why}, so nothing was changed there: mend it, then try again`);
}

/** Takes out of the configuration what setup wrote there; a file that then says nothing goes. The failure is a sentence. */
export function forgetAutoRecover(world: World): Result<boolean, string> {
  const file = openConfig(world);
  if (!file.ok) return file;
  if (valueAt(file.value.config, place) === undefined) return ok(false);
  const config = withoutAutoRecover(file.value.config);
  const says = Object.keys(config).filter((name) => name !== '$schema');
  const done = says.length > 0 ? saveConfig(world, file.value, config) : removeConfig(world, file.value);
  return done.ok ? ok(true) : done;
}

function withoutAutoRecover(config: ConfigObject): ConfigObject {
  const { recovery, ...rest } = config;
  const members = isObject(recovery)
    ? Object.entries(recovery).filter(([name]) => name !== 'autoRecover')
    : [];
  return members.length === 0 ? rest : { ...rest, recovery: Object.fromEntries(members) };
}

/** What happens by itself after a loss, as a sentence. */
export function autoRecoverWords(way: AutoRecover): string {
  switch (way) {
    case 'off':
      return 'After a loss nothing happens by itself: statusline recover brings sessions back.';
    case 'ask':
      return 'After a loss, the first tmux client that attaches is asked once, in a popup, what shall come back.';
    case 'lazy':
      return 'After a loss, once a tmux client attaches, every session waits for Enter in its pane.';
    default:
      return way satisfies never;
  }
}
