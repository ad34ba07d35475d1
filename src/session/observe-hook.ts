import type { HookInput } from '../claude/hook-input.ts';
import type { Event, SessionChanges } from './event.ts';
import { harmless } from '../text/harmless.ts';
import { excerpt } from './excerpt.ts';
import { isAboutAnother } from './fold-end.ts';
import { presence, signs, type Presence, type Title } from './presence.ts';
import type { Activity, Session } from './session.ts';
import type { Sight } from './sight.ts';

/** SessionEnd reasons by which the user (or the client on the user's word) leaves the conversation. */
const deliberate: ReadonlySet<string> = new Set([
  'prompt_input_exit',
  'logout',
  'bypass_permissions_disabled',
  'resume',
]);

/** Notifications that tell of a wait for the user's decision. `idle_prompt` only says that a turn is long over. */
const waits: ReadonlySet<string> = new Set(['permission_prompt', 'elicitation_dialog', 'agent_needs_input']);

/** Who reported, and who else is known to be there. */
export type Scene = Required<Pick<Presence, 'sight' | 'neighbours'>>;

/** The events that one hook adds to what is known of its session. Pure. */
export function observeHook(session: Session | null, input: HookInput, scene: Scene): readonly Event[] {
  if (input.event === 'SessionEnd') return ended(session, input, scene);
  const life = signs(session, signOf(input, scene), titleIn(input));
  return [...life, ...doings(input, activityAfter(session, life, scene.sight))];
}

/** Hooks are told of a title that somebody gave, and never of one that the client made by itself (docs/decisions/0004). */
function titleIn({ sessionTitle }: HookInput): Title | null {
  return sessionTitle === null ? null : { text: sessionTitle, isGiven: true };
}

function signOf(input: HookInput, scene: Scene): Presence {
  return { id: input.session, source: sourceOf(input), changes: changesOf(input), ...scene };
}

function sourceOf(input: HookInput): Presence['source'] {
  if (input.event === 'SessionStart') return input.source ?? 'hook';
  return isUserPrompt(input) ? 'prompt' : 'hook';
}

/** A sub-agent's prompts are not the user's. */
function isUserPrompt(input: HookInput): boolean {
  return input.event === 'UserPromptSubmit' && input.agentId === null;
}

function changesOf(input: HookInput): SessionChanges {
  // A sub-agent may work in a directory and a mode of its own.
  if (input.agentId !== null) return {};
  const cwd = input.event === 'CwdChanged' ? (input.newCwd ?? input.cwd) : input.cwd;
  return {
    ...(cwd !== null && { cwd }),
    ...(input.transcriptPath !== null && { transcriptPath: input.transcriptPath }),
    ...(input.permissionMode !== null && { permissionMode: input.permissionMode }),
    ...(input.event === 'SessionStart' && input.modelId !== null && { modelId: input.modelId }),
  };
}

/** What a live session does, and for what it waits. */
interface Doing {
  readonly activity: Activity;
  readonly waitingFor: string | null;
}

/** What the session does once the signs of life are kept; null where what the hook's client does is not its doing. */
function activityAfter(session: Session | null, life: readonly Event[], { process }: Sight): Doing | null {
  const seen = life.find((event) => event.kind === 'seen');
  // A sight by a hook is always of another run: one that begins idle.
  if (seen !== undefined) return seen.process === null ? null : { activity: 'idle', waitingFor: null };
  if (session?.state.kind !== 'live' || isAboutAnother(session, process?.identity ?? null)) return null;
  return session.state;
}

/** What the hook says the session does, where that is news. */
function doings(input: HookInput, before: Doing | null): readonly Event[] {
  if (input.event === 'UserPromptSubmit') return isUserPrompt(input) ? [prompted(input)] : [];
  const doing = doingOf(input);
  if (doing === null || before === null) return [];
  if (before.activity === doing.activity && before.waitingFor === doing.waitingFor) return [];
  return [{ kind: 'activity', session: input.session, ...doing }];
}

function prompted(input: Extract<HookInput, { event: 'UserPromptSubmit' }>): Event {
  const { session, promptId, prompt } = input;
  return { kind: 'prompted', session, promptId, excerpt: excerpt(prompt ?? '') };
}

function doingOf(input: HookInput): Doing | null {
  switch (input.event) {
    case 'Stop':
      return { activity: 'idle', waitingFor: null };
    case 'StopFailure':
      return { activity: 'idle', waitingFor: excerpt(input.error ?? 'the turn failed') };
    case 'Notification':
      return notified(input.notificationType, input.message);
    case 'SessionStart':
    case 'UserPromptSubmit':
    case 'SessionEnd':
    case 'CwdChanged':
    case 'PreCompact':
    case 'other':
      return null;
    default:
      return input satisfies never;
  }
}

function notified(type: string | null, message: string | null): Doing | null {
  if (type === 'idle_prompt') return { activity: 'idle', waitingFor: null };
  if (type === null || !waits.has(type)) return null;
  return { activity: 'waiting', waitingFor: excerpt(message ?? type) };
}

function ended(
  session: Session | null,
  input: Extract<HookInput, { event: 'SessionEnd' }>,
  scene: Scene,
): readonly Event[] {
  const end = endOf(session, input, scene.sight);
  if (session === null) return [...presence(null, signOf(input, scene)), end];
  return isKnown(session, end) ? [] : [end];
}

type End = Extract<Event, { kind: 'farewell' | 'ended' }>;

function endOf(
  session: Session | null,
  { session: id, reason: word }: Extract<HookInput, { event: 'SessionEnd' }>,
  sight: Sight,
): End {
  // The hook of a dying client may be cut off from it: then it is the client that we know of who says this.
  const process = (sight.process ?? session?.process)?.identity ?? null;
  const said = word ?? 'unknown';
  const reason = meaningOf(said, sight);
  if (reason === null) {
    return { kind: 'farewell', session: id, process, farewell: { reason: said, pane: sight.paneAtEnd } };
  }
  return { kind: 'ended', session: id, process, reason, evidence: [`SessionEnd said "${harmless(said)}"`] };
}

/** What the user meant by an end; null for one that proves nothing. */
function meaningOf(reason: string, { origin }: Sight): 'cleared' | 'exited' | null {
  if (reason === 'clear') return 'cleared';
  // A `claude -p` run has nothing to lose: whatever ends it, it is over.
  return deliberate.has(reason) || origin === 'print' ? 'exited' : null;
}

/** Of another process it may not be known yet that the session went on there: the fold decides. */
function isKnown(session: Session, end: End): boolean {
  if (isAboutAnother(session, end.process)) return false;
  const { state, farewell } = session;
  if (end.kind === 'ended') {
    return state.kind === 'ended' && state.reason === end.reason && state.isConcluded !== true;
  }
  return farewell?.reason === end.farewell.reason && farewell.pane === end.farewell.pane;
}
