import type { SessionId } from '../../claude/session-id.ts';
import { readStatusInput, type StatusInput } from '../../claude/status-input.ts';
import { mustBeDurable } from '../../session/durable.ts';
import type { SessionChanges } from '../../session/event.ts';
import { observe } from '../../session/observe.ts';
import type { Registry } from '../../session/registry.ts';
import { freshLosses, lostSessions } from '../../session/losses.ts';
import type { Session } from '../../session/session.ts';
import { shownTitle } from '../../sight/title.ts';
import { renameWindows } from '../../sight/window-name.ts';
import { recordDesk } from '../../sight/record-desk.ts';
import { whoReports } from '../../sight/who.ts';
import type { LineFacts } from '../../status/facts.ts';
import { renderFallback, type FallbackFacts } from '../../status/fallback.ts';
import { fleetOf } from '../../status/fleet.ts';
import { renderLine } from '../../status/line.ts';
import type { LineOptions } from '../../status/options.ts';
import { terminalFacts } from '../../status/terminal.ts';
import type { World } from '../../world.ts';
import { configurationNow } from '../config/file.ts';
import { registryNow } from '../first-use.ts';
import { transcriptOfClient } from '../hook/insured.ts';
import { shieldFor } from './shielded.ts';
import { lastReport, rememberReport } from './last-report.ts';
import { exit } from '../speech.ts';
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
  // A title that is new in the client is the name of its window too, where that bears the one before.
  if (isNews) await renameWindows(world, before, registry);
  return exit.done;
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
  const before = registryNow(world);
  if (input.session === null) return { registry: before, before, isKept: true, isNews: false };
  const sight = await whoReports(world);
  const known = before.sessions.get(input.session) ?? null;
  const report = {
    session: input.session,
    title:
      input.sessionName === null
        ? null
        : shownTitle(world, { session: input.session, text: input.sessionName, sight }, known),
    changes: changesOf(world, input.session, input),
  };
  const events = observe(before, { kind: 'render', render: report, sight });
  if (events.length === 0) return { registry: before, before, isKept: true, isNews: false };
  const kept = world.ledger.append(events, { by: 'render', durable: mustBeDurable(events) });
  const isMove = events.some(({ kind }) => kind === 'pane_migrated');
  if (isMove && sight.place !== null) await recordDesk(world, sight.place.server.socketPath, 'render');
  return { registry: world.ledger.read().state, before, isKept: kept.ok, isNews: true };
}

function changesOf(world: World, session: SessionId, input: StatusInput): SessionChanges {
  const { workspace, model } = input;
  const transcriptPath = transcriptOfClient(world, session, input.transcriptPath);
  const cwd = workspace.currentDir ?? input.cwd;
  return {
    ...(cwd !== null && { cwd }),
    ...(workspace.projectDir !== null && { projectDir: workspace.projectDir }),
    ...(transcriptPath !== null && { transcriptPath }),
    ...(model.id !== null && { modelId: model.id }),
    ...(model.name !== null && { modelName: model.name }),
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
    // As long as the journal has nothing new, the registry is the very same.
    fleet: world.memory.of('fleet', [registry], () => fleetOf(registry)),
    freshLosses: freshLosses(
      world.memory.of('lost', [registry], () => lostSessions(registry)),
      around.nowMs,
    ).length,
    shield: session === null ? { kind: 'unknown' } : shieldFor(world, session, isKept),
  };
}

function say(world: World, line: string): void {
  // A user who wants no rows gets none: a line break would be one.
  if (line !== '') world.output.out(`${line}\n`);
}

/** The client said nothing that can be read: what it said before is still known, or who sits in its pane. */
async function renderWithoutInput(world: World, options: LineOptions): Promise<number> {
  const { env } = world.request;
  const registry = registryNow(world);
  const session = sessionOfCaller(registry, env);
  const lastLine = session === null ? null : await lineBefore(world, { session, registry }, options);
  const terminal = terminalFacts(env, null);
  const nowMs = world.clock.nowMs();
  say(world, renderFallback({ session, lastLine, terminal, nowMs }, options));
  return exit.done;
}

/** The line of what a session's client said last, as long as that is remembered. */
async function lineBefore(
  world: World,
  { session, registry }: { readonly session: Session; readonly registry: Registry },
  options: LineOptions,
): Promise<FallbackFacts['lastLine']> {
  const report = lastReport(world, session.id);
  if (report === null) return null;
  const { value: input, problem } = readStatusInput(report.json);
  if (problem !== null) return null;
  const around = await gatherSurroundings(world, { input, json: report.json }, options);
  const facts = factsFor(world, { input, registry, isKept: true, around });
  return { text: renderLine(facts, options), atMs: report.atMs };
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
