import { parseHookInput, type HookInput } from '../../claude/hook-input.ts';
import { namerVariable } from '../../claude/namer-variable.ts';
import { mustBeDurable } from '../../session/durable.ts';
import type { Event } from '../../session/event.ts';
import { displayName } from '../../session/names.ts';
import { observe } from '../../session/observe.ts';
import { recordDesk } from '../../sight/record-desk.ts';
import { renameWindows } from '../../sight/window-name.ts';
import { callerServer, whoReports, withPaneAtEnd } from '../../sight/who.ts';
import type { World } from '../../world.ts';
import { registryNow } from '../first-use.ts';
import { answerHook } from './answer.ts';
import { greetLater } from '../loss/greet-later.ts';
import { insureTranscript, pruneTranscripts, transcriptOfClient } from './insured.ts';
import { nameLater } from './name-later.ts';
import { exit } from '../speech.ts';

/**
 * `statusline hook <Event>`: records what a hook of the client says. Whatever happens it exits 0 and prints
 * nothing but what the client takes for itself, since all else that a hook prints reaches the model, and another
 * exit code can block the user's turn.
 */
export async function hook(world: World, calledAs: string | null): Promise<number> {
  if (world.request.env[namerVariable] === '1') return exit.done;
  const stdin = await world.request.stdin();
  const parsed = parseHookInput(stdin.trim() === '' ? withoutInput(world, calledAs) : stdin, calledAs);
  // Nothing to record and nobody to tell: doctor finds hooks that never report.
  if (!parsed.ok) return exit.done;
  await recordHook(world, parsed.value);
  return exit.done;
}

/**
 * A dying client may leave its SessionEnd hooks without input (docs/decisions/0002): its environment still
 * says which session, and a reason that is not known is as good as `other`.
 */
function withoutInput(world: World, calledAs: string | null): string {
  const session = world.request.env['CLAUDE_CODE_SESSION_ID'];
  return calledAs === 'SessionEnd' && session !== undefined ? JSON.stringify({ session_id: session }) : '';
}

async function recordHook(world: World, said: HookInput): Promise<void> {
  const input = { ...said, transcriptPath: transcriptOfClient(world, said.session, said.transcriptPath) };
  const sight = await withPaneAtEnd(world, await whoReports(world), input);
  const registry = registryNow(world);
  const events: readonly Event[] = observe(registry, { kind: 'hook', input, sight });
  world.ledger.append(events, { by: 'hook', durable: mustBeDurable(events) });
  if (sight.origin === 'interactive') insureTranscript(world, input);
  if (input.event === 'SessionStart') exportNames(world, input);
  if (sight.place !== null && changesDesk(input))
    await recordDesk(world, sight.place.server.socketPath, 'hook');
  world.ledger.settle();
  if (input.event === 'SessionStart') pruneTranscripts(world);
  const { state } = world.ledger.read();
  const session = state.sessions.get(input.session);
  if (session === undefined) return;
  answerHook(world, session, input);
  if (events.some(({ kind }) => kind === 'named' || kind === 'seen'))
    await renameWindows(world, registry, state);
  if (input.event === 'Stop') await nameLater(world, session);
  if (session.origin === 'interactive') await greetLater(world, input, state);
}

/** Hooks after which the desk is worth a look: a session has come to rest in it, or just came in. */
function changesDesk({ event }: HookInput): boolean {
  return event === 'SessionStart' || event === 'Stop' || event === 'CwdChanged';
}

/** `statusline tmux-hook <event> …`: something changed on the caller's tmux server, so its desk is captured anew. */
export async function tmuxHook(world: World): Promise<number> {
  const server = await callerServer(world);
  if (server !== null) await recordDesk(world, server.socketPath, 'tmux-hook');
  world.ledger.settle();
  return exit.done;
}

/** Gives the session's later shell commands its id and name, by the file that the client offers for it. */
function exportNames(world: World, { session }: HookInput): void {
  const file = world.request.env['CLAUDE_ENV_FILE'];
  if (file === undefined || file === '') return;
  const known = world.ledger.read().state.sessions.get(session);
  const name = known === undefined ? '' : displayName(known);
  world.client.appendEnvironment(file, { SESSION_ID: session, INSTANCE_NAME: name });
}
