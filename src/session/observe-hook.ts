import type { HookInput } from '../claude/hook-input.ts';
import type { Event, SessionChanges } from './event.ts';
import { excerpt } from './excerpt.ts';
import { presence, titled, type Presence } from './presence.ts';
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

/** The events that one hook adds to what is known of its session. Pure. */
export function observeHook(session: Session | null, input: HookInput, sight: Sight): readonly Event[] {
  const signs = (source: Presence['source']): readonly Event[] => [
    ...presence(session, { id: input.session, source, changes: changesOf(input), sight }),
    ...titled(session, input.session, input.sessionTitle),
  ];
  switch (input.event) {
    case 'SessionStart':
      return signs(input.source ?? 'hook');
    case 'UserPromptSubmit':
      // A sub-agent's prompts are not the user's.
      if (input.agentId !== null) return signs('hook');
      return [
        ...signs('prompt'),
        {
          kind: 'prompted',
          session: input.session,
          promptId: input.promptId,
          excerpt: excerpt(input.prompt ?? ''),
        },
      ];
    case 'Stop':
      return [...signs('hook'), ...active(session, input, 'idle', null)];
    case 'StopFailure':
      return [...signs('hook'), ...active(session, input, 'idle', input.error ?? 'the turn failed')];
    case 'Notification':
      return [...signs('hook'), ...notified(session, input)];
    case 'CwdChanged':
    case 'PreCompact':
    case 'other':
      return signs('hook');
    case 'SessionEnd':
      return ended(session, input, sight);
    default:
      return input satisfies never;
  }
}

function changesOf(input: HookInput): SessionChanges {
  const cwd = input.event === 'CwdChanged' ? (input.newCwd ?? input.cwd) : input.cwd;
  return {
    ...(cwd !== null && { cwd }),
    ...(input.transcriptPath !== null && { transcriptPath: input.transcriptPath }),
    ...(input.permissionMode !== null && { permissionMode: input.permissionMode }),
    ...(input.event === 'SessionStart' && input.modelId !== null && { modelId: input.modelId }),
  };
}

function active(
  session: Session | null,
  input: HookInput,
  activity: Activity,
  waitingFor: string | null,
): readonly Event[] {
  const state = session?.state;
  if (state?.kind === 'live' && state.activity === activity && state.waitingFor === waitingFor) return [];
  return [{ kind: 'activity', session: input.session, activity, waitingFor }];
}

function notified(
  session: Session | null,
  input: Extract<HookInput, { event: 'Notification' }>,
): readonly Event[] {
  const type = input.notificationType;
  if (type === 'idle_prompt') return active(session, input, 'idle', null);
  if (type === null || !waits.has(type)) return [];
  return active(session, input, 'waiting', excerpt(input.message ?? type));
}

function ended(
  session: Session | null,
  input: Extract<HookInput, { event: 'SessionEnd' }>,
  sight: Sight,
): readonly Event[] {
  const process = sight.process?.identity ?? null;
  const reason = input.reason ?? 'unknown';
  const first =
    session === null
      ? presence(null, { id: input.session, source: 'hook', changes: changesOf(input), sight })
      : [];
  const evidence = [`SessionEnd said "${reason}"`];
  if (reason === 'clear') {
    return [...first, { kind: 'ended', session: input.session, process, reason: 'cleared', evidence }];
  }
  // A `claude -p` run has nothing to lose: whatever ends it, it is over.
  if (deliberate.has(reason) || sight.origin === 'print') {
    return [...first, { kind: 'ended', session: input.session, process, reason: 'exited', evidence }];
  }
  return [
    ...first,
    { kind: 'farewell', session: input.session, process, farewell: { reason, pane: sight.paneAtEnd } },
  ];
}
