import type { Session } from './session.ts';

/** `C7`: how users speak of a session's number. */
export function numberLabel(session: Session): string {
  return `C${session.number}`;
}

/** The name in force: the user's own, else Claude's title, else the generated one; null when none was given yet. */
export function givenName(session: Session): string | null {
  return session.names.user ?? session.names.client ?? session.names.generated;
}

/** A name that is never empty: the one in force, else the project directory's, else the number. */
export function displayName(session: Session): string {
  const directory = (session.projectDir ?? session.cwd ?? '').split('/').findLast((part) => part !== '');
  return givenName(session) ?? directory ?? numberLabel(session);
}

/** True where nobody but the program itself chose the name shown. */
export function isAutoNamed(session: Session): boolean {
  return session.names.user === null && session.names.client === null;
}

/**
 * The title to set in the client, which shows this one (or none): the user's name where that is another; where
 * there is none, and the client shows no title of its own but nothing or a name that is none any more, the
 * name in force. Null for none.
 */
export function titleToOffer({ names }: Session, shown: string | null): string | null {
  if (names.user !== null) return names.user === shown ? null : names.user;
  if (shown === null) return names.client === null ? names.generated : null;
  return (names.former ?? []).includes(shown) ? (names.client ?? names.generated) : null;
}
