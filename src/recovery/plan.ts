import { batchesOf } from './batches.ts';
import { choose, type Candidate } from './candidates.ts';
import { deskGoals, finishingBatches, type DeskWish } from './desk-goals.ts';
import { deskWishes } from './desk-wishes.ts';
import type { RecoveryFacts } from './facts.ts';
import { goalKey, mergeGoals, type SessionGoal } from './goal.ts';
import { originOfServer } from './origin.ts';
import { standingPanes } from './route.ts';
import type { Batch, Blocked, PaneRef, PaneShape, Plan, Resume } from './steps.ts';
import { travellersOf, type Traveller } from './travellers.ts';

/**
 * What a recovery will do: a pure function of the facts. Steps only add: no pane, window or session that
 * stands is closed, moved or renamed, and of the panes that stand only idle shells are taken over.
 */
export function plan(facts: RecoveryFacts): Plan {
  const { chosen, blocked, leftOut } = choose(facts);
  const standing = standingPanes(facts);
  const travellers = travellersOf(facts, standing, chosen);
  const wishes = deskWishes(facts, standing, travellers);
  const goals = mergeGoals([
    ...wishes.flatMap(deskGoals),
    ...travellers.flatMap((traveller) => ownWindowGoals(facts, traveller)),
  ]);
  const batches = [
    ...batchesOf(goals, facts.servers),
    ...wishes.flatMap(finishingBatches),
    ...travellers.flatMap(splitBatches),
  ];
  return {
    batches: withMarks(facts, wishes, batches),
    resumes: travellers.flatMap((traveller) => resumeOf(facts, traveller)),
    blocked: [...blocked.map(blockedView), ...travellers.flatMap(stoppedView)],
    leftOut: leftOut.map(blockedView),
  };
}

function ownWindowGoals(facts: RecoveryFacts, traveller: Traveller): readonly SessionGoal[] {
  const { route, session } = traveller;
  if (route.kind !== 'own-window') return [];
  const { socketPath, tmuxSession: name, index } = route;
  const sameName = facts.servers.get(socketPath)?.desk.sessions.find((each) => each.name === name);
  const liveId = route.liveId ?? sameName?.id ?? null;
  const window = {
    origin: null,
    name: null,
    layout: null,
    widthCols: 80,
    heightRows: 24,
    panes: [paneOf(traveller)],
    activePane: 0,
    isZoomed: false,
    isSynchronized: false,
  };
  return [
    {
      key: goalKey(socketPath, liveId, name),
      socketPath,
      name,
      origin: route.origin,
      liveId,
      leader: null,
      seats: [{ key: `own.${session.id}`, index, content: { kind: 'make', window } }],
      focus: null,
    },
  ];
}

function splitBatches(traveller: Traveller): readonly Batch[] {
  const { route, session } = traveller;
  if (route.kind !== 'split') return [];
  const { socketPath, windowId } = route;
  return [
    {
      key: `${socketPath}|split|${session.id}`,
      socketPath,
      name: windowId,
      liveId: windowId,
      steps: [{ kind: 'split-window', windowId, pane: paneOf(traveller) }],
    },
  ];
}

function paneOf({ launch, origin }: Traveller): PaneShape {
  return { origin, cwd: launch.directory, launch };
}

/** The first batch on a socket remembers which desks are to stand again whole, and the last one that they do. */
function withMarks(
  facts: RecoveryFacts,
  wishes: readonly DeskWish[],
  batches: readonly Batch[],
): readonly Batch[] {
  return batches.map((batch, at) => {
    const { socketPath } = batch;
    const whole = wishes.filter((wish) => wish.isWhole && wish.socketPath === socketPath);
    if (whole.length === 0) return batch;
    const origins = whole.map(({ desk }) => originOfServer(desk.server));
    const live = facts.servers.get(socketPath);
    const [first, ...others] = batch.steps;
    const isFirst = batches.findIndex((each) => each.socketPath === socketPath) === at;
    const isLast = batches.findLastIndex((each) => each.socketPath === socketPath) === at;
    return {
      ...batch,
      steps: [
        // It may be what starts the server.
        ...(first === undefined ? [] : [first]),
        ...(isFirst ? [{ kind: 'mark-begun', desks: union(live?.begun, origins) } as const] : []),
        ...others,
        ...(isLast ? [{ kind: 'mark-rebuilt', desks: union(live?.rebuilt, origins) } as const] : []),
      ],
    };
  });
}

function union(known: readonly string[] = [], more: readonly string[]): readonly string[] {
  return [...new Set([...known, ...more])];
}

function resumeOf({ options }: RecoveryFacts, traveller: Traveller): readonly Resume[] {
  const { session, launch, origin, route } = traveller;
  const mode = options.isLazy ? 'wait' : 'now';
  const how = options.isLazy ? 'offer' : 'start';
  const planned: PaneRef = { kind: 'planned', origin };
  const common = { session: session.id, origin, launch, mode } as const;
  switch (route.kind) {
    case 'watch':
    case 'in-place': {
      const pane: PaneRef = { kind: 'standing', paneId: route.paneId };
      return [{ ...common, socketPath: route.socketPath, pane, how: route.kind === 'watch' ? 'watch' : how }];
    }
    case 'with-desk':
    case 'own-window':
    case 'split':
      return [{ ...common, socketPath: route.socketPath, pane: planned, how }];
    case 'offered':
    case 'refused':
      return [];
    default:
      return route satisfies never;
  }
}

function blockedView({ session, obstacles }: Candidate): Blocked {
  return { session: session.id, obstacles };
}

function stoppedView({ session, route }: Traveller): readonly Blocked[] {
  if (route.kind === 'offered') {
    return [{ session: session.id, obstacles: [{ kind: 'offered', paneId: route.paneId }] }];
  }
  if (route.kind === 'refused') {
    return [{ session: session.id, obstacles: [{ kind: 'no-place', why: route.why }] }];
  }
  return [];
}
