import type { HookInput } from '../claude/hook-input.ts';
import { namingConfig } from '../naming/configured.ts';
import { dueNow } from '../naming/policy.ts';
import { titleToOffer } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import type { World } from '../world.ts';

/** At the end of a turn: where the session is due for a name or a description, somebody else is sent for it. */
export async function nameLater(world: World, session: Session): Promise<void> {
  if (dueNow(session, namingConfig(world)) !== null) await world.later(['name', '--due', session.id]);
}

/**
 * Answers a hook that may set the client's own title, where there is one to set: this JSON is all that a hook of
 * ours ever prints, and the client takes it for itself; nothing of it reaches the model.
 */
export function offerTitle(world: World, session: Session, input: HookInput): void {
  if (input.event !== 'SessionStart' && input.event !== 'UserPromptSubmit') return;
  if (input.agentId !== null || session.origin !== 'interactive') return;
  const sessionTitle = titleToOffer(session, input.sessionTitle);
  if (sessionTitle === null) return;
  const hookSpecificOutput = { hookEventName: input.event, sessionTitle };
  world.output.out(`${JSON.stringify({ hookSpecificOutput })}\n`);
}
