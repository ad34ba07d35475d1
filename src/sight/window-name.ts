import { givenName, numberLabel } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import { harmless } from '../text/harmless.ts';
import { literal } from '../tmux/format.ts';
import type { World } from '../world.ts';

/** `Name:C7`: what a session's window is called where nobody else named it. */
export function windowName(session: Session): string | null {
  const name = givenName(session);
  return name === null ? null : `${harmless(name, 40)}:${numberLabel(session)}`;
}

/**
 * Names the tmux window of a live session `Name:C7` where tmux named it by itself, or where the name is one
 * that we gave before. A name that the user gave is theirs. A session alone in its window only: a window
 * of several has no one name.
 */
export async function renameWindow(world: World, session: Session, before: Session | null): Promise<void> {
  const { place } = session;
  if (session.state.kind !== 'live' || place === null) return;
  const { socketPath } = place.server;
  const asked = await world.tmux.run(socketPath, [
    [
      'display-message',
      '-p',
      '-t',
      place.paneId,
      '#{pid} #{start_time} #{window_panes} #{automatic-rename} #{window_id} #{window_name}',
    ],
  ]);
  if (!asked.ok) return;
  const [pid, start, panes, automatic, windowId, ...nameParts] = asked.value.trimEnd().split(' ');
  if (Number(pid) !== place.server.pid || Number(start) !== place.server.startedAtS) return;
  const shown = nameParts.join(' ');
  const ours = before === null ? null : windowName(before);
  if (automatic !== '1' && shown !== ours) return;
  if (panes !== '1' || windowId === undefined) return;
  const name = windowName(session);
  await world.tmux.run(
    socketPath,
    name === null
      ? [['set-option', '-w', '-t', windowId, 'automatic-rename', 'on']]
      : [['rename-window', '-t', windowId, literal(name)]],
  );
}
