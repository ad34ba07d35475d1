import { givenName, numberLabel } from '../session/names.ts';
import type { Registry } from '../session/registry.ts';
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
  return name === null ? null : nameWith(name, session);
}

function nameWith(name: string, session: Session): string {
  return `${harmless(name, 40)}:${numberLabel(session)}`;
}

/** All that we may have called its window: of two that name it at once one may miss the other's. */
function windowNames(session: Session): readonly string[] {
  const { user, client, generated, suggested, apart, former } = session.names;
  const names = [user, client, generated, suggested, apart, ...(former ?? [])];
  return names.flatMap((name) => (typeof name === 'string' ? nameWith(name, session) : []));
}

/** Names the windows of all sessions that are called differently now, or have come to life with a name. */
export async function renameWindows(world: World, before: Registry, now: Registry): Promise<void> {
  if (before === now) return;
  for (const session of now.sessions.values()) {
    const known = before.sessions.get(session.id) ?? null;
    if (isCalledAnew(known, session)) await renameWindow(world, session, known);
  }
}

function isCalledAnew(before: Session | null, session: Session): boolean {
  if (session.state.kind !== 'live') return false;
  const name = givenName(session);
  if (before?.state.kind !== 'live') return name !== null;
  return before.names !== session.names && givenName(before) !== name;
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
  if (!window.hasAutomaticName && !isOurName(window.name, before === null ? [session] : [before, session]))
    return;
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

/** A window that bears one of the session's names with its number was so named by us, whoever has named it since. */
function isOurName(name: string, sessions: readonly Session[]): boolean {
  return sessions.some((session) => windowNames(session).some((ours) => isKeptAs(ours, name)));
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
