import { amount, type Fields, fields, flag, type JsonProblem, parseObject, text, title } from './fields.ts';
import { type PromptCache, readPromptCache } from './prompt-cache.ts';
import { type RateLimits, readRateLimits } from './rate-limits.ts';
import { parseSessionId, type SessionId } from './session-id.ts';
import {
  type PullRequest,
  readPullRequest,
  readWorkspace,
  readWorktree,
  type Workspace,
  type Worktree,
} from './workspace.ts';

/** What the context window holds. */
export interface ContextWindow {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly sizeTokens: number | null;
  /** Of the model's window, not of the smaller one at which the client compacts. */
  readonly usedPercent: number | null;
  readonly remainingPercent: number | null;
  /** The last call's tokens; null before the first call and after a compaction. */
  readonly lastCall: {
    readonly inputTokens: number | null;
    readonly outputTokens: number | null;
    readonly cacheCreationTokens: number | null;
    readonly cacheReadTokens: number | null;
  } | null;
}

/** Counters of the session since its start or its last /clear. */
export interface Cost {
  /** List price, an estimate. */
  readonly totalUsd: number | null;
  readonly totalDurationMs: number | null;
  readonly apiDurationMs: number | null;
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
}

/** What the client tells its status line. Null is missing, whatever the reason. */
export interface StatusInput {
  readonly session: SessionId | null;
  readonly transcriptPath: string | null;
  readonly cwd: string | null;
  readonly version: string | null;
  readonly sessionName: string | null;
  readonly promptId: string | null;
  readonly model: { readonly id: string | null; readonly name: string | null };
  readonly workspace: Workspace;
  readonly cost: Cost;
  readonly context: ContextWindow;
  readonly exceeds200kTokens: boolean | null;
  readonly isFast: boolean | null;
  readonly isThinking: boolean | null;
  readonly effort: string | null;
  readonly outputStyle: string | null;
  readonly rateLimits: RateLimits;
  readonly promptCache: PromptCache | null;
  readonly vimMode: string | null;
  readonly agent: { readonly name: string; readonly type: string | null } | null;
  readonly pullRequest: PullRequest | null;
  readonly worktree: Worktree | null;
}

/** Status JSON as read, and what was wrong with it as a whole. */
export interface StatusReading {
  readonly value: StatusInput;
  readonly problem: JsonProblem | null;
}

/**
 * Reads the status line's standard input, field by field: an odd field costs only itself, and input
 * that is no JSON object at all gives a value with nothing in it. Never fails, never throws.
 */
export function readStatusInput(json: string): StatusReading {
  const parsed = parseObject(json);
  return { value: readStatus(parsed.value ?? {}), problem: parsed.problem };
}

function readStatus(input: Fields): StatusInput {
  return {
    session: parseSessionId(input['session_id']),
    transcriptPath: text(input['transcript_path']),
    cwd: text(input['cwd']),
    version: text(input['version']),
    sessionName: title(input['session_name']),
    promptId: text(input['prompt_id']),
    model: {
      id: text(fields(input['model'])['id']),
      name: text(fields(input['model'])['display_name']),
    },
    workspace: readWorkspace(fields(input['workspace'])),
    cost: readCost(fields(input['cost'])),
    context: readContextWindow(fields(input['context_window'])),
    exceeds200kTokens: flag(input['exceeds_200k_tokens']),
    isFast: flag(input['fast_mode']),
    isThinking: flag(fields(input['thinking'])['enabled']),
    effort: text(fields(input['effort'])['level']),
    outputStyle: text(fields(input['output_style'])['name']),
    rateLimits: readRateLimits(fields(input['rate_limits'])),
    promptCache: readPromptCache(input['prompt_cache']),
    vimMode: text(fields(input['vim'])['mode']),
    agent: readAgent(fields(input['agent'])),
    pullRequest: readPullRequest(fields(input['pr'])),
    worktree: readWorktree(fields(input['worktree'])),
  };
}

function readCost(cost: Fields): Cost {
  return {
    totalUsd: amount(cost['total_cost_usd']),
    totalDurationMs: amount(cost['total_duration_ms']),
    apiDurationMs: amount(cost['total_api_duration_ms']),
    linesAdded: amount(cost['total_lines_added']),
    linesRemoved: amount(cost['total_lines_removed']),
  };
}

function readContextWindow(context: Fields): ContextWindow {
  return {
    inputTokens: amount(context['total_input_tokens']),
    outputTokens: amount(context['total_output_tokens']),
    sizeTokens: amount(context['context_window_size']),
    usedPercent: amount(context['used_percentage']),
    remainingPercent: amount(context['remaining_percentage']),
    lastCall: readLastCall(context['current_usage']),
  };
}

function readLastCall(value: unknown): ContextWindow['lastCall'] {
  const usage = fields(value);
  if (Object.keys(usage).length === 0) return null;
  return {
    inputTokens: amount(usage['input_tokens']),
    outputTokens: amount(usage['output_tokens']),
    cacheCreationTokens: amount(usage['cache_creation_input_tokens']),
    cacheReadTokens: amount(usage['cache_read_input_tokens']),
  };
}

function readAgent(agent: Fields): StatusInput['agent'] {
  const name = text(agent['name']);
  return name === null ? null : { name, type: text(agent['type']) };
}
