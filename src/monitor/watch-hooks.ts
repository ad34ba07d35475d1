import { join } from 'node:path';
import type { TmuxCommand } from '../tmux/tmux.ts';
import type { Paths } from '../world.ts';

/** Our place among a hook's commands: beside the user's own, which stay as they are. */
const slot = 77;

/** Every change of a desk is told by at least one of these (tried on tmux 3.3a). */
const hookNames = [
  'window-layout-changed',
  'window-linked',
  'window-unlinked',
  'window-renamed',
  'window-pane-changed',
  'session-created',
  'session-renamed',
  'session-closed',
  'session-window-changed',
  'pane-exited',
  'after-kill-pane',
] as const;

/**
 * The commands by which a running tmux server tells the resident of every change. They pass the event and
 * the server's pid, nothing that a user has named. Idempotent.
 */
export function hookCommands(paths: Paths): readonly TmuxCommand[] {
  const launcher = join(paths.program, '..', 'bin', 'statusline');
  return hookNames.map((name) => {
    const words = [launcher, 'tmux-hook', name].map(shellQuoted).join(' ');
    // A launcher that is gone (the plugin was removed) must not make tmux show an error at every change.
    const script = `STATUSLINE_INSTANCES_DIR=${shellQuoted(paths.instances)} exec ${words} #{pid} >/dev/null 2>&1`;
    return ['set-hook', '-g', `${name}[${slot}]`, `run-shell -b ${tmuxQuoted(script)}`];
  });
}

/** The commands that take them out again. */
export function unhookCommands(): readonly TmuxCommand[] {
  return hookNames.map((name) => ['set-hook', '-gu', `${name}[${slot}]`]);
}

function shellQuoted(word: string): string {
  // run-shell expands formats before the shell sees anything, so a `#` of ours is doubled.
  return `'${word.replaceAll("'", `'\\''`).replaceAll('#', '##')}'`;
}

function tmuxQuoted(text: string): string {
  return `"${text.replaceAll(/[\\"$]/g, String.raw`\$&`)}"`;
}
