import type { FakeProcessTable } from '../process-table.ts';
import { removeCell, singlePane } from './layout.ts';
import {
  linksOf,
  numberOption,
  type Link,
  type Pane,
  type Server,
  type Session,
  type Window,
} from './model.ts';

/** A process that tmux started in a pane. */
export interface PaneStart {
  readonly socketPath: string;
  readonly paneId: string;
  readonly pid: number;
  /** What tmux was given to run; null for the user's shell. One element is a text for the shell. */
  readonly argv: readonly string[] | null;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What the model needs of the machine around it. */
export interface Machine {
  readonly processes: FakeProcessTable | null;
  readonly onStart: (start: PaneStart) => void;
  readonly executed: string[];
  nextPid(): number;
}

/** What a command works on. */
export interface Context {
  readonly server: Server;
  readonly machine: Machine;
  /** Programs that the running call has started: told to the test when the whole call is done. */
  readonly started: PaneStart[];
}

const firstPseudoTerminal = 136 * 256;

/** Starts a pane's program. */
export function startPane(
  context: Context,
  from: { readonly argv: readonly string[]; readonly cwd: string; readonly environment: readonly string[] },
): Pane {
  const { server } = context;
  const number = server.next.pane;
  server.next.pane += 1;
  const pane: Pane = {
    id: `%${number}`,
    tty: `/dev/pts/${number}`,
    ttyNumber: firstPseudoTerminal + number,
    pid: 0,
    cwd: from.cwd,
    argv: null,
    command: '',
    title: 'host',
    isDead: false,
    options: new Map(),
    screen: '',
    keys: [],
  };
  runInPane(context, pane, from);
  return pane;
}

/** Runs another program in a pane that is there. */
export function runInPane(
  { server, machine, started }: Context,
  pane: Pane,
  from: { readonly argv: readonly string[]; readonly cwd: string; readonly environment: readonly string[] },
): void {
  const environment = Object.fromEntries(from.environment.map((each) => cut(each)));
  pane.pid = machine.nextPid();
  pane.cwd = from.cwd;
  pane.argv = from.argv.length === 0 ? null : from.argv;
  pane.command = commandName(from.argv);
  pane.isDead = false;
  machine.processes?.add({
    pid: pane.pid,
    ppid: server.pid,
    command: pane.command,
    argv: pane.argv === null ? ['-bash'] : pane.argv.length === 1 ? ['bash', '-c', ...pane.argv] : pane.argv,
    cwd: pane.cwd,
    environment: {
      ...server.environment,
      ...environment,
      TMUX: `${server.socketPath},${server.pid},0`,
      TMUX_PANE: pane.id,
    },
    ttyNumber: pane.ttyNumber,
  });
  const { socketPath } = server;
  started.push({
    socketPath,
    paneId: pane.id,
    pid: pane.pid,
    argv: pane.argv,
    cwd: pane.cwd,
    environment,
  });
}

/** A window round its first pane. */
export function makeWindow(server: Server, session: Session, pane: Pane, name: string | null): Window {
  const id = `@${server.next.window}`;
  server.next.window += 1;
  return {
    id,
    name: name ?? pane.command,
    hasAutomaticName: name === null,
    isZoomed: false,
    layout: singlePane(session.widthCols, session.heightRows, numberOf(pane)),
    panes: [pane],
    activePane: pane.id,
    lastPane: null,
    options: new Map(),
  };
}

/** The number in a pane's id. */
export function numberOf(pane: Pane): number {
  return Number(pane.id.slice(1));
}

/** Takes a pane away with its process; an empty window and an empty session go with it. */
export function removePane(context: Context, window: Window, pane: Pane): void {
  context.machine.processes?.kill(pane.pid);
  const at = window.panes.indexOf(pane);
  window.panes.splice(at, 1);
  window.isZoomed = false;
  if (window.activePane === pane.id) {
    window.activePane = window.lastPane ?? window.panes[Math.max(0, at - 1)]?.id ?? '';
    window.lastPane = null;
  }
  if (window.lastPane === pane.id) window.lastPane = null;
  const left = removeCell(window.layout, numberOf(pane));
  if (left !== null) window.layout = left;
  if (window.panes.length === 0) removeWindow(context, window);
}

/** Takes a window away from every session. With `renumber-windows` the gap that it leaves is closed. */
export function removeWindow(context: Context, window: Window): void {
  const { server, machine } = context;
  for (const pane of window.panes) machine.processes?.kill(pane.pid);
  for (const session of server.sessions.filter((each) => shows(each, window))) {
    const links = session.links.filter((each) => each.window === window);
    for (const link of links) removeLink(server, session, link);
    for (const each of groupOf(server, session)) renumber(server, each);
  }
}

/** Takes a session away, and what no other session shows. Others of its group stay. */
export function removeSession({ server, machine }: Context, session: Session): void {
  server.sessions.splice(server.sessions.indexOf(session), 1);
  for (const { window } of session.links) {
    const isElsewhere = server.sessions.some((each) => shows(each, window));
    if (!isElsewhere) for (const pane of window.panes) machine.processes?.kill(pane.pid);
  }
}

function shows(session: Session, window: Window): boolean {
  return session.links.some((link) => link.window === window);
}

function renumber(server: Server, session: Session): void {
  const maps = [session.options, server.options];
  if (maps.map((map) => map.get('renumber-windows')).find((value) => value !== undefined) !== 'on') return;
  const base = numberOption(maps, 'base-index');
  for (const [at, link] of linksOf(session).entries()) link.index = base + at;
}

/** Takes one seat away. A session without seats is no more. */
export function removeLink(server: Server, session: Session, link: Link): void {
  for (const each of groupOf(server, session)) {
    const mine = each.links.find((other) => other.index === link.index);
    if (mine === undefined) continue;
    if (each.active === mine) activate(each, (each.lasts[0] ?? linkBefore(each, mine)).index);
    each.lasts = each.lasts.filter((other) => other !== mine);
    each.links.splice(each.links.indexOf(mine), 1);
    if (each.links.length === 0) server.sessions.splice(server.sessions.indexOf(each), 1);
  }
}

/** The seat before another, round the end. */
function linkBefore(session: Session, link: Link): Link {
  const links = linksOf(session);
  return links.at(links.indexOf(link) - 1) ?? link;
}

/** Seats a window in a session, and in all sessions of its group. */
export function addLink(server: Server, session: Session, link: Link): void {
  for (const each of groupOf(server, session)) each.links.push({ ...link });
}

/** Makes a seat the current one; the one before it becomes the last. */
export function activate(session: Session, index: number): void {
  const link = session.links.find((each) => each.index === index);
  if (link === undefined || link === session.active) return;
  const before = session.active === null ? [] : [session.active];
  session.lasts = [...before, ...session.lasts.filter((each) => each !== link)];
  session.active = link;
}

/** Gives a pane the focus; a zoomed window shows all its panes again for it. */
export function focus(window: Window, pane: Pane): void {
  if (window.activePane === pane.id) return;
  window.lastPane = window.activePane;
  window.activePane = pane.id;
  window.isZoomed = false;
}

function groupOf(server: Server, session: Session): readonly Session[] {
  return session.group === null ? [session] : server.sessions.filter((each) => each.group === session.group);
}

function commandName(argv: readonly string[]): string {
  const [first = 'bash'] = argv;
  const program = (argv.length === 1 ? first.split(' ')[0] : first) ?? '';
  return program.slice(program.lastIndexOf('/') + 1);
}

function cut(assignment: string): readonly [string, string] {
  const equals = assignment.indexOf('=');
  return [assignment.slice(0, equals), assignment.slice(equals + 1)];
}
