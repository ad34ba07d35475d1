import { displayName, numberLabel } from '../session/names.ts';
import { occupantsOf } from '../session/occupants.ts';
import type { KnownDesk, Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { harmless } from '../text/harmless.ts';
import { truncate, widthCells } from '../text/width.ts';
import type { Desk, DeskPane, DeskSeat, DeskSession, DeskWindow } from '../tmux/desk.ts';
import { paneCells, parseLayout } from '../tmux/layout.ts';
import { drawBoxes, type DrawnPane } from './boxes.ts';
import { textOf, type Piece, type TonedLine } from './tone.ts';
import { stateTone, stateWords } from './words.ts';

/** Largest drawing of one window, and how narrow it may become so that others stand beside it. */
const largest = { columns: 100, rows: 13 } as const;
const leastColumns = 34;
const leftMargin = 2;
const gap = 2;

/** One window as it is drawn: a title and boxes, every row of one width. */
type Tile = readonly (readonly Piece[])[];

/** One desk: its tmux sessions, and in each its windows as boxes, as many beside each other as so many cells let. */
export function drawDesk(registry: Registry, { desk }: KnownDesk, cells: number): readonly TonedLine[] {
  const server = `tmux server ${desk.server.pid} at ${harmless(desk.server.socketPath)}`;
  return [
    [{ text: server, tone: 'quiet' }],
    ...desk.sessions.flatMap((session) => [
      '',
      [{ text: harmless(session.name), tone: 'strong' } as const],
      ...drawWindows(registry, desk, session, cells - leftMargin),
    ]),
  ];
}

function drawWindows(
  registry: Registry,
  desk: Desk,
  session: DeskSession,
  cells: number,
): readonly TonedLine[] {
  const byId = new Map(desk.windows.map((window) => [window.id, window]));
  const seats = session.seats.flatMap((seat) => {
    const window = byId.get(seat.windowId);
    return window === undefined ? [] : [{ title: titleOf(session, seat, window), window }];
  });
  const perRow = Math.max(1, Math.min(seats.length, Math.floor((cells + gap) / (leastColumns + gap))));
  const room = Math.floor((cells + gap) / perRow) - gap;
  const columns = Math.max(1, Math.min(largest.columns, room));
  const tiles = seats.map(({ title, window }) => [
    fill(title, columns),
    ...drawWindow(registry, desk, window, columns),
  ]);
  return Array.from({ length: Math.ceil(tiles.length / perRow) }, (_, row) =>
    beside(tiles.slice(row * perRow, (row + 1) * perRow), columns),
  ).flat();
}

function titleOf(session: DeskSession, { index }: DeskSeat, window: DeskWindow): string {
  const mark = index === session.activeIndex ? '*' : index === session.lastIndex ? '-' : ' ';
  return `${mark}${index} ${harmless(window.name)}${window.isZoomed ? ' (zoomed)' : ''}`;
}

/** A text in exactly so many cells. */
function fill(text: string, cells: number): readonly Piece[] {
  const shown = truncate(text, cells);
  return [shown, ' '.repeat(cells - widthCells(shown))];
}

/** Tiles of one width beside each other; shorter ones end earlier. */
function beside(tiles: readonly Tile[], columns: number): readonly TonedLine[] {
  const rows = Math.max(...tiles.map((tile) => tile.length));
  return Array.from({ length: rows }, (_, row) => {
    const line: Piece[] = [];
    let blanks = leftMargin;
    for (const tile of tiles) {
      const pieces = tile[row];
      if (pieces === undefined) blanks += columns + gap;
      else {
        line.push(' '.repeat(blanks), ...pieces);
        blanks = gap;
      }
    }
    return withoutEnd(line);
  });
}

/** Without blanks at its end. */
function withoutEnd(line: readonly Piece[]): TonedLine {
  const end = line.findLastIndex((piece) => textOf(piece).trim() !== '');
  return line.slice(0, end + 1);
}

function drawWindow(registry: Registry, desk: Desk, window: DeskWindow, columns: number): Tile {
  const cells = parseLayout(window.layout);
  const boxes = cells === null ? [] : paneCells(cells);
  const occupants = occupantsOf(registry, desk.server);
  const panes: readonly DrawnPane[] = window.panes.flatMap((pane, index) => {
    const box = boxes[index];
    if (box === undefined) return [];
    const session = occupants.get(pane.id);
    return [{ ...box, isActive: pane.id === window.activePane, lines: paneLines(pane, session) }];
  });
  const rows = Math.min(largest.rows, 3 + 2 * Math.ceil(panes.length / 2) + (panes.length > 1 ? 2 : 0));
  return panes.length === 0 ? [] : drawBoxes(panes, { columns, rows });
}

function paneLines(pane: DeskPane, session: Session | undefined): readonly Piece[] {
  if (session === undefined) {
    const directory = harmless(pane.cwd.split('/').at(-1) ?? '');
    return [harmless(pane.command), directory].map((text) => ({ text, tone: 'quiet' }));
  }
  return [
    { text: `${numberLabel(session)} ${harmless(displayName(session))}`, tone: 'strong' },
    { text: stateWords(session), tone: stateTone(session) },
    harmless(session.task ?? session.lastPrompt?.excerpt ?? ''),
  ];
}
