import { isAbsolute } from 'node:path';
import type { HookInput } from '../../claude/hook-input.ts';
import type { SessionId } from '../../claude/session-id.ts';
import type { World } from '../../world.ts';

/**
 * Where the client says that the conversation lies, or null. A client that was resumed from our copy names that:
 * it is no place of the client's, and must not become the session's.
 */
export function transcriptOfClient(
  { insurance }: World,
  session: SessionId,
  reported: string | null,
): string | null {
  return reported === null || !isAbsolute(reported) || reported === insurance.path(session) ? null : reported;
}

/**
 * Keeps the conversation of the session that a hook tells of (its path as {@link transcriptOfClient} has it). At
 * every hook: one link does for good, but a copy across file systems has to be brought up, and the client writes
 * the end of a turn only after that turn's Stop. A conversation that is gone while its session runs on from our
 * copy gets its old name back.
 */
export function insureTranscript({ insurance }: World, input: HookInput): void {
  const { session, transcriptPath } = input;
  if (transcriptPath === null) return;
  // A failure has nobody to be told to here: doctor finds what is not insured.
  const insured = insurance.insure(session, transcriptPath);
  const isMissing = insured.ok && insured.value.kind === 'nothing';
  if (isMissing && isResume(input)) insurance.giveBack(session, transcriptPath);
}

function isResume(input: HookInput): boolean {
  return input.event === 'SessionStart' && input.source === 'resume';
}

/**
 * Lets go of conversations whose sessions were ended on purpose so long ago that they have left the working set.
 * Whatever is lost, or not known, is kept: a registry that was deleted must not take them with it.
 */
export function pruneTranscripts({ insurance, ledger }: Pick<World, 'insurance' | 'ledger'>): void {
  const kept = insurance.sessions();
  const { state, unreadable } = ledger.read();
  if (unreadable !== undefined) return;
  const known: ReadonlyMap<string, unknown> = state.sessions;
  const archived = kept.filter((session) => !known.has(session));
  if (archived.length === 0) return;
  for (const session of ledger.recall(archived).sessions.values()) {
    if (archived.includes(session.id) && session.state.kind === 'ended') insurance.drop(session.id);
  }
}
