import { displayName, numberLabel } from '../session/names.ts';
import { occupantsOf } from '../session/occupants.ts';
import type { KnownDesk, Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { iso } from '../session/iso.ts';
import { layoutView } from '../session/layout-view.ts';
import { harmless } from '../text/harmless.ts';
import { parseLayout, paneCells } from '../tmux/layout.ts';
import type { Desk, DeskPane, DeskWindow } from '../tmux/desk.ts';
import type { World } from '../world.ts';
import { drawBoxes, type DrawnPane } from './boxes.ts';
import { knownNow } from './known.ts';
import { terminalCells } from './list.ts';
import { exit, printJson, printLines } from './speech.ts';
import { stateWords } from './words.ts';

/** Largest drawing of one window. */
const drawing = { columns: 100, rows: 13 } as const;

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
    desks.flatMap((known) => (action === 'save' ? [savedWords(known)] : drawDesk(world, registry, known))),
  );
  return exit.done;
}

function savedWords({ desk, capturedAtMs }: KnownDesk): string {
  const panes = desk.windows.flatMap((window) => window.panes).length;
  return `${harmless(desk.server.socketPath)}: ${desk.windows.length} windows, ${panes} panes, last changed ${iso(capturedAtMs)}`;
}

/** One desk: its sessions, and in each its windows as boxes. */
export function drawDesk(world: World, registry: Registry, { desk }: KnownDesk): readonly string[] {
  const columns = Math.min(drawing.columns, terminalCells(world) - 2);
  const byId = new Map(desk.windows.map((window) => [window.id, window]));
  return [
    `tmux server ${desk.server.pid} at ${harmless(desk.server.socketPath)}`,
    ...desk.sessions.flatMap((session) => [
      '',
      harmless(session.name),
      ...session.seats.flatMap((seat) => {
        const window = byId.get(seat.windowId);
        if (window === undefined) return [];
        const mark = seat.index === session.activeIndex ? '*' : seat.index === session.lastIndex ? '-' : ' ';
        return [
          ` ${mark}${seat.index} ${harmless(window.name)}${window.isZoomed ? ' (zoomed)' : ''}`,
          ...drawWindow(registry, desk, window, columns).map((line) => `  ${line}`),
        ];
      }),
    ]),
  ];
}

function drawWindow(registry: Registry, desk: Desk, window: DeskWindow, columns: number): readonly string[] {
  const cells = parseLayout(window.layout);
  const boxes = cells === null ? [] : paneCells(cells);
  const occupants = occupantsOf(registry, desk.server);
  const panes: readonly DrawnPane[] = window.panes.flatMap((pane, index) => {
    const box = boxes[index];
    if (box === undefined) return [];
    const session = occupants.get(pane.id);
    return [{ ...box, isActive: pane.id === window.activePane, lines: paneLines(pane, session) }];
  });
  const rows = Math.min(drawing.rows, 3 + 2 * Math.ceil(panes.length / 2) + (panes.length > 1 ? 2 : 0));
  return panes.length === 0 ? [] : drawBoxes(panes, { columns, rows });
}

function paneLines(pane: DeskPane, session: Session | undefined): readonly string[] {
  if (session === undefined) return [harmless(pane.command), harmless(pane.cwd.split('/').at(-1) ?? '')];
  return [
    `${numberLabel(session)} ${harmless(displayName(session))}`,
    stateWords(session),
    harmless(session.task ?? session.lastPrompt?.excerpt ?? ''),
  ];
}
