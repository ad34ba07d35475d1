import { keptName } from '../../../src/tmux/format.ts';
import { parseLayout, paneCells } from '../../../src/tmux/layout.ts';
import { expandFor, sessionName } from './create.ts';
import { fitted, renumbered, withCells } from './layout.ts';
import { Refusal, type Session, type Window } from './model.ts';
import { readWords } from './options.ts';
import {
  activate,
  addLink,
  focus,
  numberOf,
  removeLink,
  removePane,
  removeSession,
  removeWindow,
  type Context,
} from './panes.ts';
import { findSeat, findSession, findTarget } from './targets.ts';

/** A command of the model: what it prints, or a thrown {@link Refusal}. */
export type Command = (context: Context, command: readonly string[]) => string;

/** Commands that change what is there. */
export const changes: Readonly<Record<string, Command>> = {
  'rename-session': (context, command) => {
    const words = readWords(command, 't:');
    const session = findSession(context.server, words.values.get('t') ?? '');
    const name = sessionName(context, words.rest[0] ?? '');
    if (context.server.sessions.some((each) => each !== session && each.name === name)) {
      throw new Refusal(`duplicate session: ${name}`);
    }
    session.name = name;
    return '';
  },
  'rename-window': (context, command) => {
    const words = readWords(command, 't:');
    const target = findTarget(context.server, words.values.get('t') ?? '');
    const { window } = target.link;
    window.name = keptName(expandFor(context, words.rest[0] ?? '', target));
    window.hasAutomaticName = false;
    return '';
  },
  'kill-pane': (context, command) => {
    const { link, pane } = targetOf(context, command);
    removePane(context, link.window, pane);
    return '';
  },
  'kill-window': (context, command) => {
    removeWindow(context, targetOf(context, command).link.window);
    return '';
  },
  'kill-session': (context, command) => {
    const words = readWords(command, 't:');
    removeSession(context, findSession(context.server, words.values.get('t') ?? ''));
    return '';
  },
  'select-window': (context, command) => {
    const { session, link } = targetOf(context, command);
    activate(session, link.index);
    return '';
  },
  'last-window': (context, command) => {
    const words = readWords(command, 't:');
    const session = findSession(context.server, words.values.get('t') ?? '');
    const [last] = session.lasts;
    if (last === undefined) throw new Refusal('no last window');
    activate(session, last.index);
    return '';
  },
  'select-pane': (context, command) => {
    const words = readWords(command, 't:T:');
    const target = findTarget(context.server, words.values.get('t') ?? '');
    const title = words.values.get('T');
    if (title === undefined) focus(target.link.window, target.pane);
    else target.pane.title = expandFor(context, title, target);
    return '';
  },
  'select-layout': (context, command) => {
    const words = readWords(command, 't:');
    const { window } = findTarget(context.server, words.values.get('t') ?? '').link;
    const text = words.rest[0] ?? '';
    // Unzoomed also when the layout is then refused.
    window.isZoomed = false;
    const layout = parseLayout(text);
    if (layout === null) throw new Refusal(`invalid layout: ${text}`);
    const cells = paneCells(layout).length;
    if (cells < window.panes.length) {
      throw new Refusal(`have ${window.panes.length} panes but need ${cells}: ${text}`);
    }
    window.layout = renumbered(withCells(layout, window.panes.length), window.panes.map(numberOf));
    return '';
  },
  'resize-pane': (context, command) => {
    const words = readWords(command, 'Zt:');
    const { link, pane } = findTarget(context.server, words.values.get('t') ?? '');
    const { window } = link;
    if (!words.flags.has('Z') || window.panes.length === 1) return '';
    const isZoomed = !window.isZoomed;
    if (isZoomed) focus(window, pane);
    window.isZoomed = isZoomed;
    return '';
  },
  'resize-window': (context, command) => {
    const words = readWords(command, 't:x:y:');
    const { window } = findTarget(context.server, words.values.get('t') ?? '').link;
    const width = Number(words.values.get('x') ?? window.layout.widthCols);
    const height = Number(words.values.get('y') ?? window.layout.heightRows);
    window.layout = fitted(window.layout, width, height);
    return '';
  },
  'move-window': (context, command) => {
    const words = readWords(command, 'dks:t:');
    const from = findTarget(context.server, words.values.get('s') ?? '');
    const to = freeSeat(context, words.values.get('t') ?? '', from.session);
    addLink(context.server, to.session, { index: to.index, window: from.link.window });
    if (!words.flags.has('d')) activate(to.session, to.index);
    removeLink(context.server, from.session, from.link);
    return '';
  },
  'link-window': (context, command) => {
    const words = readWords(command, 'dks:t:');
    const from = findTarget(context.server, words.values.get('s') ?? '');
    const to = freeSeat(context, words.values.get('t') ?? '', from.session);
    addLink(context.server, to.session, { index: to.index, window: from.link.window });
    if (!words.flags.has('d')) activate(to.session, to.index);
    return '';
  },
  'unlink-window': (context, command) => {
    const words = readWords(command, 'kt:');
    const { session, link } = findTarget(context.server, words.values.get('t') ?? '');
    if (isSeatedOnce(context, session, link.window)) {
      if (!words.flags.has('k')) throw new Refusal('window only linked to one session');
      removeWindow(context, link.window);
    } else {
      removeLink(context.server, session, link);
    }
    return '';
  },
  'send-keys': (context, command) => {
    const words = readWords(command, 'lt:');
    findTarget(context.server, words.values.get('t') ?? '').pane.keys.push(...words.rest);
    return '';
  },
};

/** Whether only this session, or only its group, shows the window. */
function isSeatedOnce({ server }: Context, session: Session, window: Window): boolean {
  const seats = server.sessions.flatMap(({ links }) => links.filter((link) => link.window === window));
  const peers = server.sessions.filter(({ group }) => group !== null && group === session.group);
  return seats.length === Math.max(1, peers.length);
}

function targetOf(context: Context, command: readonly string[]): ReturnType<typeof findTarget> {
  return findTarget(context.server, readWords(command, 't:').values.get('t') ?? '');
}

function freeSeat(
  context: Context,
  text: string,
  from: Session,
): { readonly session: ReturnType<typeof findSession>; readonly index: number } {
  const { session, index } = findSeat(context.server, text);
  if (session !== from && session.group !== null && session.group === from.group) {
    throw new Refusal('sessions are grouped');
  }
  const taken = new Set(session.links.map((link) => link.index));
  if (index !== null && taken.has(index)) throw new Refusal(`index in use: ${index}`);
  let free = index ?? 0;
  while (taken.has(free)) free += 1;
  return { session, index: free };
}
