import type { Session } from '../../session/session.ts';
import { shieldOf, type Shield } from '../../status/shield.ts';
import type { World } from '../../world.ts';

/** Whether a session would come back right now. `isKept` is false when the journal did not take its last report. */
export function shieldFor(world: World, session: Session, isKept: boolean): Shield {
  const { projectDir, prompts } = session;
  return shieldOf({
    isRegistered: session.state.kind === 'live',
    isJournalWritable: isKept,
    hasHookReported: session.hasHookReported,
    hasPane: session.place !== null,
    prompts,
    hasTranscript: hasTranscript(world, session),
    hasProjectDirectory: projectDir === null ? null : world.client.pathKind(projectDir) === 'directory',
  });
}

/** The client's own file, or ours. */
function hasTranscript({ client, insurance }: World, { id, transcriptPath }: Session): boolean | null {
  if (transcriptPath === null) return null;
  return [transcriptPath, insurance.path(id)].some((path) => client.pathKind(path) === 'file');
}
