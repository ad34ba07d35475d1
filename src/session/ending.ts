import type { EndReason, Farewell, LossReason, Session } from './session.ts';

/** What a look at the machine says about a session whose process is known to be dead. */
export interface DeathScene {
  /** The boot that runs now is not the one the process ran in. */
  readonly hasRebooted: boolean;
  /** The tmux server the session sat in; `none` when it sat in no tmux. */
  readonly server: 'alive' | 'gone' | 'unknown' | 'none';
  /** The session's pane; only meaningful while its server lives. */
  readonly pane: 'present' | 'gone' | 'unknown';
}

/** Why a session is over, with the evidence in words. */
export type Verdict =
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly evidence: readonly string[] }
  | { readonly kind: 'lost'; readonly reason: LossReason; readonly evidence: readonly string[] };

/** What a look comes to; `undecided` names what is missing. */
export type Ending = Verdict | { readonly kind: 'undecided'; readonly missing: string };

/**
 * Tells the cause of a death apart from what is left of the scene.
 *
 *   rebooted ─ another boot runs now
 *   server-lost ─ its tmux server is gone
 *   closed ─ the client said goodbye while its pane was already gone and the server lived, and it lives still
 *   terminated ─ the client said goodbye in a pane (or terminal) that still stood: someone sent it SIGTERM
 *   crashed ─ no goodbye at all
 *
 * Only `closed` is the user's own doing, so it needs proof at both times; whatever falls short of it stays
 * recoverable. A farewell's `other` proves nothing by itself: the hook runs while tmux dies, too.
 * A session that was never interactive has nothing to come back to: whatever ended it, it is over.
 */
export function ending(session: Session, scene: DeathScene): Ending {
  const { farewell } = session;
  const words = [processWords(session), farewellWords(farewell)];
  if (session.origin !== 'interactive') {
    return { kind: 'ended', reason: 'exited', evidence: [...words, originWords[session.origin]] };
  }
  if (scene.hasRebooted) return lost('rebooted', [...words, 'another boot of the machine runs now']);
  switch (scene.server) {
    case 'gone':
      return lost('server-lost', [...words, 'its tmux server is gone']);
    case 'unknown':
      return { kind: 'undecided', missing: 'an answer from its tmux server' };
    case 'none':
      return lost(farewell === null ? 'crashed' : 'terminated', [...words, 'it sat in no tmux pane']);
    case 'alive':
      return inLivingServer(farewell, scene.pane, words);
    default:
      return scene.server satisfies never;
  }
}

function inLivingServer(
  farewell: Farewell | null,
  pane: DeathScene['pane'],
  words: readonly string[],
): Ending {
  const seen = [...words, `its tmux server lives; its pane now: ${pane}`];
  if (farewell === null) return lost('crashed', seen);
  // Where the goodbye does not prove a closed pane, no later look can.
  if (farewell.pane !== 'gone' || pane === 'present') return lost('terminated', seen);
  if (pane === 'gone') return { kind: 'ended', reason: 'closed', evidence: seen };
  return { kind: 'undecided', missing: 'word from tmux whether its pane still exists' };
}

const originWords = {
  print: 'it was a single run (`-p`), not a session in a pane',
  background: 'it ran in the background, not in a pane',
} as const satisfies Record<Exclude<Session['origin'], 'interactive'>, string>;

function lost(reason: LossReason, evidence: readonly string[]): Ending {
  return { kind: 'lost', reason, evidence };
}

function processWords({ process }: Session): string {
  return process === null ? 'no process of it is known' : `its process ${process.identity.pid} is gone`;
}

function farewellWords(farewell: Farewell | null): string {
  if (farewell === null) return 'it said no goodbye';
  const pane = {
    present: 'its pane still stood then',
    gone: 'its pane was already gone then, while the tmux server lived',
    'server-gone': 'its tmux server was already gone then',
    unknown: 'what its pane did then is not known',
  }[farewell.pane];
  return `it said goodbye with "${farewell.reason}"; ${pane}`;
}
