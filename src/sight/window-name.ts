import { givenName, numberLabel } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import { harmless } from '../text/harmless.ts';
import { renameWindow as renameWindowTo } from '../tmux/commands.ts';
import { isKeptAs, readRecords, recordFormat } from '../tmux/format.ts';
import type { Place } from '../tmux/place.ts';
import type { World } from '../world.ts';
import { recordDesk } from './record-desk.ts';

const windowVariables = ['pid', 'start_time', 'window_panes', 'automatic-rename', 'window_id', 'window_name'];

/** `Name:C7`: what a session's window is called where nobody else named it. */
function windowName(session: Session): string | null {
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
  const window = await windowOf(world, place);
  if (window === null || window.panes !== 1) return;
  const ours = before === null ? null : windowName(before);
  if (!window.hasAutomaticName && (ours === null || !isKeptAs(ours, window.name))) return;
  const name = windowName(session);
  const { socketPath } = place.server;
  const renamed = await world.tmux.run(socketPath, [
    name === null
      ? ['set-option', '-w', '-t', window.id, 'automatic-rename', 'on']
      : renameWindowTo(window.id, name),
  ]);
  // Without a resident nobody else sees it before the next turn's end; a desk lost before would lose its name.
  if (renamed.ok) await recordDesk(world, socketPath, 'rename');
}

/** The window round a pane now; null when that server is no more, or does not answer. */
async function windowOf(
  world: World,
  { server, paneId }: Place,
): Promise<{
  readonly id: string;
  readonly name: string;
  readonly panes: number;
  readonly hasAutomaticName: boolean;
} | null> {
  const asked = await world.tmux.run(server.socketPath, [
    ['display-message', '-p', '-t', paneId, recordFormat('window', windowVariables)],
  ]);
  const [record] = asked.ok ? readRecords(asked.value) : [];
  const [pid, start, panes, automatic, id, name] = record?.values ?? [];
  if (Number(pid) !== server.pid || Number(start) !== server.startedAtS) return null;
  if (id === undefined || name === undefined) return null;
  return { id, name, panes: Number(panes), hasAutomaticName: automatic === '1' };
}
