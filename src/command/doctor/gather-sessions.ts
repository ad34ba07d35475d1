import { join } from 'node:path';
import { listCandidates } from '../../recovery/candidates.ts';
import { gather } from '../../recovery/gather.ts';
import { weightOf } from '../../recovery/obstacle.ts';
import { obstacleWords } from '../../recovery/obstacle-words.ts';
import type { Registry } from '../../session/registry.ts';
import type { Session } from '../../session/session.ts';
import type { World } from '../../world.ts';
import { everything, optionsFor, plainly } from '../recover/run.ts';
import { shieldFor } from '../line/shielded.ts';
import { sessionWords } from '../words.ts';
import type { LiveSession, LostSession, SessionFacts } from './sessions.ts';
import type { Conversation } from './transcripts.ts';

/** Which live sessions would come back, and which lost ones can. */
export async function gatherSessions(
  world: World,
  registry: Registry,
  isJournalWritable: boolean,
): Promise<SessionFacts> {
  const live = interactive(registry).filter(({ state }) => state.kind === 'live');
  return {
    live: live.map((session) => liveSession(world, session, isJournalWritable)),
    lost: await lostSessions(world, registry),
  };
}

function interactive({ sessions }: Registry): readonly Session[] {
  return [...sessions.values()].filter(({ origin }) => origin === 'interactive');
}

function liveSession(world: World, session: Session, isJournalWritable: boolean): LiveSession {
  const shield = shieldFor(world, session, isJournalWritable);
  return {
    words: sessionWords(session),
    id: session.id,
    gap: shield.kind === 'unprotected' ? shield.gap : null,
    projectDir: session.projectDir,
  };
}

/** What recovery itself would say of them, as if nothing had been tried before. */
async function lostSessions(world: World, registry: Registry): Promise<readonly LostSession[]> {
  const facts = await gather(world, registry, optionsFor(world, { ...plainly, retry: true }, everything));
  return listCandidates(facts).map(({ session, obstacles, isRecoverable, isInAll }) => {
    const [obstacle] = obstacles.filter((each) => weightOf(each) === (isRecoverable ? 'asks' : 'blocks'));
    return {
      words: sessionWords(session),
      obstacle: obstacle === undefined ? null : obstacleWords(obstacle, facts.nowMs),
      isAskedFor: isRecoverable && !isInAll,
    };
  });
}

/** What is kept of the conversations of sessions that live or were lost. */
export function gatherConversations(world: World, registry: Registry): readonly Conversation[] {
  return interactive(registry)
    .filter(({ state }) => state.kind !== 'ended')
    .flatMap((session) => conversationOf(world, session) ?? []);
}

/** Null for a session that was never prompted: there is nothing to keep of it. */
function conversationOf(world: World, session: Session): Conversation | null {
  const { id, projectDir, configDir } = session;
  const home = configDir ?? join(world.paths.home, '.claude');
  const transcriptPath = session.transcriptPath ?? world.client.findTranscript(home, id);
  if (transcriptPath === null) return null;
  const standing = world.insurance.standing(id, transcriptPath);
  const isPresent = world.client.hasConversation(transcriptPath);
  if (!isPresent && standing.kind === 'none') return null;
  const path = world.insurance.path(id);
  return { words: sessionWords(session), id, projectDir, path, transcriptPath, isPresent, standing };
}
