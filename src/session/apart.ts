import { withoutApart } from './fold-name.ts';
import { givenName, nameInForce } from './names.ts';
import type { Session, SessionNames } from './session.ts';

/** Names that differ only in case or in what stands between their words are one name to a reader. */
export function nameKey(name: string): string {
  const key = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return key === '' ? name : key;
}

/**
 * The sessions that must be called differently, now that this live one was named or came to life beside these
 * live others, so that no two share a name. The weaker name yields, among equals the one that came later, and
 * a name that the user gave never does. Who was called apart stays so until its own name changes, whatever
 * becomes of the other.
 */
export function calledApart(session: Session, others: readonly Session[]): readonly Session[] {
  const name = givenName(session);
  if (name === null) return [];
  const twins = others.filter((other) => isTwin(other, name));
  const isWeaker = twins.some((twin) => strength(twin.names) >= strength(session.names));
  const yielding = isWeaker ? [session] : twins;
  const called: Session[] = [];
  for (const each of yielding.filter(({ names }) => names.user === null)) {
    const rest = [session, ...others].filter(({ id }) => id !== each.id);
    called.push(callApart(each, new Set([...keysOf(rest), ...keysOf(called)])));
  }
  return called;
}

function isTwin(other: Session, name: string): boolean {
  const others = givenName(other);
  return others !== null && nameKey(others) === nameKey(name);
}

/** Whose word a name is: the user's in the end, or a model's. */
function strength({ user, client, generated }: SessionNames): number {
  return [generated, client, user].findLastIndex((name) => name !== null);
}

function keysOf(sessions: readonly Session[]): readonly string[] {
  return sessions.flatMap((session) => givenName(session) ?? []).map(nameKey);
}

/** By the session's number, which is nobody else's: the same whoever folds. */
function callApart(session: Session, taken: ReadonlySet<string>): Session {
  const { names, number } = session;
  const name = nameInForce(names) ?? '';
  const variants = [`${name} ${number}`, `${name} C${number}`, `Session ${number}`];
  // Somebody may have named sessions just so: a reference by number is still its own.
  const apart = variants.find((variant) => !taken.has(nameKey(variant))) ?? `C${number}`;
  return { ...session, names: { ...withoutApart(names), apart } };
}
