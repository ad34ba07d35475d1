import type { Session } from '../session/session.ts';
import type { Candidate } from './candidates.ts';
import type { RecoveryFacts } from './facts.ts';
import type { Launch } from './launch.ts';
import { launchOf } from './resume-command.ts';
import { originOfPlace, paneKey, routeOf, type Route, type Standing } from './route.ts';

/** A session with what it needs and the way by which it comes back. */
export interface Traveller {
  readonly session: Session;
  readonly launch: Launch;
  /** Which lost pane its pane stands for. */
  readonly origin: string;
  readonly route: Route;
}

/**
 * A way for every chosen session, in the order given. Where two sat in one pane (one crashed, another was
 * started there), the one seen last gets it.
 */
export function travellersOf(
  facts: RecoveryFacts,
  standing: Standing,
  chosen: readonly Candidate[],
): readonly Traveller[] {
  const taken = { panes: new Set<string>(), lostPanes: new Set<string>() };
  const routes = new Map<Session, Route>();
  const latestFirst = chosen
    .map(({ session }) => session)
    .toSorted((a, b) => b.lastSeenAtMs - a.lastSeenAtMs || b.number - a.number);
  for (const session of latestFirst) {
    const route = routeOf(facts, standing, session, taken);
    routes.set(session, route);
    if ('paneId' in route) taken.panes.add(paneKey(route));
    if (route.kind === 'with-desk') taken.lostPanes.add(originOfPlace(session));
  }
  return chosen.flatMap(({ session, command }) => {
    const route = routes.get(session);
    const launch = launchOf(facts, session, command);
    if (route === undefined || launch === null) return [];
    return [{ session, launch, origin: originOfPlace(session), route }];
  });
}
