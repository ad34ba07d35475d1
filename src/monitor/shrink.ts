import type { Registry } from '../session/registry.ts';
import type { Desk } from '../tmux/desk.ts';
import { isSameServer, serverKey } from '../tmux/place.ts';

/** What may be done with a fresh capture. */
export type Verdict =
  /** It is how things are. */
  | 'record'
  /** It lacks panes that stood a moment ago: a server that is going down looks just like this. Look again. */
  | 'confirm'
  /** It lacks the pane of a session that nobody has said the end of. Wait until its end is told apart. */
  | 'wait'
  /** It holds nothing. A desk is never replaced by nothing. */
  | 'pass-over';

/**
 * Judges a capture against the desk that is known. A dying server loses its windows one after the other
 * while it still answers, so a desk that shrinks is believed only when the server outlived the loss.
 */
export function judgeCapture(registry: Registry, desk: Desk): Verdict {
  const known = registry.desks.get(serverKey(desk.server))?.desk;
  const before = panesOf(known);
  const now = new Set(panesOf(desk));
  if (now.size === 0) return before.length === 0 ? 'record' : 'pass-over';
  const lost = new Set(before.filter((pane) => !now.has(pane)));
  if (lost.size === 0) return 'record';
  const isSessionLost = [...registry.sessions.values()].some(
    ({ state, place }) =>
      state.kind === 'live' &&
      place !== null &&
      lost.has(place.paneId) &&
      isSameServer(place.server, desk.server),
  );
  return isSessionLost ? 'wait' : 'confirm';
}

function panesOf(desk: Desk | undefined): readonly string[] {
  return (desk?.windows ?? []).flatMap((window) => window.panes.map(({ id }) => id));
}
