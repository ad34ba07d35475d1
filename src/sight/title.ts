import type { SessionId } from '../claude/session-id.ts';
import { isNewTitle, type Title } from '../session/presence.ts';
import type { Session } from '../session/session.ts';
import type { Sight } from '../session/sight.ts';
import type { World } from '../world.ts';

/** A title as a render brought it, with whose it is. */
interface Shown {
  readonly session: SessionId;
  readonly text: string;
  readonly sight: Sight;
}

/**
 * A title that a render brought, told apart as far as can be: a render has the client's own title in the same
 * place as a given one (docs/decisions/0004). The client's registry shows a given one at once; it is asked
 * only about a title that is news, and where it tells nothing the title counts as a suggestion for now.
 */
export function shownTitle(world: World, shown: Shown, known: Session | null): Title {
  const { text } = shown;
  const isNews = known === null || isNewTitle(known.names, text);
  return { text, isGiven: isNews && isNameInClient(world, shown) };
}

function isNameInClient(world: World, { session, text, sight }: Shown): boolean {
  if (sight.process === null) return false;
  const configDir = sight.configDir ?? world.paths.claudeConfig;
  const entry = world.client.session(configDir, sight.process.identity.pid);
  return entry?.sessionId === session && entry.name === text && entry.nameSource === undefined;
}
