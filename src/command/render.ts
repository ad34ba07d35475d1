import { readStatusInput, type StatusInput } from '../claude/status-input.ts';
import { mustBeDurable } from '../session/durable.ts';
import { observe, type RenderReport } from '../session/observe.ts';
import type { Registry } from '../session/registry.ts';
import { freshLosses } from '../session/losses.ts';
import { givenName } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import { renameWindow } from '../sight/window-name.ts';
import { recordDesk } from '../sight/record-desk.ts';
import { whoReports } from '../sight/who.ts';
import type { LineFacts } from '../status/facts.ts';
import { renderFallback } from '../status/fallback.ts';
import { fleetOf } from '../status/fleet.ts';
import { renderLine } from '../status/line.ts';
import type { LineOptions } from '../status/options.ts';
import { terminalFacts } from '../status/terminal.ts';
import type { World } from '../world.ts';
import { configurationNow } from './config-file.ts';
import { registryNow } from './first-use.ts';
import { transcriptOfClient } from './insured.ts';
import { shieldFor } from './shielded.ts';
import { rememberReport } from './last-report.ts';
import { exit } from './speech.ts';
import { gatherSurroundings, type Surroundings } from './surroundings.ts';

/**
 * `statusline render`: status JSON in, the line out, and what the render tells of the session kept. The line
 * goes out whatever becomes of the rest: exit 0, never blank.
 */
export async function render(world: World): Promise<number> {
  const json = await world.request.stdin();
  const { value: input, problem } = readStatusInput(json);
  const { options } = configurationNow(world);
  if (problem !== null) return renderWithoutInput(world, options);
  // Git and the like are asked while the session is looked for.
  const gathering = gatherSurroundings(world, { input, json }, options);
  const { registry, before, isKept, isNews } = await recordRender(world, input);
  const facts = factsFor(world, { input, registry, isKept, around: await gathering });
  say(world, renderLine(facts, options));
  rememberReport(world, { input, json });
  // Whoever appends sees to the views, so a render with nothing to say has nothing to do there either.
  if (isNews) world.ledger.settle();
  await renameAfterTitle(world, input, registry, before);
  return exit.done;
}

/** A title that is new in the client is the name of its window too, where that bears the one before. */
async function renameAfterTitle(
  world: World,
  { session: id }: StatusInput,
  registry: Registry,
  before: Registry,
): Promise<void> {
  const session = id === null ? undefined : registry.sessions.get(id);
  const known = id === null ? undefined : before.sessions.get(id);
  if (session === undefined || known === undefined) return;
  if (givenName(session) !== givenName(known)) await renameWindow(world, session, known);
}

interface Kept {
  readonly registry: Registry;
  /** As it was known before this render. */
  readonly before: Registry;
  /** False when the journal could not take what had to be kept. */
  readonly isKept: boolean;
  readonly isNews: boolean;
}

async function recordRender(world: World, input: StatusInput): Promise<Kept> {
  const report = reportOf(world, input);
  const before = registryNow(world);
  if (report === null) return { registry: before, before, isKept: true, isNews: false };
  const sight = await whoReports(world);
  const events = observe(before, { kind: 'render', render: report, sight });
  if (events.length === 0) return { registry: before, before, isKept: true, isNews: false };
  const kept = world.ledger.append(events, { by: 'render', durable: mustBeDurable(events) });
  const isMove = events.some(({ kind }) => kind === 'pane_migrated');
  if (isMove && sight.place !== null) await recordDesk(world, sight.place.server.socketPath, 'render');
  return { registry: world.ledger.read().state, before, isKept: kept.ok, isNews: true };
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

/** All that a line shows, put together. */
export function factsFor(
  world: World,
  known: {
    readonly input: StatusInput;
    readonly registry: Registry;
    readonly isKept: boolean;
    readonly around: Surroundings;
  },
): LineFacts {
  const { input, registry, isKept, around } = known;
  const session = input.session === null ? null : (registry.sessions.get(input.session) ?? null);
  return {
    ...around,
    input,
    session,
    fleet: fleetOf(registry),
    freshLosses: freshLosses(registry, around.nowMs).length,
    shield: session === null ? { kind: 'unknown' } : shieldFor(world, session, isKept),
  };
}

function say(world: World, line: string): void {
  // A user who wants no rows gets none: a line break would be one.
  if (line !== '') world.output.out(`${line}\n`);
}

/** The client said nothing that can be read: who sits in its pane is still known. */
function renderWithoutInput(world: World, options: LineOptions): number {
  const { env } = world.request;
  const session = sessionOfCaller(registryNow(world), env);
  const terminal = terminalFacts(env, null);
  const nowMs = world.clock.nowMs();
  say(world, renderFallback({ session, lastLine: null, terminal, nowMs }, options));
  return exit.done;
}

function sessionOfCaller(
  { sessions }: Registry,
  env: Readonly<Record<string, string | undefined>>,
): Session | null {
  const [socketPath] = (env['TMUX'] ?? '').split(',');
  const all = [...sessions.values()].filter(({ state }) => state.kind === 'live');
  const named = all.find(({ id }) => id === env['CLAUDE_CODE_SESSION_ID']);
  const seated = all.find(
    ({ place }) => place?.paneId === env['TMUX_PANE'] && place?.server.socketPath === socketPath,
  );
  return named ?? seated ?? null;
}
