import { readStatusInput } from '../../src/claude/status-input.ts';
import { parseSessionId } from '../../src/claude/session-id.ts';
import { bareFacts, type LineFacts } from '../../src/status/facts.ts';
import { defaultOptions, type LineOptions, type RowSpec, type WidgetSpec } from '../../src/status/options.ts';
import type { TerminalFacts } from '../../src/status/terminal.ts';
import { newSession } from '../../src/session/new-session.ts';
import { type WidgetName, widgetNames } from '../../src/status/widget-names.ts';
import type { Session } from '../../src/session/session.ts';

/** The default options in a terminal of which nobody keeps anything for himself. */
export const openOptions: LineOptions = { ...defaultOptions, marginCells: 0 };

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

/** Facts for which every single widget has something to show. */
export function fullFacts(changes: Partial<LineFacts> = {}): LineFacts {
  const json = sampleJson({
    version: '2.1.197',
    output_style: { name: 'Explanatory' },
    vim: { mode: 'INSERT' },
    agent: { name: 'reviewer' },
    pr: { number: 128, url: 'https://github.com/dev/proj/pull/128', review_state: 'changes_requested' },
    worktree: { name: 'login', path: '/home/dev/proj-login' },
    transcript_path: '/home/dev/.claude/projects/-home-dev-proj/763984d1.jsonl',
    workspace: {
      current_dir: '/home/dev/proj',
      project_dir: '/home/dev/proj',
      repo: { host: 'github.com', owner: 'dev', name: 'proj' },
    },
    prompt_cache: { warm: true, expires_at: nowMs / 1000 + 250, hit_ratio: 0.92 },
    cost: {
      total_cost_usd: 1.24,
      total_duration_ms: 5_400_000,
      total_api_duration_ms: 720_000,
      total_lines_added: 156,
      total_lines_removed: 23,
    },
  });
  return sampleFacts({
    input: readStatusInput(json).value,
    session: sampleSession({
      state: { kind: 'live', activity: 'waiting', waitingFor: 'permission to use Bash' },
      permissionMode: 'bypassPermissions',
      place: {
        server: { socketPath: '/tmp/tmux-1000/default', pid: 900, startedAtS: nowMs / 1000 - 90_000 },
        sessionId: '$1',
        sessionName: 'main',
        windowId: '@2',
        windowIndex: 2,
        windowName: 'editor',
        paneId: '%5',
        paneIndex: 1,
        panePid: 901,
      },
    }),
    fleet: { waiting: 2, working: 3, idle: 4, lost: 1 },
    freshLosses: 1,
    shield: { kind: 'unprotected', gap: 'transcript-missing' },
    commands: { weather: { text: '\u001b[33m17° sunny\u001b[0m', atMs: nowMs } },
    wrapped: '\u001b[38;2;90;200;250mother tool\u001b[0m \u001b[1mline\u001b[0m\nits second row',
    utcOffsetMinutes: 60,
    ...changes,
  });
}

/** Rows with every widget once. */
export const allWidgets: readonly RowSpec[] = [
  row(
    ['name', 'number', 'state', 'model', 'directory', 'branch', 'worktree', 'pullRequest', 'mode'],
    ['clock', 'shield'],
  ),
  row(['context', 'tokens', 'cost', 'limits', 'cache', 'lines', 'prompts', 'duration'], ['version', 'fleet']),
  row(['notice', 'task', 'summary', 'place', 'vim', 'agent', 'outputStyle', 'wrapped'], ['command', 'text']),
];

function row(left: readonly WidgetName[], right: readonly WidgetName[]): RowSpec {
  return { left: left.map(specFor), right: right.map(specFor) };
}

function specFor(widget: WidgetName): WidgetSpec {
  if (widget === 'command') return { widget, value: 'weather' };
  return widget === 'text' ? { widget, value: 'mine' } : { widget };
}

/** Every widget that `allWidgets` leaves out: none, or a test fails. */
export const missingWidgets: readonly WidgetName[] = widgetNames.filter(
  (name) => !allWidgets.some(({ left, right }) => [...left, ...right].some((spec) => spec.widget === name)),
);
