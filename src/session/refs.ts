import type { SessionId } from '../claude/session-id.ts';
import type { Result } from '../text/result.ts';
import { failed, ok } from '../text/result.ts';
import { isSameServer, type TmuxServer } from '../tmux/place.ts';
import { givenName } from './names.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/** Why a reference names no one session. */
export type RefFailure =
  | { readonly kind: 'no-such-session'; readonly ref: string }
  | { readonly kind: 'ambiguous'; readonly ref: string; readonly candidates: readonly Session[] };

/** What a bare pane id is read against. */
export interface RefContext {
  /** The tmux server the caller sits in: `%12` means a pane of it. */
  readonly server: TmuxServer | null;
  /** The caller's directory: relative paths start here. */
  readonly cwd: string;
}

type Matcher = (session: Session, ref: string, context: RefContext) => boolean;

/**
 * Ways to name a session, strongest first. The first way by which anything matches decides; two matches
 * there are an ambiguity, never a guess, save that live sessions go before those that are over.
 */
const matchers: readonly Matcher[] = [
  (session, ref) => session.id === ref,
  (session, ref) => ref.toUpperCase() === `C${session.number}`,
  isPane,
  isPaneRef,
  (session, ref) => givenName(session) === ref,
  (session, ref) => givenName(session)?.toLowerCase() === ref.toLowerCase(),
  (session, ref) => /^[0-9a-f-]{4,}$/i.test(ref) && session.id.startsWith(ref.toLowerCase()),
  isDirectory,
];

/** The one session that a reference means: an id or its unique start, `C7`, a name, `%12`, `main:2.1`, or a directory. */
export function resolveRef(
  registry: Registry,
  ref: string,
  context: RefContext,
): Result<Session, RefFailure> {
  const sessions = [...registry.sessions.values()];
  for (const matches of matchers) {
    const found = sessions.filter((session) => matches(session, ref, context));
    const live = found.filter(({ state }) => state.kind === 'live');
    const candidates = live.length > 0 ? live : found;
    const [first, ...others] = candidates;
    if (first === undefined) continue;
    if (others.length > 0) return failed({ kind: 'ambiguous', ref, candidates });
    return ok(first);
  }
  return failed({ kind: 'no-such-session', ref });
}

/** The live session in a pane, if one is known. */
export function sessionInPane(registry: Registry, server: TmuxServer, paneId: string): SessionId | null {
  for (const { state, place, id } of registry.sessions.values()) {
    if (state.kind === 'live' && place?.paneId === paneId && isSameServer(place.server, server)) return id;
  }
  return null;
}

function isPane({ place }: Session, ref: string, { server }: RefContext): boolean {
  if (place === null || place.paneId !== ref) return false;
  return server === null || isSameServer(place.server, server);
}

function isPaneRef({ place }: Session, ref: string): boolean {
  if (place === null) return false;
  return (
    ref === `${place.sessionName}:${place.windowIndex}.${place.paneIndex}` ||
    ref === `${place.sessionName}:${place.windowIndex}`
  );
}

function isDirectory(session: Session, ref: string, { cwd }: RefContext): boolean {
  if (!ref.includes('/') && !ref.startsWith('.')) return false;
  const path = normalize(ref.startsWith('/') ? ref : `${cwd}/${ref}`);
  return [session.cwd, session.projectDir].some((known) => known !== null && normalize(known) === path);
}

/** Without `.`, `..`, doubled or trailing slashes: pure text, links are not followed. */
function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
