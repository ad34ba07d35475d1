import { readStatusInput } from '../../src/claude/status-input.ts';
import { parseSessionId } from '../../src/claude/session-id.ts';
import { bareFacts, type LineFacts } from '../../src/status/facts.ts';
import type { TerminalFacts } from '../../src/status/terminal.ts';
import { newSession } from '../../src/session/new-session.ts';
import type { Session } from '../../src/session/session.ts';

/** A fixed now: noon of a day in 2026. */
export const nowMs = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A terminal without colour or links, so many cells wide. */
export function plainTerminal(columns: number): TerminalFacts {
  return { columns, rows: 50, colours: 'none', hasLinks: false };
}

/** A session in the middle of its work, with these changes. */
export function sampleSession(changes: Partial<Session> = {}): Session {
  const id = parseSessionId('763984d1-222d-4a68-bae8-ec0cda9a93c4');
  if (id === null) throw new Error('The sample id is none.');
  return {
    ...newSession(id, 7, nowMs - 7_200_000),
    isContinued: false,
    state: { kind: 'live', activity: 'working', waitingFor: null },
    names: { user: null, client: null, generated: 'Archive Diver' },
    task: 'Make the parser survive torn records',
    summary: 'Added the leading newline and its tests; next is the reader',
    modelId: 'claude-sonnet-5',
    modelName: 'Sonnet 5',
    cwd: '/home/dev/proj',
    projectDir: '/home/dev/proj',
    permissionMode: 'default',
    lastSeenAtMs: nowMs,
    prompts: 12,
    ...changes,
  };
}

/** The client's words in the middle of a session, with these fields put over them. */
export function sampleJson(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    session_id: '763984d1-222d-4a68-bae8-ec0cda9a93c4',
    cwd: '/home/dev/proj',
    model: { id: 'claude-sonnet-5', display_name: 'Sonnet 5' },
    effort: { level: 'high' },
    workspace: { current_dir: '/home/dev/proj', project_dir: '/home/dev/proj', added_dirs: [] },
    cost: {
      total_cost_usd: 1.24,
      total_duration_ms: 5_400_000,
      total_lines_added: 156,
      total_lines_removed: 23,
    },
    context_window: {
      context_window_size: 200_000,
      used_percentage: 19,
      current_usage: {
        input_tokens: 1_200,
        output_tokens: 900,
        cache_creation_input_tokens: 4_000,
        cache_read_input_tokens: 33_000,
      },
    },
    rate_limits: {
      five_hour: { used_percentage: 34, resets_at: nowMs / 1000 + 8_040 },
      seven_day: { used_percentage: 61, resets_at: nowMs / 1000 + 300_000 },
    },
    ...changes,
  });
}

/** All that a line can know in the middle of a session, with these facts put over it. */
export function sampleFacts(changes: Partial<LineFacts> = {}): LineFacts {
  return {
    ...bareFacts(readStatusInput(sampleJson()).value, plainTerminal(120), nowMs),
    session: sampleSession(),
    shield: { kind: 'protected' },
    home: '/home/dev',
    git: {
      head: { branch: 'feature/login', commit: null, root: '/home/dev/proj', isLinkedWorktree: false },
      dirt: { staged: 1, unstaged: 3, untracked: 2, conflicts: 0, ahead: 2, behind: 0 },
    },
    ...changes,
  };
}
