import { failed, ok, type Result } from '../text/result.ts';
import {
  elements,
  type Fields,
  fields,
  flag,
  type JsonProblem,
  oneOf,
  parseObject,
  text,
  title,
} from './fields.ts';
import { parseSessionId, type SessionId } from './session-id.ts';

/** What every hook tells, as far as the client gave it. */
export interface HookContext {
  readonly session: SessionId;
  readonly transcriptPath: string | null;
  readonly cwd: string | null;
  readonly promptId: string | null;
  readonly permissionMode: string | null;
  /** The title that the session bears in the client: the user's own, or the client's. */
  readonly sessionTitle: string | null;
  readonly effort: string | null;
  /** Set when a sub-agent of the session speaks, not the session itself. */
  readonly agentId: string | null;
  readonly agentType: string | null;
}

const startSources = ['startup', 'resume', 'clear', 'compact'] as const;
const compactTriggers = ['manual', 'auto'] as const;

/** Where a session's start came from. */
export type StartSource = (typeof startSources)[number];

/** What each event tells beyond its context. Events that the product does not use are `other`. */
export type HookEvent =
  | {
      readonly event: 'SessionStart';
      /** Null for a word that we do not know. */
      readonly source: StartSource | null;
      readonly modelId: string | null;
    }
  | { readonly event: 'UserPromptSubmit'; readonly prompt: string | null }
  | {
      readonly event: 'Stop';
      /** True when a Stop hook has already sent the model on in this turn. */
      readonly isContinuing: boolean;
      readonly lastAssistantMessage: string | null;
      /** Work that goes on after the turn: the session is not idle while there is any. */
      readonly backgroundTasks: number;
    }
  | {
      readonly event: 'StopFailure';
      readonly error: string | null;
      readonly errorDetails: string | null;
      readonly lastAssistantMessage: string | null;
    }
  | {
      readonly event: 'Notification';
      readonly message: string | null;
      readonly title: string | null;
      /** `permission_prompt`, `idle_prompt`, … */
      readonly notificationType: string | null;
    }
  /** `reason` is the client's own word; `other` proves nothing. */
  | { readonly event: 'SessionEnd'; readonly reason: string | null }
  | { readonly event: 'CwdChanged'; readonly oldCwd: string | null; readonly newCwd: string | null }
  | { readonly event: 'PreCompact'; readonly trigger: (typeof compactTriggers)[number] | null }
  | { readonly event: 'other'; readonly name: string };

/** One hook's word, checked. */
export type HookInput = HookContext & HookEvent;

/** Why a hook's standard input tells nothing. */
export type HookInputFailure =
  | { readonly kind: JsonProblem }
  /** The one field that nothing can be done without is missing or no session id. */
  | { readonly kind: 'no-session' }
  /** Neither the input nor the caller names the event. */
  | { readonly kind: 'no-event' };

/**
 * Parses a hook's standard input. `calledAs` is the event that the hook was registered for; the
 * input's own word goes before it.
 */
export function parseHookInput(json: string, calledAs: string | null): Result<HookInput, HookInputFailure> {
  const parsed = parseObject(json);
  if (parsed.problem !== null) return failed({ kind: parsed.problem });
  const input = parsed.value;
  const session = parseSessionId(input['session_id']);
  if (session === null) return failed({ kind: 'no-session' });
  const name = text(input['hook_event_name']) ?? calledAs;
  if (name === null || name === '') return failed({ kind: 'no-event' });
  return ok({ ...readContext(input, session), ...readEvent(name, input) });
}

function readContext(input: Fields, session: SessionId): HookContext {
  return {
    session,
    transcriptPath: text(input['transcript_path']),
    cwd: text(input['cwd']),
    promptId: text(input['prompt_id']),
    permissionMode: text(input['permission_mode']),
    sessionTitle: title(input['session_title']),
    effort: text(fields(input['effort'])['level']),
    agentId: text(input['agent_id']),
    agentType: text(input['agent_type']),
  };
}

function readEvent(name: string, input: Fields): HookEvent {
  switch (name) {
    case 'SessionStart':
      return {
        event: name,
        source: oneOf(startSources, input['source']),
        modelId: text(input['model']),
      };
    case 'UserPromptSubmit':
      return { event: name, prompt: text(input['prompt']) };
    case 'Stop':
      return {
        event: name,
        isContinuing: flag(input['stop_hook_active']) ?? false,
        lastAssistantMessage: text(input['last_assistant_message']),
        backgroundTasks: elements(input['background_tasks']).length,
      };
    case 'StopFailure':
      return {
        event: name,
        error: text(input['error']),
        errorDetails: text(input['error_details']),
        lastAssistantMessage: text(input['last_assistant_message']),
      };
    case 'Notification':
      return {
        event: name,
        message: text(input['message']),
        title: text(input['title']),
        notificationType: text(input['notification_type']),
      };
    case 'SessionEnd':
      return { event: name, reason: text(input['reason']) };
    case 'CwdChanged':
      return { event: name, oldCwd: text(input['old_cwd']), newCwd: text(input['new_cwd']) };
    case 'PreCompact':
      return { event: name, trigger: oneOf(compactTriggers, input['trigger']) };
    default:
      return { event: 'other', name };
  }
}
