import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { applyBatches } from '../../recovery/apply.ts';
import { commandsForResume } from '../../recovery/commands.ts';
import { drillFacts, rehearsedArgv, withStandIns } from '../../recovery/drill.ts';
import { environmentForServer } from '../../recovery/environment.ts';
import { compareDesks, type Comparison } from '../../recovery/fidelity.ts';
import { listingCommand, readListing } from '../../recovery/pane-listing.ts';
import { plan } from '../../recovery/plan.ts';
import type { Plan } from '../../recovery/steps.ts';
import type { Registry } from '../../session/registry.ts';
import { harmless } from '../../text/harmless.ts';
import { captureDesk } from '../../tmux/capture.ts';
import type { Desk } from '../../tmux/desk.ts';
import type { TmuxCommand } from '../../tmux/tmux.ts';
import type { World } from '../../world.ts';
import { knownNow } from '../known.ts';
import { complain, exit, printJson, printLines } from '../speech.ts';

/** How long the stand-ins may take to stand in their panes: login shells read their files first. */
const longestStartMs = 15_000;
const lookEveryMs = 50;

/**
 * `statusline drill`: restores every desk that lives, with a harmless stand-in for claude, on a private tmux server,
 * compares it with the original, and ends that server. Nothing of the user's is touched. Exit code 0 when everything
 * came back exactly.
 */
export async function drill(world: World, flags: { readonly json: boolean }): Promise<number> {
  const registry = await knownNow(world, { all: false });
  const desks = await liveDesks(world, registry);
  if (desks.length === 0)
    return complain(world, 'no tmux desk lives that could be rehearsed: start tmux first');
  const rows: Comparison[] = [];
  for (const desk of desks) rows.push(...(await rehearse(world, registry, desk)));
  const same = rows.filter(({ isSame }) => isSame).length;
  const isExact = same === rows.length;
  if (flags.json)
    printJson(world, {
      fidelity: same / rows.length,
      compared: rows.length,
      differences: rows.flatMap(({ what, wanted, found, isSame }) =>
        isSame ? [] : [{ what, wanted, found }],
      ),
    });
  else printLines(world, words(desks, rows, same));
  return isExact ? exit.done : exit.failed;
}

async function liveDesks(world: World, registry: Registry): Promise<readonly Desk[]> {
  const sockets = new Set([...registry.desks.values()].map(({ desk }) => desk.server.socketPath));
  const captures = await Promise.all([...sockets].map((socket) => captureDesk(world.tmux, socket)));
  return captures.flatMap((capture) =>
    capture.ok && capture.value.sessions.length > 0 ? [capture.value] : [],
  );
}

async function rehearse(world: World, registry: Registry, desk: Desk): Promise<readonly Comparison[]> {
  const socketPath = join(dirname(desk.server.socketPath), `drill-${world.newId()}`);
  const aliases = new Map<string, string>();
  const alias = (session: string): string => {
    const known = aliases.get(session) ?? randomUUID();
    aliases.set(session, known);
    return known;
  };
  const facts = drillFacts({ desk, registry, socketPath, alias, nowMs: world.clock.nowMs() });
  const planned = withStandIns(plan(facts));
  // Without the user's configuration, whose plugins might take the new server for theirs.
  const started = await world.tmux.run(socketPath, [keeperOf(world, socketPath)], {
    configFile: '/dev/null',
  });
  if (!started.ok)
    return [{ what: 'private tmux server', wanted: 'started', found: started.failure.kind, isSame: false }];
  try {
    return await compareRebuilt(world, { desk, planned, socketPath });
  } finally {
    await world.tmux.run(socketPath, [['kill-server']]);
    world.settings.remove(socketPath);
  }
}

/** Ends its tmux server, the parent of a pane's process, when the drill is gone without having done so. */
const keeperScript = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; rm -f -- "$2"; kill "$PPID"';

