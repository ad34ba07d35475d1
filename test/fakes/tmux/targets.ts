import { Refusal, type Link, type Pane, type Server, type Session, type Target } from './model.ts';

/**
 * Finds what `-t` names. Only ids and exact names (`=name:`) are taken: for anything else tmux guesses by
 * prefix and pattern, which the product must never leave it to.
 */
export function findTarget(server: Server, text: string): Target {
  if (text.startsWith('%')) return paneTarget(server, text);
  if (text.startsWith('@')) {
    const [id = '', steps] = text.split('.+');
    const target = windowTarget(server, id);
    return steps === undefined ? target : { ...target, pane: paneAfter(target.link, Number(steps)) };
  }
  const [sessionText, rest] = splitTarget(text);
  const [windowText = '', step] = rest.split('.+');
  const session = findSession(server, sessionText);
  const link = windowText === '' ? session.active : findLink(session, windowText);
  if (link === null) throw new Refusal(`can't find window: ${windowText}`);
  return { session, link, pane: step === undefined ? activePane(link) : paneAfter(link, Number(step)) };
}

/** So many panes on from the active one, round and round. */
function paneAfter(link: Link, steps: number): Pane {
  const { panes } = link.window;
  const pane = panes[(panes.indexOf(activePane(link)) + steps) % panes.length];
  if (pane === undefined) throw new Refusal(`can't find pane: +${steps}`);
  return pane;
}

/** The session that `-t` names: `$3`, `=name` or `=name:`. */
export function findSession(server: Server, text: string): Session {
  const [sessionText] = splitTarget(text);
  if (/^[@%]/.test(sessionText)) return findTarget(server, sessionText).session;
  const isId = /^\$\d+$/.test(sessionText);
  if (!isId && !sessionText.startsWith('=')) {
    throw new Error(`Target "${text}" is inexact: use an id or =name, or tmux picks by prefix and pattern.`);
  }
  const name = isId ? sessionText : sessionText.slice(1);
  const found = server.sessions.find((session) => (isId ? session.id : session.name) === name);
  if (found === undefined) throw new Refusal(`can't find session: ${name}`);
  return found;
}

/** Where a new window is to go: a session, and an index when one is named. */
export function findSeat(
  server: Server,
  text: string,
): { readonly session: Session; readonly index: number | null } {
  if (text.startsWith('@')) {
    const target = windowTarget(server, text);
    return { session: target.session, index: target.link.index };
  }
  const [sessionText, windowText] = splitTarget(text);
  const session = findSession(server, sessionText);
  return { session, index: windowText === '' ? null : Number(windowText) };
}

/** The pane that has the focus in a window. */
export function activePane(link: Link): Pane {
  const { window } = link;
  const pane = window.panes.find((each) => each.id === window.activePane) ?? window.panes[0];
  if (pane === undefined) throw new Error(`Window ${window.id} of the model has no pane.`);
  return pane;
}

/** The session part and the window part. A name holds no colon, so the first one divides them. */
function splitTarget(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  return colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

function findLink(session: Session, text: string): Link {
  const found = session.links.find((link) =>
    text.startsWith('@') ? link.window.id === text : String(link.index) === text,
  );
  if (found === undefined) throw new Refusal(`can't find window: ${text}`);
  return found;
}

function allTargets(server: Server): readonly Target[] {
  return server.sessions.flatMap((session) =>
    session.links.flatMap((link) => link.window.panes.map((pane) => ({ session, link, pane }))),
  );
}

function paneTarget(server: Server, id: string): Target {
  const found = allTargets(server).find((target) => target.pane.id === id);
  if (found === undefined) throw new Refusal(`can't find pane: ${id}`);
  return found;
}

function windowTarget(server: Server, id: string): Target {
  const found = allTargets(server).find((target) => target.link.window.id === id);
  if (found === undefined) throw new Refusal(`can't find window: ${id}`);
  return { ...found, pane: activePane(found.link) };
}
