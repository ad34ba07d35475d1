import type { Registry } from '../../session/registry.ts';
import type { Session } from '../../session/session.ts';
import { lostAtMs, lostSessions } from '../../session/losses.ts';
import type { Attached, AttachedClient } from '../../tmux/clients.ts';

/** Smaller than this, a terminal has no room for a question. */
const least = { widthCols: 40, heightRows: 12 } as const;

/** So long after attaching, a client has just come. */
const newComerMs = 30_000;

/**
 * The client that is to hear of a loss, or null: the one that was named, else the one that attached last. Only if it
 * came after the loss, or just now: nobody is interrupted who sat there already.
 */
export function clientToGreet(
  attached: Attached,
  about: {
    readonly named: string | null;
    /** The user asks: it matters not since when they sit there. */
    readonly isAsked: boolean;
    readonly nowMs: number;
    readonly registry: Registry;
    /** For a tmux that does not tell whose a client is. */
    readonly isOurTerminal: (tty: string) => boolean;
  },
): AttachedClient | null {
  const able = attached.clients.filter(
    (client) =>
      !client.isMute &&
      client.widthCols >= least.widthCols &&
      client.heightRows >= least.heightRows &&
      (about.named === null || client.name === about.named) &&
      (client.isOwners ?? about.isOurTerminal(client.tty)),
  );
  const [latest] = able.toSorted((a, b) => b.attachedAtMs - a.attachedAtMs);
  if (latest === undefined || about.isAsked) return latest ?? null;
  const lost = newestLost(about.registry);
  if (lost === null) return null;
  // Who notices a loss late (after a reboot) notices it after everybody has attached.
  const isNewServer = startedAfter(attached, lost);
  const isNewComer = about.named !== null && about.nowMs - latest.attachedAtMs < newComerMs;
  return isNewServer || isNewComer || latest.attachedAtMs >= lostAtMs(lost) ? latest : null;
}

/** tmux tells of whole seconds, so a server of the same second is a later one unless it is the session's own. */
function startedAfter({ serverStartedAtMs }: Attached, { place, lastSeenAtMs }: Session): boolean {
  const isOwn = place !== null && place.server.startedAtS * 1000 === serverStartedAtMs;
  return !isOwn && serverStartedAtMs + 1000 > lastSeenAtMs;
}

function newestLost(registry: Registry): Session | null {
  const [newest] = lostSessions(registry).toSorted(
    (a, b) => lostAtMs(b) - lostAtMs(a) || b.lastSeenAtMs - a.lastSeenAtMs,
  );
  return newest ?? null;
}
