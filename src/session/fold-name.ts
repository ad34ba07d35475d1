import type { SessionEvent } from './event.ts';
import type { SessionNames } from './session.ts';

/** Former names that are remembered per session. */
const formerKept = 8;

/** The names after one was given or taken back. A blank name is none. */
export function foldName(
  names: SessionNames,
  { by, name }: Extract<SessionEvent, { kind: 'named' }>,
): SessionNames {
  const given = name === null || name.trim() === '' ? null : name;
  if (by !== 'user' || names.user === null || names.user === given) return { ...names, [by]: given };
  // The user's name went to the client as its title; when it comes back from there it is no title of the client's.
  return { ...withFormer(names, names.user), user: given };
}

/** The names with one more that is no name of the session, though the client may bear it as its title. */
export function withFormer(names: SessionNames, name: string): SessionNames {
  const others = (names.former ?? []).filter((other) => other !== name);
  return { ...names, former: [...others, name].slice(-formerKept) };
}
