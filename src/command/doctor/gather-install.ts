import { join } from 'node:path';
import { amount, fields, flag, parseObject } from '../../claude/fields.ts';
import { planSetup } from '../../claude/settings.ts';
import { readShim } from '../../claude/shim.ts';
import type { Registry } from '../../session/registry.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { World } from '../../world.ts';
import { configPath, configurationNow } from '../config/file.ts';
import { setupPaths, type SetupPaths } from '../setup/files.ts';
import { shownPath } from '../speech.ts';
import type { ConfigurationFacts } from './configuration.ts';
import type { InstallFacts, SettingsFacts } from './install.ts';

/** Where administrators decide for everybody, on Linux and on macOS. */
const managedSettings = [
  '/etc/claude-code/managed-settings.json',
  '/Library/Application Support/ClaudeCode/managed-settings.json',
] as const;

/** Reads the user's configuration of the line. */
export function gatherConfiguration(world: World): ConfigurationFacts {
  const path = configPath(world);
  const read = world.settings.read(path);
  return {
    shown: shownPath(world, path),
    word: shellWord(path),
    isThere: !read.ok || read.value !== null,
    problems: configurationNow(world).problems,
  };
}

/** Reads the client's settings, and looks where they lead. */
export function gatherInstall(world: World, registry: Registry): InstallFacts {
  const paths = setupPaths(world);
  const read = world.settings.read(paths.settings);
  return {
    shown: shownPath(world, paths.settings),
    word: shellWord(paths.settings),
    settings: read.ok ? settingsFacts(read.value, paths) : null,
    unreadable: read.ok ? null : read.failure.code || read.failure.kind,
    managed: managed(world),
    stablePath: stablePath(world, paths),
    hasHookReported: [...registry.sessions.values()].some(
      ({ state, hasHookReported }) => state.kind === 'live' && hasHookReported,
    ),
    fastPath: onPath(world, 'perl') ? 'perl' : onPath(world, 'nc') ? 'nc' : null,
  };
}

function settingsFacts(text: string | null, { command }: SetupPaths): SettingsFacts {
  // The client's own reader lets a byte order mark pass.
  const settings = fields(parseObject((text ?? '').replace(/^\uFEFF/, '')).value);
  const [plugin] = Object.entries(fields(settings['enabledPlugins'])).filter(([key]) =>
    key.startsWith('statusline@'),
  );
  return {
    plan: planSetup(text, command),
    plugin: plugin === undefined ? null : { key: plugin[0], isEnabled: plugin[1] === true },
    disablesAllHooks: flag(settings['disableAllHooks']) === true,
    cleanupPeriodDays: amount(settings['cleanupPeriodDays']),
  };
}

function managed({ files }: World): InstallFacts['managed'] {
  for (const path of managedSettings) {
    const read = files.read(path);
    const settings = fields(parseObject(read.ok ? (read.value ?? '') : '').value);
    if (settings['disableAllHooks'] === true) return 'disableAllHooks';
    if (settings['allowManagedHooksOnly'] === true) return 'allowManagedHooksOnly';
  }
  return null;
}

function stablePath(world: World, { shim }: SetupPaths): InstallFacts['stablePath'] {
  const shown = shownPath(world, shim);
  const read = world.settings.read(shim);
  if (read.ok && read.value === null) return { shown, kind: 'missing', leadsSomewhere: false };
  const targets = read.ok ? readShim(read.value ?? '') : null;
  if (targets === null || !world.files.canRun(shim)) return { shown, kind: 'odd', leadsSomewhere: false };
  const cache = targets.cache ?? join(world.paths.claudeConfig, 'plugins', 'cache');
  const launchers = [targets.launcher, ...cachedLaunchers(world, cache)];
  return { shown, kind: 'ours', leadsSomewhere: launchers.some((launcher) => world.files.canRun(launcher)) };
}

function cachedLaunchers(world: World, cache: string): readonly string[] {
  const below = (directory: string): readonly string[] => {
    const names = world.files.list(directory);
    return names.ok ? names.value : [];
  };
  return below(cache).flatMap((marketplace) => {
    const plugin = join(cache, marketplace, 'statusline');
    return below(plugin).map((version) => join(plugin, version, 'bin', 'statusline'));
  });
}

function onPath({ files, request }: World, program: string): boolean {
  const directories = (request.env['PATH'] ?? '').split(':').filter((directory) => directory !== '');
  return directories.some((directory) => files.canRun(join(directory, program)));
}
