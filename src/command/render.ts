import { readStatusInput, type StatusInput } from '../claude/status-input.ts';
import { mustBeDurable } from '../session/durable.ts';
import { observe, type RenderReport } from '../session/observe.ts';
import type { Registry } from '../session/registry.ts';
import { whoReports } from '../sight/who.ts';
import { bareFacts, type LineFacts } from '../status/facts.ts';
import { fleetOf } from '../status/fleet.ts';
import { renderLine } from '../status/line.ts';
import { defaultOptions } from '../status/options.ts';
import { terminalFacts } from '../status/terminal.ts';
import type { World } from '../world.ts';
import { registryNow } from './first-use.ts';
import { recordDesk } from './hook.ts';
import { transcriptOfClient } from './insured.ts';
import { shieldFor } from './shielded.ts';
import { exit } from './speech.ts';

/**
 * `statusline render`: status JSON in, the line out, and what the render tells of the session kept. The line
 * goes out whatever becomes of the rest: exit 0, never blank.
 */
export async function render(world: World): Promise<number> {
  const input = readStatusInput(await world.request.stdin()).value;
  const { registry, isKept, isNews } = await recordRender(world, input);
  world.output.out(`${renderLine(factsFor(world, input, registry, isKept), defaultOptions)}\n`);
  // Whoever appends sees to the views, so a render with nothing to say has nothing to do there either.
  if (isNews) world.ledger.settle();
  return exit.done;
}

interface Kept {
  readonly registry: Registry;
  /** False when the journal could not take what had to be kept. */
  readonly isKept: boolean;
  readonly isNews: boolean;
}

async function recordRender(world: World, input: StatusInput): Promise<Kept> {
  const report = reportOf(world, input);
  const before = registryNow(world);
  if (report === null) return { registry: before, isKept: true, isNews: false };
  const sight = await whoReports(world);
  const events = observe(before, { kind: 'render', render: report, sight });
  if (events.length === 0) return { registry: before, isKept: true, isNews: false };
  const kept = world.ledger.append(events, { by: 'render', durable: mustBeDurable(events) });
  const isMove = events.some(({ kind }) => kind === 'pane_migrated');
  if (isMove && sight.place !== null) await recordDesk(world, sight.place);
  return { registry: world.ledger.read().state, isKept: kept.ok, isNews: true };
}

function reportOf(world: World, input: StatusInput): RenderReport | null {
  if (input.session === null) return null;
  const { workspace, model } = input;
  const transcriptPath = transcriptOfClient(world, input.session, input.transcriptPath);
  const cwd = workspace.currentDir ?? input.cwd;
  return {
    session: input.session,
    title: input.sessionName,
    changes: {
      ...(cwd !== null && { cwd }),
      ...(workspace.projectDir !== null && { projectDir: workspace.projectDir }),
      ...(transcriptPath !== null && { transcriptPath }),
      ...(model.id !== null && { modelId: model.id }),
      ...(model.name !== null && { modelName: model.name }),
    },
  };
}

function factsFor(world: World, input: StatusInput, registry: Registry, isKept: boolean): LineFacts {
  const session = input.session === null ? null : (registry.sessions.get(input.session) ?? null);
  const directory = input.workspace.currentDir ?? input.cwd;
  const head = directory === null ? null : world.git.head(directory);
  return {
    ...bareFacts(input, terminalFacts(world.request.env, null), world.clock.nowMs()),
    session,
    fleet: fleetOf(registry),
    shield: session === null ? { kind: 'unknown' } : shieldFor(world, session, isKept),
    git: head === null ? null : { head, dirt: null },
    home: world.paths.home,
  };
}
