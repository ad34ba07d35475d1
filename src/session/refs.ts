import type { SessionId } from '../claude/session-id.ts';
import type { Result } from '../text/result.ts';
import { failed, ok } from '../text/result.ts';
import { isSameServer, type TmuxServer } from '../tmux/place.ts';
import { displayName, givenName, numberLabel } from './names.ts';
import { occupantsOf } from './occupants.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/** Why a reference names no one session. */
export type RefFailure =
  | { readonly kind: 'no-such-session'; readonly ref: string }
  | { readonly kind: 'ambiguous'; readonly ref: string; readonly candidates: readonly Session[] };

/** What a pane or a path is read against. */
export interface RefContext {
  /** The tmux server the caller sits in: `%12` means a pane of it, `main:2.1` first of all one of it. */
  readonly server: TmuxServer | null;
  /** The caller's directory: relative paths start here. */
  readonly cwd: string;
}

type Matcher = (session: Session, ref: string, context: RefContext) => boolean;

/**
 * Ways to name a session, strongest first. The first way by which anything matches decides; two matches
 * there are an ambiguity, never a guess, save that the living go before the lost and those before the rest.
 */
const matchers: readonly Matcher[] = [
  (session, ref) => session.id === ref,
  (session, ref) => ref.toUpperCase() === numberLabel(session),
  isPane,
  (session, ref, context) => isOnServer(session, context) && isPaneRef(session, ref),
  isPaneRef,
  (session, ref) => givenName(session) === ref,
  (session, ref) => givenName(session)?.toLowerCase() === ref.toLowerCase(),
  (session, ref) => displayName(session).toLowerCase() === ref.toLowerCase(),
  isIdStart,
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
    const candidates = foremost(sessions.filter((session) => matches(session, ref, context)));
    const [first, ...others] = candidates;
    if (first === undefined) continue;
    return others.length > 0 ? failed({ kind: 'ambiguous', ref, candidates }) : ok(first);
  }
  return failed({ kind: 'no-such-session', ref });
}

/** Of those that match only the ones that a user most likely still has to do with. */
function foremost(found: readonly Session[]): readonly Session[] {
  const best = Math.min(...found.map(standing));
  return found.filter((session) => standing(session) === best);
}

function standing({ state, origin }: Session): number {
  const distance = { live: 0, lost: 2, unknown: 2, ended: 4 }[state.kind];
  // Runs that sit in no pane share names and directories with those that do.
  return origin === 'interactive' ? distance : distance + 1;
}

/** The live session in a pane, if one is known. */
export function sessionInPane(registry: Registry, server: TmuxServer, paneId: string): SessionId | null {
  const occupant = occupantsOf(registry, server).get(paneId);
  return occupant?.state.kind === 'live' ? occupant.id : null;
}

/** `C7` in capitals is a number and nothing else, also where that number is not known. */
function isIdStart({ id }: Session, ref: string): boolean {
  return /^[0-9a-f-]{4,}$/i.test(ref) && !/^C\d+$/.test(ref) && id.startsWith(ref.toLowerCase());
}

function isOnServer({ place }: Session, { server }: RefContext): boolean {
  return place !== null && server !== null && isSameServer(place.server, server);
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
