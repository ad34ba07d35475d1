import type { OutcomeKind, Session } from '../session/session.ts';
import { isSameServer, type TmuxServer } from '../tmux/place.ts';
import type { LivePane } from './facts.ts';
import { dialogOn, lastWords, needOn, saysIdInUse, saysNoConversation } from './screen.ts';

/** A session that was started and has not been settled yet. */
export interface Pending {
  readonly server: TmuxServer;
  readonly paneId: string;
  /** Reports before this moment are of an earlier life. */
  readonly startedAtMs: number;
  /** When waiting for the report began. */
  readonly sinceMs: number;
  /** How the pane looked the last time, and how many looks in a row: only what lasts counts. */
  readonly before: Impression;
  readonly looks: number;
  /** Since when its own report is known; null while it is waited for. */
  readonly reportedAtMs: number | null;
}

/** A client that has reported itself draws its screen so soon after, or at least no later than anybody waits for. */
const drawnWithinMs = 2500;
/** A shell may show for a moment while the client is being started. */
const looksUntilEnded = 2;
/** A resumed conversation may itself show the words of a dialog, until the client has reported itself. */
const looksUntilDialog = 4;

/** What one look at a pane gave. */
export type Impression = 'none' | 'starting' | 'ended' | `dialog: ${string}` | `drawn: ${string}`;

/** What is known of a pending session now. */
export interface PendingSight {
  readonly session: Session | null;
  readonly nowMs: number;
  readonly timeoutMs: number;
  /** Null when the pane is gone; undefined when nobody looked or tmux did not answer. */
  readonly pane: LivePane | null | undefined;
  readonly screen: readonly string[];
}

/** What became of a session, or that it is not known yet. */
export type Verdict =
  | ({ readonly kind: 'pending'; readonly impression: Impression } & Pick<Pending, 'looks' | 'reportedAtMs'>)
  | { readonly kind: 'settled'; readonly outcome: OutcomeKind; readonly detail: string | null };

/**
 * Judges a started session. Only its own report, from that very pane, makes it restored, and that only once its screen
 * shows that it asks nothing more.
 */
export function verdictOf(pending: Pending, sight: PendingSight): Verdict {
  if (hasReported(pending, sight.session)) return reportedVerdict(pending, sight);
  if (sight.pane === null) return settled('not-started', 'its pane closed');
  const impression = impressionOf(sight);
  const looks = impression === pending.before ? pending.looks + 1 : 1;
  if (impression === 'ended' && looks >= looksUntilEnded) return endedVerdict(sight.screen);
  if (impression.startsWith('dialog: ') && looks >= looksUntilDialog) {
    return settled('waiting', impression.slice('dialog: '.length));
  }
  // Only a look can say what the pane shows; without any for as long again, tmux itself does not answer.
  const timeoutMs = sight.pane === undefined ? 2 * sight.timeoutMs : sight.timeoutMs;
  if (sight.nowMs - pending.sinceMs < timeoutMs)
    return { kind: 'pending', impression, looks, reportedAtMs: null };
  return settled('timed-out', withWords('it did not report itself', sight.screen));
}

/** Twice the same screen with something on it is a drawn one. */
function reportedVerdict(pending: Pending, { pane, screen, nowMs }: PendingSight): Verdict {
  const need = needOn(screen);
  if (need !== null) return settled('waiting', need);
  const text = screen.join('\n').trim();
  const impression: Impression = text === '' ? 'none' : `drawn: ${text}`;
  const isDrawn = text !== '' && impression === pending.before;
  const reportedAtMs = pending.reportedAtMs ?? nowMs;
  // One that has closed its pane since was there.
  const isOver = pane === null || nowMs - reportedAtMs >= drawnWithinMs;
  if (isDrawn || isOver) return settled('restored', null);
  return { kind: 'pending', impression, looks: 1, reportedAtMs };
}

function hasReported({ server, paneId, startedAtMs }: Pending, session: Session | null): boolean {
  if (session === null || session.place === null) return false;
  const { state, place, lastSeenAtMs } = session;
  // A report whose process could not be read leaves the state unknown, yet it is the session's own.
  const isReport = state.kind === 'live' || state.kind === 'unknown';
  const isHere = place.paneId === paneId && isSameServer(place.server, server);
  return isReport && isHere && lastSeenAtMs >= startedAtMs;
}

function impressionOf({ pane, screen }: PendingSight): Impression {
  if (pane === undefined || pane === null) return 'none';
  if (pane.standing.kind !== 'started') return 'ended';
  const dialog = dialogOn(screen);
  return dialog === null ? 'starting' : `dialog: ${dialog}`;
}

/** How the detail of a client begins that ended at a dialog. */
const endedAt = 'the client ended at: ';

/** Whether a session could not go on because nobody is logged in. */
export function isLoginFailure(outcome: OutcomeKind, detail: string | null): boolean {
  return (
    (outcome === 'waiting' && detail === 'login') ||
    (outcome === 'not-started' && (detail ?? '').startsWith(`${endedAt}login`))
  );
}

function endedVerdict(screen: readonly string[]): Verdict {
  if (saysNoConversation(screen)) return settled('no-conversation', 'the client found no conversation');
  if (saysIdInUse(screen)) return settled('live-elsewhere', 'the client says that its id is in use');
  const dialog = dialogOn(screen);
  return settled(
    'not-started',
    withWords(dialog === null ? 'the client ended at once' : `${endedAt}${dialog}`, screen),
  );
}

function withWords(what: string, screen: readonly string[]): string {
  const words = lastWords(screen);
  return words === '' ? what : `${what}: ${words}`;
}

function settled(outcome: OutcomeKind, detail: string | null): Verdict {
  return { kind: 'settled', outcome, detail };
}
