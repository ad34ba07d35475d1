import { dirname, join } from 'node:path';
import { renderCommand } from '../claude/shim.ts';
import { decodeSetupRecord, encodeSetupRecord, type SetupRecord } from '../claude/setup-record.ts';
import type { FileFailure } from '../claude/settings-files.ts';
import { ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';

/** The files that setup and uninstall are about, and the command that joins them. */
export interface SetupPaths {
  readonly settings: string;
  /** The stable path: it survives upgrades of the plugin. */
  readonly shim: string;
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
  const removed = settings.remove(paths.record);
  return removed.ok ? settings.remove(paths.shim) : removed;
}
