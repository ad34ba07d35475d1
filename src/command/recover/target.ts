import type { Target } from '../../recovery/facts.ts';
import { harmless } from '../../text/harmless.ts';
import { captureDesk } from '../../tmux/capture.ts';
import type { Desk } from '../../tmux/desk.ts';
import { socketInHint } from '../../tmux/hint.ts';
import type { World } from '../../world.ts';

/**
 * The place that `--target` means on the caller's tmux server (else the usual one): `%12` an idle pane, `@7` or
 * `main:2` a window (to be split) or a free index, `main:2.1` a pane. A sentence where there is none such.
 */
export async function findTarget(world: World, target: string): Promise<Target | string> {
  const socketPath = socketInHint(world.request.env['TMUX']) ?? world.tmux.defaultSocket();
  const desk = await captureDesk(world.tmux, socketPath);
  if (!desk.ok)
    return `no tmux server answers at ${harmless(socketPath)}, so ${harmless(target)} is no place: start tmux, or leave --target out`;
  return (
    byId(desk.value, socketPath, target) ??
    byName(desk.value, socketPath, target) ??
    `there is no pane, window or session "${harmless(target)}": see \`tmux list-panes -a\``
  );
}

function byId(desk: Desk, socketPath: string, target: string): Target | null {
  const panes = desk.windows.flatMap((window) => window.panes);
  if (panes.some(({ id }) => id === target)) return { kind: 'pane', socketPath, paneId: target };
  if (desk.windows.some(({ id }) => id === target)) return { kind: 'window', socketPath, windowId: target };
  return null;
}

/** `session:index` or `session:index.pane`; the session's name may hold anything but a colon. */
function byName(desk: Desk, socketPath: string, target: string): Target | null {
  const [, name, index, pane] = /^(.+):(\d+)(?:\.(\d+))?$/s.exec(target) ?? [];
  const session = desk.sessions.find((each) => each.name === name);
  if (session === undefined) return null;
  const seat = session.seats.find((each) => each.index === Number(index));
  if (seat === undefined) {
    return pane === undefined
      ? { kind: 'seat', socketPath, sessionId: session.id, index: Number(index) }
      : null;
  }
  if (pane === undefined) return { kind: 'window', socketPath, windowId: seat.windowId };
  const window = desk.windows.find(({ id }) => id === seat.windowId);
  const found = window?.panes.find((each) => each.index === Number(pane));
  return found === undefined ? null : { kind: 'pane', socketPath, paneId: found.id };
}
