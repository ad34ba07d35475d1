import type { SessionEvent } from './event.ts';
import type { SessionNames } from './session.ts';

/** Former names of the user's that are remembered per session. */
const formerKept = 8;

/** The names after one was given or taken back. A blank name is none. */
export function foldName(
  names: SessionNames,
  { by, name }: Extract<SessionEvent, { kind: 'named' }>,
): SessionNames {
  const given = name === null || name.trim() === '' ? null : name;
  if (by !== 'user' || names.user === null || names.user === given) return { ...names, [by]: given };
  // The user's name went to the client as its title; when it comes back from there it is no title of the client's.
  const others = (names.former ?? []).filter((other) => other !== names.user);
  return { ...names, user: given, former: [...others, names.user].slice(-formerKept) };
}
