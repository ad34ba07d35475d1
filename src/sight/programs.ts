import { join } from 'node:path';
import { fields, parseObject } from '../claude/fields.ts';
import { allowedProgram, readAllowed, type AllowedProgram } from '../process/allowed.ts';
import type { Desk, DeskPane } from '../tmux/desk.ts';
import type { World } from '../world.ts';

/** The programs that the user lets come back by themselves (`recovery.commands`); by default none. */
export function allowedPrograms(world: World): readonly AllowedProgram[] {
  const read = world.settings.read(join(world.paths.instances, 'config.json'));
  const config = parseObject((read.ok ? read.value : null) ?? '').value;
  return readAllowed(fields(config?.['recovery'])['commands']);
}

/**
 * A captured desk with the programs that run in front in its panes, as far as the user lets them come back. What
 * else runs there, and under which arguments, is nobody's business and not kept.
 */
export function withPrograms(world: World, desk: Desk): Desk {
  const allowed = allowedPrograms(world);
  if (allowed.length === 0) return desk;
  const withProgram = (pane: DeskPane): DeskPane => {
    const foreground = world.processes.row(pane.pid)?.foregroundPid;
    const argv = foreground === undefined ? null : world.processes.argv(foreground);
    const program = allowedProgram(argv ?? [], allowed);
    return program === null ? pane : { ...pane, program };
  };
  return {
    ...desk,
    windows: desk.windows.map((window) => ({ ...window, panes: window.panes.map(withProgram) })),
  };
}
