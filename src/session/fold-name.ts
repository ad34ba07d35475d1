import type { SessionEvent } from './event.ts';
import { nameInForce } from './names.ts';
import type { SessionNames } from './session.ts';

type Named = Extract<SessionEvent, { kind: 'named' }>;

/** Former names that are remembered per session. */
const formerKept = 8;

/** The names after one was given or taken back. A blank name is none. */
export function foldName(names: SessionNames, { by, name }: Named): SessionNames {
  const given = name === null || name.trim() === '' ? null : name;
  const before = names[by] ?? null;
  if (before === given) return names;
  const after = by === 'suggested' ? withSuggested(names, given) : { ...names, [by]: given };
  const kept = before !== null && isNoTitleAnyMore(by, given) ? withFormer(after, before) : after;
  return nameInForce(names) === nameInForce(after) ? kept : withoutApart(kept);
}

/**
 * Ours went to the client as its title; when it comes back from there it is no title of the client's. Neither is
 * one that was taken for given until the transcript showed whose it is: whoever goes on telling of it knows less.
 */
function isNoTitleAnyMore(by: Named['by'], given: string | null): boolean {
  return by === 'user' || by === 'generated' || (by === 'client' && given === null);
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