function keeperOf({ self }: World, socketPath: string): TmuxCommand {
  const session = ['new-session', '-d', '-s', 'statusline-drill-keeper'] as const;
  if (self === null) return session;
  return [...session, '/bin/sh', '-c', keeperScript, 'sh', String(self.pid), socketPath];
}

interface Rehearsed {
  readonly desk: Desk;
  readonly planned: Plan;
  readonly socketPath: string;
}

async function compareRebuilt(
  world: World,
  { desk, planned, socketPath }: Rehearsed,
): Promise<readonly Comparison[]> {
  const { tmux, request } = world;
  const applying = { tmux, gate: null, environment: environmentForServer(request.env), tag: 'drill' };
  const failures = await applyBatches(applying, planned.batches, () => undefined);
  await startStandIns(world, planned, socketPath);
  const wanted = new Map(
    planned.resumes.map(({ origin, launch }) => [paneOfOrigin(origin), rehearsedArgv(launch.argv) ?? []]),
  );
  const found = await untilStanding(world, socketPath, wanted.size);
  const rebuilt = await captureDesk(tmux, socketPath);
  if (!rebuilt.ok)
    return [{ what: 'private tmux server', wanted: 'answers', found: rebuilt.failure.kind, isSame: false }];
  return [
    ...failures.map(({ step, failure }) => ({
      what: `step ${step.kind}`,
      wanted: 'done',
      found: failure.kind,
      isSame: false,
    })),
    ...compareDesks(desk, rebuilt.value, { wanted, found }),
  ];
}

/** `1795352107.22497.%4`: the pane that it stands for. */
function paneOfOrigin(origin: string): string {
  return origin.slice(origin.lastIndexOf('.') + 1);
}

async function startStandIns({ tmux }: World, planned: Plan, socketPath: string): Promise<void> {
  const listed = await tmux.run(socketPath, [listingCommand]);
  const panes = listed.ok ? readListing(listed.value) : [];
  const commands = planned.resumes.flatMap((resume) => {
    const pane = panes.find(({ origin }) => origin === resume.origin);
    return pane === undefined ? [] : commandsForResume(resume, pane.id, null);
  });
  if (commands.length > 0) await tmux.run(socketPath, commands, { timeoutMs: longestStartMs });
}

/** What the stand-ins in the panes were started with, by pane id, once so many stand there or time is up. */
async function untilStanding(
  world: World,
  socketPath: string,
  count: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const untilMs = world.clock.nowMs() + longestStartMs;
  for (;;) {
    const listed = await world.tmux.run(socketPath, [listingCommand]);
    const found = new Map(
      (listed.ok ? readListing(listed.value) : []).flatMap((pane) => {
        const argv = standInBelow(world, pane.pid);
        return argv === null ? [] : [[pane.id, argv] as const];
      }),
    );
    if (found.size >= count || world.clock.nowMs() > untilMs) return found;
    await world.clock.sleep(lookEveryMs);
  }
}

function standInBelow(world: World, pid: number): readonly string[] | null {
  const own = rehearsedArgv(world.processes.argv(pid));
  if (own !== null) return own;
  for (const child of world.processes.children(pid)) {
    const below = standInBelow(world, child.pid);
    if (below !== null) return below;
  }
  return null;
}

function words(desks: readonly Desk[], rows: readonly Comparison[], same: number): readonly string[] {
  const panes = desks.flatMap(({ windows }) => windows.flatMap((window) => window.panes)).length;
  const different = rows.filter(({ isSame }) => !isSame);
  const percent = Math.floor((1000 * same) / rows.length) / 10;
  return [
    `${percent}% of ${rows.length} comparisons came back exactly (${desks.length} tmux server, ${panes} panes).`,
    ...different.map(
      ({ what, wanted, found }) => `  ${harmless(what)}: wanted ${harmless(wanted)}, got ${harmless(found)}`,
    ),
  ];
}
