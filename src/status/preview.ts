import { parseSessionId } from '../claude/session-id.ts';
import { readStatusInput } from '../claude/status-input.ts';
import { newSession } from '../session/new-session.ts';
import type { Session } from '../session/session.ts';
import { bareFacts, type LineFacts } from './facts.ts';
import type { TerminalFacts } from './terminal.ts';

const sampleId = '5f0c1d2e-3b4a-4c5d-8e6f-7a8b9c0d1e2f';
const hourMs = 3_600_000;

/** Facts of a session that never was, with something to show for every widget: for previews and pictures. */
export function previewFacts(terminal: TerminalFacts, nowMs: number): LineFacts {
  return {
    ...bareFacts(readStatusInput(JSON.stringify(sampleInput(nowMs))).value, terminal, nowMs),
    session: sampleSession(nowMs),
    fleet: { waiting: 2, working: 3, idle: 1, lost: 1 },
    shield: { kind: 'protected' },
    git: {
      head: { branch: 'fix/token-expiry', commit: null, root: '/home/ada/shop', isLinkedWorktree: false },
      dirt: { staged: 2, unstaged: 1, untracked: 3, conflicts: 0, ahead: 2, behind: 0 },
    },
    home: '/home/ada',
  };
}

function sampleInput(nowMs: number): object {
  const directory = '/home/ada/shop/api';
  return {
    session_id: sampleId,
    transcript_path: `/home/ada/.claude/projects/-home-ada-shop/${sampleId}.jsonl`,
    cwd: directory,
    version: '2.1.197',
    model: { id: 'claude-opus-5', display_name: 'Opus 5' },
    effort: { level: 'high' },
    output_style: { name: 'default' },
    workspace: {
      current_dir: directory,
      project_dir: '/home/ada/shop',
      repo: { host: 'github.com', owner: 'ada', name: 'shop' },
    },
    cost: {
      total_cost_usd: 4.18,
      total_duration_ms: 1.6 * hourMs,
      total_api_duration_ms: 0.4 * hourMs,
      total_lines_added: 312,
      total_lines_removed: 87,
    },
    context_window: {
      context_window_size: 200_000,
      used_percentage: 41,
      total_input_tokens: 82_000,
      total_output_tokens: 3_100,
      current_usage: {
        input_tokens: 1_400,
        output_tokens: 3_100,
        cache_creation_input_tokens: 4_600,
        cache_read_input_tokens: 76_000,
      },
    },
    rate_limits: {
      five_hour: { used_percentage: 47, resets_at: (nowMs + 2.3 * hourMs) / 1000 },
      seven_day: { used_percentage: 63, resets_at: (nowMs + 75 * hourMs) / 1000 },
    },
    pr: { number: 418, url: 'https://github.com/ada/shop/pull/418', review_state: 'approved', kind: 'pr' },
  };
}

function sampleSession(nowMs: number): Session | null {
  const id = parseSessionId(sampleId);
  if (id === null) return null;
  return {
    ...newSession(id, 7, nowMs - 2 * hourMs),
    isContinued: false,
    state: { kind: 'live', activity: 'working', waitingFor: null },
    names: { user: null, client: null, generated: 'Token Expiry' },
    task: 'Reject expired refresh tokens',
    summary: 'Tests for clock skew pass; the middleware is next',
    permissionMode: 'acceptEdits',
    prompts: 14,
    lastSeenAtMs: nowMs,
    place: {
      server: {
        socketPath: '/tmp/tmux-1000/default',
        pid: 4_120,
        startedAtS: Math.floor(nowMs / 1000) - 90_000,
      },
      sessionId: '$0',
      sessionName: 'shop',
      windowId: '@3',
      windowIndex: 2,
      windowName: 'api',
      paneId: '%7',
      paneIndex: 1,
      panePid: 4_377,
    },
  };
}
