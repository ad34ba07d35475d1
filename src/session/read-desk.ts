import type { Fields } from '../claude/fields.ts';
import type { DeskPane, DeskSeat, DeskSession, DeskWindow } from '../tmux/desk.ts';
import type { Event } from './event.ts';
import { listOf, numberOr, readServer, textOr, textOrNull, textsIn } from './read-members.ts';

/** A desk event; null without the server it is about. */
export function readDesk(members: Fields): Extract<Event, { kind: 'desk' }> | null {
  const server = readServer(members['server']);
  if (server === null) return null;
  return {
    kind: 'desk',
    server,
    ...(Array.isArray(members['sessions']) && { sessions: listOf(members['sessions'], readSession) }),
    windows: listOf(members['windows'], readWindow),
    gone: textsIn(members['gone']),
  };
}

function readSession(session: Fields): DeskSession | null {
  const { id, lastIndex } = session;
  if (typeof id !== 'string') return null;
  return {
    id,
    name: textOr(session['name']),
    group: textOrNull(session['group']),
    seats: listOf(session['seats'], readSeat),
    activeIndex: numberOr(session['activeIndex'], 0),
    lastIndex: typeof lastIndex === 'number' ? lastIndex : null,
  };
}

function readSeat({ index, windowId }: Fields): DeskSeat | null {
  return typeof index === 'number' && typeof windowId === 'string' ? { index, windowId } : null;
}

function readWindow(window: Fields): DeskWindow | null {
  const { id } = window;
  if (typeof id !== 'string') return null;
  return {
    id,
    name: textOr(window['name']),
    layout: textOr(window['layout']),
    widthCols: numberOr(window['widthCols'], 0),
    heightRows: numberOr(window['heightRows'], 0),
    isZoomed: window['isZoomed'] === true,
    hasAutomaticName: window['hasAutomaticName'] === true,
    isSynchronized: window['isSynchronized'] === true,
    activePane: textOr(window['activePane']),
    panes: listOf(window['panes'], readPane),
  };
}

function readPane(pane: Fields): DeskPane | null {
  const { id } = pane;
  if (typeof id !== 'string') return null;
  return {
    id,
    index: numberOr(pane['index'], 0),
    pid: numberOr(pane['pid'], 0),
    cwd: textOr(pane['cwd']),
    command: textOr(pane['command']),
    title: textOr(pane['title']),
    ...(Array.isArray(pane['program']) && { program: textsIn(pane['program']) }),
  };
}
