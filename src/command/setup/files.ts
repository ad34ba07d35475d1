import { dirname, join } from 'node:path';
import { readShim, renderCommand, shimText } from '../../claude/shim.ts';
import { decodeSetupRecord, encodeSetupRecord, type SetupRecord } from '../../claude/setup-record.ts';
import type { FileFailure } from '../../claude/settings-files.ts';
import { failed, ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';

/** The files that setup and uninstall are about, and the command that joins them. */
export interface SetupPaths {
  readonly settings: string;
  /** The stable path: it survives upgrades of the plugin. */
  readonly shim: string;
  /** The tmux file at a path as stable, for tmux.conf: it starts the stable path beside it. */
  readonly tmuxFile: string;
  /** The one of the copy that runs now. */
  readonly ownTmuxFile: string;
  /** What setup did, for uninstall. */
  readonly record: string;
  /** The launcher of the copy that runs now. */
  readonly launcher: string;
  /** The status line's command for settings.json. */
  readonly command: string;
}

/** Where they are for this request's user. */
export function setupPaths({ paths }: World): SetupPaths {
  const shim = join(paths.instances, 'bin', 'statusline');
  return {
    settings: join(paths.claudeConfig, 'settings.json'),
    shim,
    tmuxFile: join(paths.instances, 'tmux', 'statusline.tmux'),
    ownTmuxFile: join(dirname(paths.program), 'tmux', 'statusline.tmux'),
    record: join(paths.instances, 'setup.json'),
    launcher: join(dirname(paths.program), 'bin', 'statusline'),
    command: renderCommand(shim, paths.home),
  };
}

/** What setup has done so far. */
export function readRecord({ settings }: World, { record }: SetupPaths): Result<SetupRecord, FileFailure> {
  const read = settings.read(record);
  return read.ok ? ok(decodeSetupRecord(read.value ?? '')) : read;
}

/** Keeps what setup has done; when nothing is left of it, neither the record nor the stable path is. */
export function keepRecord(
  { settings }: World,
  paths: SetupPaths,
  record: SetupRecord,
): Result<void, FileFailure> {
  if (record.size > 0) return settings.put(paths.record, encodeSetupRecord(record), 0o600);
  for (const path of [paths.record, paths.tmuxFile]) {
    const removed = settings.remove(path);
    if (!removed.ok) return removed;
  }
  return settings.remove(paths.shim);
}

/** What is to stand at the stable path: the launcher of the copy that runs now, told that it came from `launcher`. */
export function stablePathText(
  { settings }: World,
  paths: SetupPaths,
  launcher: string,
): Result<string, FileFailure> {
  const own = settings.read(paths.launcher);
  if (!own.ok) return own;
  const text = own.value === null ? null : shimText(launcher, own.value);
  return text === null
    ? failed({
        kind: 'unreadable',
        path: paths.launcher,
        code: own.value === null ? 'ENOENT' : 'no launcher',
      })
    : ok(text);
}

/** Puts the stable paths in, or brings them up to the copy that runs now. */
export function putStablePaths(world: World, paths: SetupPaths): Result<void, FileFailure> {
  const { settings } = world;
  const text = stablePathText(world, paths, paths.launcher);
  if (!text.ok) return text;
  const shim = settings.put(paths.shim, text.value, 0o700);
  const own = settings.read(paths.ownTmuxFile);
  // A copy of the plugin that lacks it works all the same.
  if (!shim.ok || !own.ok || own.value === null) return shim;
  return settings.put(paths.tmuxFile, own.value, 0o700);
}

/**
 * Brings the stable path up to this version of the launcher, where there is one: it speaks to the resident, and what
 * that wants to be told may have changed. Where it leads stays as it was.
 */
export function renewStablePath(world: World): void {
  const paths = setupPaths(world);
  const read = world.settings.read(paths.shim);
  const known = read.ok && read.value !== null ? readShim(read.value) : null;
  if (!read.ok || known === null) return;
  const text = stablePathText(world, paths, known.launcher);
  if (!text.ok || text.value === read.value) return;
  // One that cannot be written goes on as it is. Whoever took it away meanwhile does not get it back.
  world.settings.replace(paths.shim, { from: read.value, to: text.value });
}
