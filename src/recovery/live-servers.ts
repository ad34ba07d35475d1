import type { ProcessRow } from '../process/processes.ts';
import { captureCommands, captureDesk, readDesk } from '../tmux/capture.ts';
import type { TmuxCommand, TmuxFailure } from '../tmux/tmux.ts';
import { failed, ok, type Result } from '../text/result.ts';
import { widthCells } from '../text/width.ts';
import type { World } from '../world.ts';
import type { LivePane, LiveServer } from './facts.ts';
import { listingCommand, readListing, unfinishedWindows, type ListedPane } from './pane-listing.ts';
import { mayBeIdle, standingOf, type CursorLine, type PaneLook } from './standing.ts';

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
  const maybeIdle = looks.filter(({ pane, look }) => mayBeIdle(pane, look)).map(({ pane }) => pane);
  const lines = await captureCursorLines(world, socketPath, maybeIdle);
  return looks.map(({ pane, look }) => ({
    id: pane.id,
    pid: pane.pid,
    windowId: pane.windowId,
    origin: pane.origin,
    standing: standingOf(pane, { ...look, line: lines.get(pane.id) ?? null }),
  }));
}

function processLook({ processes }: Look, parents: ReadonlySet<number>, pid: number): Omit<PaneLook, 'line'> {
  const row: ProcessRow | null = processes.row(pid);
  return { command: row?.command ?? null, argv: processes.argv(pid), hasChildren: parents.has(pid) };
}

/** What these panes show, line by line, by ONE tmux call. Panes that cannot be read are left out. */
export function captureScreens(
  world: Pick<World, 'tmux' | 'newId'>,
  socketPath: string,
  paneIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = paneIds.map((id) => ({ id, commands: [['capture-pane', '-p', '-t', id]] as const }));
  return captureLines(world, socketPath, asked);
}

/** The lines in which the cursors of these panes stand, by ONE tmux call. */
async function captureCursorLines(
  world: Pick<World, 'tmux' | 'newId'>,
  socketPath: string,
  panes: readonly ListedPane[],
): Promise<ReadonlyMap<string, CursorLine>> {
  const asked = panes.map(({ id, cursorRow }) => {
    const row = String(cursorRow);
    const commands = [
      ['capture-pane', '-p', '-S', row, '-E', row, '-t', id],
      ['capture-pane', '-p', '-J', '-E', row, '-t', id],
    ] as const;
    return { id, commands };
  });
  const captured = await captureLines(world, socketPath, asked);
  return new Map(
    panes.flatMap(({ id, widthCols }) => {
      const [row, ...lines] = captured.get(id) ?? [];
      return row === undefined ? [] : [[id, cursorLine(row, lines.slice(0, -1), widthCols)] as const];
    }),
  );
}

/** zsh begins a new row by itself, so that tmux takes it for a line: then only the full row above tells. */
function cursorLine(row: string, lines: readonly string[], widthCols: number): CursorLine {
  const whole = lines.at(-1) ?? row;
  const above = lines.at(-2) ?? '';
  const isCut = whole.trimEnd() === row && widthCells(above) === widthCols;
  return { row, whole: isCut ? `${above}${row}` : whole };
}

/** What these commands print for each pane, line by line. */
async function captureLines(
  { tmux, newId }: Pick<World, 'tmux' | 'newId'>,
  socketPath: string,
  asked: readonly { readonly id: string; readonly commands: readonly TmuxCommand[] }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (asked.length === 0) return new Map();
  // Screens hold anything: only a word that nobody can know divides them.
  const word = `screen-${newId()}`;
  const printed = await tmux.run(
    socketPath,
    // Without its `%`, which would begin a date's format.
    asked.flatMap(({ id, commands }) => [['display-message', '-p', `${word} ${id.slice(1)}`], ...commands]),
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
