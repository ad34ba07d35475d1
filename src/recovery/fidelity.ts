import { isSameGeometry, parseLayout } from '../tmux/layout.ts';
import type { Desk, DeskPane, DeskSession, DeskWindow } from '../tmux/desk.ts';

/** One thing that was compared. */
export interface Comparison {
  /** `work:2.1 directory`: what was compared, in the words of the first desk. */
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly isSame: boolean;
}

/** The panes' argument vectors on each desk, by pane id; a pane without a session is not in it. */
export interface Arguments {
  readonly wanted: ReadonlyMap<string, readonly string[]>;
  readonly found: ReadonlyMap<string, readonly string[]>;
}

/**
 * How a rebuilt desk compares with the one it was made from: sessions and their groups, windows and their seats, names, geometry to the cell,
 * focus, zoom, directories and arguments, each one row. Pure.
 */
export function compareDesks(wanted: Desk, found: Desk, argv: Arguments): readonly Comparison[] {
  const rows = new Rows();
  for (const session of wanted.sessions) {
    const other = found.sessions.find(({ name }) => name === session.name);
    rows.add(`session ${session.name}`, 'there', other === undefined ? 'missing' : 'there');
    if (other !== undefined)
      compareSessions(rows, { desk: wanted, session }, { desk: found, session: other }, argv);
  }
  return rows.all;
}

interface Side {
  readonly desk: Desk;
  readonly session: DeskSession;
}

class Rows {
  readonly all: Comparison[] = [];

  add(what: string, wanted: string, found: string): void {
    this.all.push({ what, wanted, found, isSame: wanted === found });
  }
}

function compareSessions(rows: Rows, wanted: Side, found: Side, argv: Arguments): void {
  const { name } = wanted.session;
  rows.add(`${name} windows`, indexesOf(wanted), indexesOf(found));
  rows.add(`${name} group`, groupOf(wanted), groupOf(found));
  rows.add(`${name} current window`, `${wanted.session.activeIndex}`, `${found.session.activeIndex}`);
  rows.add(`${name} last window`, `${wanted.session.lastIndex}`, `${found.session.lastIndex}`);
  for (const seat of wanted.session.seats) {
    const at = `${name}:${seat.index}`;
    const [one, other] = [windowAt(wanted, seat.index), windowAt(found, seat.index)];
    rows.add(`${at} window`, 'there', other === undefined ? 'missing' : 'there');
    if (one === undefined || other === undefined) continue;
    // The windows of a group are linked by being in it.
    if (wanted.session.group === null) rows.add(`${at} seats`, seatsOf(wanted, one), seatsOf(found, other));
    compareWindows(rows, at, { wanted: one, found: other, argv });
  }
}

function indexesOf({ session }: Side): string {
  return session.seats.map(({ index }) => index).join(' ');
}

/** The sessions that share their windows with this one, itself among them. */
function groupOf({ desk, session }: Side): string {
  const members = desk.sessions.filter(({ group }) => group !== null && group === session.group);
  return members.length < 2
    ? 'none'
    : members
        .map(({ name }) => name)
        .sort()
        .join(', ');
}

/** Everywhere that a window is: it may be linked into several sessions. */
function seatsOf({ desk }: Side, { id }: DeskWindow): string {
  return desk.sessions
    .flatMap(({ name, seats }) =>
      seats.filter(({ windowId }) => windowId === id).map(({ index }) => `${name}:${index}`),
    )
    .sort()
    .join(', ');
}

function windowAt({ desk, session }: Side, index: number): DeskWindow | undefined {
  const seat = session.seats.find((each) => each.index === index);
  return desk.windows.find(({ id }) => id === seat?.windowId);
}

interface WindowPair {
  readonly wanted: DeskWindow;
  readonly found: DeskWindow;
  readonly argv: Arguments;
}

function compareWindows(rows: Rows, at: string, { wanted, found, argv }: WindowPair): void {
  // Where tmux names a window by itself, its name says what runs in it: here the stand-in.
  if (!wanted.hasAutomaticName) rows.add(`${at} name`, wanted.name, found.name);
  rows.add(`${at} named by`, namerOf(wanted), namerOf(found));
  rows.add(
    `${at} geometry`,
    'to the cell',
    sameLayout(wanted.layout, found.layout) ? 'to the cell' : found.layout,
  );
  rows.add(`${at} panes`, `${wanted.panes.length}`, `${found.panes.length}`);
  rows.add(`${at} active pane`, `${activeAt(wanted)}`, `${activeAt(found)}`);
  rows.add(`${at} zoom`, `${wanted.isZoomed}`, `${found.isZoomed}`);
  rows.add(`${at} synchronized`, `${wanted.isSynchronized}`, `${found.isSynchronized}`);
  for (const [position, pane] of wanted.panes.entries()) {
    const other = found.panes[position];
    if (other !== undefined) comparePanes(rows, `${at}.${pane.index}`, { wanted: pane, found: other, argv });
  }
}

function namerOf({ hasAutomaticName }: DeskWindow): string {
  return hasAutomaticName ? 'tmux' : 'its user';
}

function sameLayout(a: string, b: string): boolean {
  const [one, other] = [parseLayout(a), parseLayout(b)];
  return one !== null && other !== null && isSameGeometry(one, other);
}

function activeAt(window: DeskWindow): number {
  return window.panes.findIndex(({ id }) => id === window.activePane);
}

interface PanePair {
  readonly wanted: DeskPane;
  readonly found: DeskPane;
  readonly argv: Arguments;
}

/** A pane with a session is judged by what is started in it, another one by where its shell stands. */
function comparePanes(rows: Rows, at: string, { wanted, found, argv }: PanePair): void {
  const rehearsed = argv.wanted.get(wanted.id);
  if (rehearsed === undefined) rows.add(`${at} directory`, wanted.cwd, found.cwd);
  else rows.add(`${at} session`, rehearsed.join(' '), (argv.found.get(found.id) ?? ['nothing']).join(' '));
}
