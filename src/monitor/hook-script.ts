import { writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../text/shell-word.ts';
import type { World } from '../world.ts';
import type { Den } from './den.ts';

/** What tmux calls at every change. */
export function hookScriptPath(den: Den): string {
  return join(den.directory, 'tmux-hook');
}

/**
 * Writes the script that our tmux hooks call: the launcher, told which instances directory this is for, since
 * a tmux server has an environment of its own. In the den, so that it goes with the resident's machine boot,
 * and an upgrade of the plugin changes this file and not every tmux server.
 */
export function writeHookScript(world: World, den: Den): void {
  const launcher = join(world.paths.program, '..', 'bin', 'statusline');
  const draft = `${hookScriptPath(den)}.${process.pid}`;
  const text = `#!/bin/sh
export STATUSLINE_INSTANCES_DIR=${shellWord(world.paths.instances)}
exec ${shellWord(launcher)} "$@"
`;
  writeFileSync(draft, text, { mode: 0o700 });
  renameSync(draft, hookScriptPath(den));
}

/** The pid of the tmux server that runs a hook, out of TMUX in its environment; null when it is not there. */
export function serverPidIn(env: Readonly<Record<string, string>>): number | null {
  const pid = Number(env['TMUX']?.split(',').at(-2));
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}
