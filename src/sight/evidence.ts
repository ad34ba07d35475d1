import type { Session } from '../session/session.ts';
import { isSamePane } from '../tmux/place.ts';
import type { World } from '../world.ts';
import { surveyServers } from './servers.ts';
import { sightOfClient } from './who.ts';

/** One thing seen, and what it says. */
export interface Evidence {
  readonly about: string;
  readonly says: string;
}

/** What can be seen now of a session: its process, its pane, the client's own registry, its files. */
export async function gatherEvidence(world: World, session: Session): Promise<readonly Evidence[]> {
  return [
    processEvidence(world, session),
    await placeEvidence(world, session),
    clientEvidence(world, session),
    ...pathEvidence(world, session),
  ];
}

function processEvidence(world: World, { process }: Session): Evidence {
  const about = 'process';
  if (process === null) return { about, says: 'none is known' };
  const { pid, started, bootId } = process.identity;
  const liveness = world.processes.liveness(process.identity);
  return { about, says: `${pid} (started ${started}, boot ${bootId.slice(0, 8)}) is ${liveness}` };
}

async function placeEvidence(world: World, session: Session): Promise<Evidence> {
  const about = 'pane';
  const { place, process } = session;
  if (place === null) return { about, says: 'it sat in no tmux pane, as far as is known' };
  const survey = await surveyServers(world, world.ledger.read().state);
  const server = survey.liveness(place.server);
  const words = `${place.sessionName}:${place.windowIndex}.${place.paneIndex} ${place.paneId} of tmux server ${place.server.pid} at ${place.server.socketPath}`;
  if (server !== 'alive') return { about, says: `${words}; that server is ${server}` };
  const now = process === null ? null : (await sightOfClient(world, process.identity.pid)).place;
  const where = now === null || isSamePane(now, place) ? '' : `; its process sits in ${now.paneId} now`;
  return { about, says: `${words}; that pane is ${survey.pane(place)}${where}` };
}

function clientEvidence(world: World, session: Session): Evidence {
  const about = 'client';
  const configDir = session.configDir ?? world.paths.claudeConfig;
  const entries = world.client.sessions(configDir).filter(({ sessionId }) => sessionId === session.id);
  if (entries.length === 0) return { about, says: "Claude's own registry does not name it" };
  const words = entries.map((entry) => `process ${entry.pid}, ${entry.status ?? 'no status'}`);
  return { about, says: `Claude's own registry names it: ${words.join('; ')}` };
}

function pathEvidence(world: World, session: Session): readonly Evidence[] {
  const { transcriptPath, projectDir } = session;
  const conversation =
    transcriptPath !== null && world.client.hasConversation(transcriptPath) ? ' with a conversation' : '';
  return [
    {
      about: 'transcript',
      says:
        transcriptPath === null
          ? 'none is known'
          : `${transcriptPath}: ${world.client.pathKind(transcriptPath)}${conversation}`,
    },
    {
      about: 'project',
      says: projectDir === null ? 'none is known' : `${projectDir}: ${world.client.pathKind(projectDir)}`,
    },
  ];
}
