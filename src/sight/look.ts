import type { ProcessIdentity } from '../process/identity.ts';
import { compareBoots } from '../process/linux.ts';
import type { SessionId } from '../claude/session-id.ts';
import { ending } from '../session/ending.ts';
import type { Event } from '../session/event.ts';
import { observeDesk } from '../session/observe-desk.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import type { World } from '../world.ts';
import { toldByClients } from './told-by-clients.ts';
import { provenDesk } from './record-desk.ts';
import { markProjects } from './project-marks.ts';
import { surveyServers, type Survey } from './servers.ts';

/**
 * Looks at the machine and gives the events that follow: sessions whose process is dead, with the cause as
 * far as the scene tells it; sessions that live without our having heard of them; desks that changed.
 * What cannot be decided now gives nothing, and is looked at again the next time.
 */
export async function look(world: World, registry: Registry): Promise<readonly Event[]> {
  const { events, survey, over } = await surveyed(world, registry);
  const desks = await Promise.all(survey.desks.map((desk) => provenDesk(world, { registry, desk, over })));
  return [...events, ...desks.flatMap((desk) => (desk === null ? [] : observeDesk(registry, desk)))];
}

/** The same without the desks, for whoever watches those more closely. */
export async function lookAtSessions(world: World, registry: Registry): Promise<readonly Event[]> {
  return (await surveyed(world, registry)).events;
}

/** Whose process is dead, whom we had not heard of, and the servers they were judged by. */
async function surveyed(
  world: World,
  registry: Registry,
): Promise<{
  readonly events: readonly Event[];
  readonly survey: Survey;
  readonly over: ReadonlySet<SessionId>;
}> {
  const dead = [...registry.sessions.values()].filter((session) => isDead(world, session));
  const survey = await surveyServers(world, registry);
  const deaths = dead.map((session) => ({ id: session.id, events: deathOf(world, session, survey) }));
  return {
    events: [
      ...deaths.flatMap(({ events }) => events),
      ...(await toldByClients(world, registry)),
      ...markProjects(world, registry),
    ],
    survey,
    over: new Set(deaths.flatMap(({ id, events }) => (events.length === 0 ? [] : [id]))),
  };
}

function isDead(world: World, { state, process }: Session): boolean {
  return state.kind === 'live' && process !== null && world.processes.liveness(process.identity) === 'dead';
}

function deathOf(world: World, session: Session, survey: Survey): readonly Event[] {
  const process = session.process?.identity ?? null;
  const end = ending(session, {
    hasRebooted: process !== null && hasRebootedSince(world, process),
    server: session.place === null ? 'none' : survey.liveness(session.place.server),
    pane: session.place === null ? 'unknown' : survey.pane(session.place),
  });
  switch (end.kind) {
    case 'undecided':
      return [];
    case 'ended':
      return [{ kind: 'ended', session: session.id, process, reason: end.reason, evidence: end.evidence }];
    case 'lost':
      return [{ kind: 'lost', session: session.id, process, reason: end.reason, evidence: end.evidence }];
    default:
      return end satisfies never;
  }
}

function hasRebootedSince(world: World, process: ProcessIdentity): boolean {
  const ours = world.processes.bootId();
  return ours !== null && compareBoots(ours, process.bootId) === 'other';
}
