import type { HookInput } from '../../claude/hook-input.ts';
import { titleToOffer } from '../../session/names.ts';
import type { Session } from '../../session/session.ts';
import type { World } from '../../world.ts';
import { lineNews } from '../setup/line-owner.ts';

/**
 * Answers a hook that may set the client's own title, where there is one to set, or tell the user something: this JSON
 * is all that a hook of ours ever prints, and the client takes it for itself; nothing of it reaches the model.
 */
export function answerHook(world: World, session: Session, input: HookInput): void {
  if (input.agentId !== null || session.origin !== 'interactive') return;
  const systemMessage = isBeginning(input) ? lineNews(world) : null;
  const hookSpecificOutput = titleAnswer(session, input);
  if (systemMessage === null && hookSpecificOutput === null) return;
  const answer = {
    ...(systemMessage !== null && { systemMessage }),
    ...(hookSpecificOutput !== null && { hookSpecificOutput }),
  };
  world.output.out(`${JSON.stringify(answer)}\n`);
}

function titleAnswer(session: Session, { event, sessionTitle: shown }: HookInput): object | null {
  if (event !== 'SessionStart' && event !== 'UserPromptSubmit') return null;
  const sessionTitle = titleToOffer(session, shown);
  return sessionTitle === null ? null : { hookEventName: event, sessionTitle };
}

/** A /clear or a compaction begins nothing for the user. */
function isBeginning(input: HookInput): boolean {
  return input.event === 'SessionStart' && (input.source === 'startup' || input.source === 'resume');
}
