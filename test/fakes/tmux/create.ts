import { keptName } from '../../../src/tmux/format.ts';
import { expand } from './expand.ts';
import { splitCell } from './layout.ts';
import { linksOf, numberOption, Refusal, type Link, type Pane, type Session, type Target } from './model.ts';
import { readWords, type Words } from './options.ts';
import {
  activate,
  addLink,
  focus,
  makeWindow,
  numberOf,
  runInPane,
  startPane,
  type Context,
} from './panes.ts';
import { activePane, findSeat, findSession, findTarget } from './targets.ts';

/** `new-session`. The model is never attached, so without `-d` it would do nothing else. */
export function newSession(context: Context, command: readonly string[]): string {
  const { server } = context;
  const words = readWords(command, 'ds:n:c:x:y:t:e:PF:');
  const group = words.values.get('t');
  const name = sessionName(context, words.values.get('s') ?? String(server.next.session));
  if (server.sessions.some((session) => session.name === name))
    throw new Refusal(`duplicate session: ${name}`);
  const session: Session = {
    id: `$${server.next.session}`,
    name,
    group: group === undefined ? null : groupName(context, group),
    links: [],
    active: null,
    lasts: [],
    options: new Map(),
    environment: new Map(),
    widthCols: Number(words.values.get('x') ?? 80),
    heightRows: Number(words.values.get('y') ?? 24),
  };
  server.next.session += 1;
  if (group === undefined) {
    server.sessions.push(session);
    const index = numberOption([session.options, server.options], 'base-index');
    addWindow(context, { session, index, words });
  } else {
    const peer = findSession(server, group);
    // tmux starts a first window here as well, and throws it away for those of the group.
    server.next.window += 1;
    server.next.pane += 1;
    session.links.push(...peer.links.map((link) => ({ ...link })));
    server.sessions.push(session);
    // The window at the place of the one thrown away is left for the first of the group.
    const base = numberOption([session.options, server.options], 'base-index');
    session.active = session.links.find(({ index }) => index === base) ?? null;
  }
  activate(session, linksOf(session)[0]?.index ?? 0);
  return printed(context, words, targetOf(session, session.active), '#{session_name}:');
}

/** `new-window`. */
export function newWindow(context: Context, command: readonly string[]): string {
  const { server } = context;
  const words = readWords(command, 'adkt:n:c:e:PF:');
  const seat = findSeat(server, words.values.get('t') ?? '');
  const { session } = seat;
  const isAfter = words.flags.has('a');
  const base = numberOption([session.options, server.options], 'base-index');
  const index = isAfter
    ? makeRoom(session, (seat.index ?? session.active?.index ?? base) + 1)
    : (seat.index ?? freeIndex(session, base));
  if (session.links.some((link) => link.index === index)) {
    throw new Refusal(`create window failed: index ${index} in use`);
  }
  addWindow(context, { session, index, words });
  const link = session.links.find((each) => each.index === index) ?? null;
  if (!words.flags.has('d')) activate(session, index);
  return printed(context, words, targetOf(session, link), '#{session_name}:#{window_index}.#{pane_index}');
}

/** `split-window`. */
export function splitWindow(context: Context, command: readonly string[]): string {
  const words = readWords(command, 'dhvbt:c:e:l:PF:');
  const target = findTarget(context.server, words.values.get('t') ?? '');
  const { window } = target.link;
  const kind = words.flags.has('h') ? 'beside' : 'stacked';
  const paneNumber = context.server.next.pane;
  window.isZoomed = false;
  const size = words.values.get('l');
  const layout = splitCell(window.layout, numberOf(target.pane), {
    kind,
    paneNumber,
    ...(size !== undefined && { size: Number(size) }),
  });
  if (layout === null) throw new Refusal('create pane failed: pane too small');
  window.layout = layout;
  const pane = startPane(context, programOf(context, words, target.pane.cwd));
  window.panes.splice(window.panes.indexOf(target.pane) + 1, 0, pane);
  if (!words.flags.has('d')) focus(window, pane);
  return printed(context, words, { ...target, pane }, '#{session_name}:#{window_index}.#{pane_index}');
}

/** `respawn-pane`. */
export function respawnPane(context: Context, command: readonly string[]): string {
  const words = readWords(command, 'kt:c:e:');
  const { session, link, pane } = findTarget(context.server, words.values.get('t') ?? '');
  if (!pane.isDead && !words.flags.has('k')) {
    const at = `${session.name}:${link.index}.${link.window.panes.indexOf(pane)}`;
    throw new Refusal(`respawn pane failed: pane ${at} still active`);
  }
  context.machine.processes?.kill(pane.pid);
  const program = programOf(context, words, pane.cwd);
  // Without a command tmux starts what the pane was started with.
  runInPane(context, pane, words.rest.length === 0 ? { ...program, argv: pane.argv ?? [] } : program);
  return '';
}

function addWindow(
  context: Context,
  at: { readonly session: Session; readonly index: number; readonly words: Words },
): void {
  const { session, index, words } = at;
  const name = words.values.get('n');
  const pane = startPane(context, programOf(context, words, '/'));
  // `-n` keeps what it is given as it is; only the renaming commands encode.
  const text = name === undefined ? null : expandFor(context, name);
  addLink(context.server, session, { index, window: makeWindow(context.server, session, pane, text) });
}

function programOf(
  context: Context,
  words: Words,
  inherited: string,
): { readonly argv: readonly string[]; readonly cwd: string; readonly environment: readonly string[] } {
  const directory = words.values.get('c');
  return {
    argv: words.rest,
    cwd: directory === undefined ? inherited : expandFor(context, directory),
    environment: words.environment,
  };
}

/** A session's name as tmux keeps it: no `:` and no `.`, which stand for other things in targets. */
export function sessionName(context: Context, text: string): string {
  const name = keptName(expandFor(context, text).replaceAll(/[:.]/g, '_'));
  if (name === '') throw new Refusal(`invalid session: ${text}`);
  return name;
}

/** Expands a text without anything to expand it for. */
export function expandFor(context: Context, text: string, target: Target | null = null): string {
  return expand(text, { server: context.server, target, executed: context.machine.executed });
}

/** A session joins the group of another, which gets one by it: it bears the other's name. */
function groupName(context: Context, text: string): string {
  const peer = findSession(context.server, text);
  peer.group ??= peer.name;
  return peer.group;
}

function freeIndex(session: Session, from: number): number {
  const taken = new Set(session.links.map((link) => link.index));
  let index = from;
  while (taken.has(index)) index += 1;
  return index;
}

/** Moves windows up so that an index is free, as `-a` does. */
function makeRoom(session: Session, index: number): number {
  const blocking = session.links.find((link) => link.index === index);
  if (blocking !== undefined) {
    makeRoom(session, index + 1);
    blocking.index = index + 1;
  }
  return index;
}

function targetOf(session: Session, link: Link | null): Target {
  if (link === null) throw new Error(`Session ${session.name} of the model has no window.`);
  const pane: Pane = activePane(link);
  return { session, link, pane };
}

function printed(context: Context, words: Words, target: Target, usual: string): string {
  if (!words.flags.has('P')) return '';
  return `${expandFor(context, words.values.get('F') ?? usual, target)}\n`;
}
