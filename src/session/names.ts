import type { Session, SessionNames } from './session.ts';

/** `C7`: how users speak of a session's number. */
export function numberLabel(session: Session): string {
  return `C${session.number}`;
}

/** The strongest of the names, whoever else has it: the user's own, else Claude's title, else the generated one, else what the client suggests. */
export function nameInForce({ user, client, generated, suggested }: SessionNames): string | null {
  return user ?? client ?? generated ?? suggested ?? null;
}

/** What the session is called, apart from every other live one; null when no name was given yet. */
export function givenName({ names }: Session): string | null {
  return names.user ?? names.apart ?? nameInForce(names);
}

/** A name that is never empty: the one in force, else the project directory's, else the number. */
export function displayName(session: Session): string {
  const directory = (session.projectDir ?? session.cwd ?? '').split('/').findLast((part) => part !== '');
  return givenName(session) ?? directory ?? numberLabel(session);
}

/** True where no person chose the name shown. */
export function isAutoNamed(session: Session): boolean {
  return session.names.user === null && session.names.client === null;
}

/** Whether a title in the client is, or was, a name that we made: it got there by our offer and tells nothing new. */
export function isOurs({ generated, apart, former }: SessionNames, title: string): boolean {
  return generated === title || apart === title || (former ?? []).includes(title);
}

/**
 * The title to set in the client, of which this one is known to be given (or none): the user's name where that
 * is another; where there is none, and nobody gave the client a title, the generated name. What the client
 * suggests by itself is no reason to hold back. Null for nothing to set.
 */
export function titleToOffer({ names }: Session, given: string | null): string | null {
  if (names.user !== null) return names.user === given ? null : names.user;
  const wanted = names.client ?? ownName(names);
  const isOpen = given === null ? names.client === null : isOutdated(names, given);
  return isOpen && wanted !== given ? wanted : null;
}

/** The generated name, as it is set apart. */
function ownName({ generated, apart }: SessionNames): string | null {
  return generated === null ? null : (apart ?? generated);
}

/** Whether the title is one that we set, and that is no name of the session any more. */
function isOutdated({ client, generated, former }: SessionNames, given: string): boolean {
  return (former ?? []).includes(given) || (given === generated && client === null);
}
