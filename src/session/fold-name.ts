import type { SessionEvent } from './event.ts';
import { nameInForce } from './names.ts';
import type { SessionNames } from './session.ts';

/** Former names that are remembered per session. */
const formerKept = 8;

/** The names after one was given or taken back. A blank name is none. */
export function foldName(
  names: SessionNames,
  { by, name }: Extract<SessionEvent, { kind: 'named' }>,
): SessionNames {
  const given = name === null || name.trim() === '' ? null : name;
  const before = names[by] ?? null;
  if (before === given) return names;
  const after = by === 'suggested' ? withSuggested(names, given) : { ...names, [by]: given };
  // Ours went to the client as its title; when it comes back from there it is no title of the client's.
  const offered =
    before !== null && (by === 'user' || by === 'generated') ? withFormer(after, before) : after;
  return nameInForce(names) === nameInForce(after) ? offered : withoutApart(offered);
}

function withSuggested(names: SessionNames, suggested: string | null): SessionNames {
  if (suggested !== null) return { ...names, suggested };
  const { suggested: before, ...others } = names;
  return before === undefined ? names : others;
}

/** The names without what the session was called in place of one: the client may bear it as its title. */
export function withoutApart({ apart, ...names }: SessionNames): SessionNames {
  return apart === undefined ? names : withFormer(names, apart);
}

/** The names with one more that is no name of the session, though the client may bear it as its title. */
export function withFormer(names: SessionNames, name: string): SessionNames {
  const others = (names.former ?? []).filter((other) => other !== name);
  return { ...names, former: [...others, name].slice(-formerKept) };
}
