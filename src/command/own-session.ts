import { parseSessionId } from '../claude/session-id.ts';
import { sessionInPane } from '../session/refs.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import { callerPlace } from '../sight/who.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';

/** The session that the command was called in: by the client's own variable, else by the pane. `how` names another one. */
export async function ownSession(
  world: World,
  registry: Registry,
  how: string,
): Promise<Result<Session, string>> {
  const fromEnvironment = parseSessionId(
    world.request.env['CLAUDE_CODE_SESSION_ID'] ?? world.request.env['SESSION_ID'],
  );
  const place = fromEnvironment === null ? await callerPlace(world) : null;
  const id = fromEnvironment ?? (place === null ? null : sessionInPane(registry, place.server, place.paneId));
  const session = id === null ? undefined : registry.sessions.get(id);
  if (session !== undefined) return ok(session);
  return failed(`no session is known in this pane: name one with \`${how}\`, see \`statusline list\``);
}
