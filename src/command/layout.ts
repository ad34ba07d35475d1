import type { KnownDesk } from '../session/registry.ts';
import { iso } from '../session/iso.ts';
import { layoutView } from '../session/layout-view.ts';
import { harmless } from '../text/harmless.ts';
import type { World } from '../world.ts';
import { drawDesk } from './desk-drawing.ts';
import { knownNow } from './known.ts';
import { terminalCells } from './list.ts';
import { exit, printJson, printLines } from './speech.ts';

/**
 * `statusline layout [show | save]`: captures the desks that live, then draws every desk that is known as
 * boxes with their sessions. `save` captures and only says so.
 */
export async function layout(
  world: World,
  flags: { readonly json: boolean },
  action: 'show' | 'save',
): Promise<number> {
  const registry = await knownNow(world, { all: false });
  if (flags.json) {
    printJson(world, layoutView(registry));
    return exit.done;
  }
  const desks = [...registry.desks.values()];
  if (desks.length === 0) {
    printLines(world, [
      'No tmux desk is known yet: it is captured as soon as a Claude Code session runs in tmux.',
    ]);
    return exit.done;
  }
  printLines(
    world,
    desks.flatMap((known) =>
      action === 'save' ? [savedWords(known)] : drawDesk(registry, known, terminalCells(world)),
    ),
  );
  return exit.done;
}

function savedWords({ desk, capturedAtMs }: KnownDesk): string {
  const panes = desk.windows.flatMap((window) => window.panes).length;
  return `${harmless(desk.server.socketPath)}: ${desk.windows.length} windows, ${panes} panes, last changed ${iso(capturedAtMs)}`;
}
