import type { ProcessRow } from '../process/processes.ts';
import { captureCommands, captureDesk, readDesk } from '../tmux/capture.ts';
import type { TmuxFailure } from '../tmux/tmux.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';
import type { LivePane, LiveServer } from './facts.ts';
import { listingCommand, readListing, unfinishedWindows, type ListedPane } from './pane-listing.ts';
import { mayBeIdle, standingOf, type PaneLook } from './standing.ts';

type Look = Pick<World, 'tmux' | 'processes' | 'newId'>;

/** What the server behind a socket holds now, and what goes on in each of its panes. */
export async function lookAtServer(
  world: Look,
  socketPath: string,
): Promise<Result<LiveServer, TmuxFailure>> {
  const printed = await world.tmux.run(socketPath, [...captureCommands, listingCommand]);
  // A server without any session refuses to list; it can still say who it is.
  if (!printed.ok) return emptyServer(world, socketPath, printed.failure);
  const desk = readDesk(socketPath, printed.value);
  if (!desk.ok) return desk;
  const listed = [...new Map(readListing(printed.value).map((pane) => [pane.id, pane])).values()];
  const panes = await lookAtPanes(world, socketPath, listed);
  return ok({
    desk: desk.value,
    panes: new Map(panes.map((pane) => [pane.id, pane])),
    sessionOrigins: new Map(
      listed.flatMap(({ sessionOrigin, sessionId }) =>
        sessionOrigin === null ? [] : [[sessionOrigin, sessionId] as const],
      ),
    ),
    unfinished: unfinishedWindows(listed),
    begun: listed[0]?.begun ?? [],
    rebuilt: listed[0]?.rebuilt ?? [],
  });
}

const nothing = {
  panes: new Map(),
  sessionOrigins: new Map(),
  unfinished: new Map(),
  begun: [],
  rebuilt: [],
} as const;

async function emptyServer(
  world: Look,
  socketPath: string,
  failure: TmuxFailure,
): Promise<Result<LiveServer, TmuxFailure>> {
  if (failure.kind !== 'refused') return failed(failure);
  const desk = await captureDesk(world.tmux, socketPath);
  return desk.ok ? ok({ desk: desk.value, ...nothing }) : desk;
}

/** The panes with what goes on in them; screens are looked at only where a shell seems to be idle. */
async function lookAtPanes(
  world: Look,
  socketPath: string,
  listed: readonly ListedPane[],
): Promise<readonly LivePane[]> {
  const parents = new Set(world.processes.all().flatMap(({ ppid, isZombie }) => (isZombie ? [] : [ppid])));
  const looks = listed.map((pane) => ({ pane, look: processLook(world, parents, pane.pid) }));
  const maybeIdle = looks.filter(({ pane, look }) => mayBeIdle(pane, look)).map(({ pane }) => pane.id);
  const screens = await captureScreens(world, socketPath, maybeIdle);
  return looks.map(({ pane, look }) => ({
    id: pane.id,
    pid: pane.pid,
    windowId: pane.windowId,
    origin: pane.origin,
    standing: standingOf(pane, { ...look, screen: screens.get(pane.id) ?? null }),
  }));
}

function processLook(
  { processes }: Look,
  parents: ReadonlySet<number>,
  pid: number,
): Omit<PaneLook, 'screen'> {
  const row: ProcessRow | null = processes.row(pid);
  return { command: row?.command ?? null, argv: processes.argv(pid), hasChildren: parents.has(pid) };
}

/** What these panes show, line by line, by ONE tmux call. Panes that cannot be read are left out. */
export async function captureScreens(
  { tmux, newId }: Pick<World, 'tmux' | 'newId'>,
  socketPath: string,
  paneIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (paneIds.length === 0) return new Map();
  // Screens hold anything: only a word that nobody can know divides them.
  const word = `screen-${newId()}`;
  const printed = await tmux.run(
    socketPath,
    paneIds.flatMap((id) => [
      // Without its `%`, which would begin a date's format.
      ['display-message', '-p', `${word} ${id.slice(1)}`] as const,
      ['capture-pane', '-p', '-t', id] as const,
    ]),
  );
  if (!printed.ok) return new Map();
  const [, ...parts] = printed.value.split(`${word} `);
  return new Map(
    parts.map((part) => {
      const [id = '', ...lines] = part.split('\n');
      return [`%${id}`, lines];
    }),
  );
}
