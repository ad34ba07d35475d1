import { describe, expect, test } from 'vitest';
import { readStatusInput } from '../../src/claude/status-input.ts';
import { catalogue } from '../../src/status/catalogue.ts';
import type { LineFacts } from '../../src/status/facts.ts';
import { defaultOptions, type IconSet } from '../../src/status/options.ts';
import type { WidgetName } from '../../src/status/widget-names.ts';
import type { Session } from '../../src/session/session.ts';
import { fullFacts, nowMs, sampleFacts, sampleJson, sampleSession } from './sample.ts';

/** Every form of a widget as text, the fullest first; none where it has nothing to show. */
function forms(
  widget: WidgetName,
  facts: Partial<LineFacts>,
  icons: IconSet = 'unicode',
  value = '',
): readonly string[] {
  const commands = { weather: { run: ['weather'], everyMs: 60_000, timeoutMs: 500 } } as const;
  const options = { ...defaultOptions, icons, commands };
  const segment = catalogue[widget]({ facts: sampleFacts(facts), spec: { widget, value }, options, icons });
  return (segment?.forms ?? []).map((form) => form.map((piece) => piece.text).join(''));
}

/** Facts with these fields of the client's JSON. */
function told(changes: Readonly<Record<string, unknown>>): Partial<LineFacts> {
  return { input: readStatusInput(sampleJson(changes)).value };
}

/** Facts with a session of these changes. */
function having(changes: Partial<Session>): Partial<LineFacts> {
  return { session: sampleSession(changes) };
}

const noNames = { user: null, client: null, generated: null };
const hour = 3_600;
const now = nowMs / 1000;

type Case = readonly [
  what: string,
  widget: WidgetName,
  facts: Partial<LineFacts>,
  expected: readonly string[],
];

const cases: readonly Case[] = [
  [
    "the user's name comes first",
    'name',
    {
      ...having({ names: { user: 'Mine', client: 'Its', generated: 'Made' } }),
      ...told({ session_name: 'Title' }),
    },
    ['Mine'],
  ],
  [
    "then the client's given title",
    'name',
    {
      ...having({ names: { user: null, client: 'Its', generated: 'Made' } }),
      ...told({ session_name: 'Title' }),
    },
    ['Its'],
  ],
  [
    "the generated name before the client's own title",
    'name',
    {
      ...having({ names: { user: null, client: null, generated: 'Made', suggested: 'Title' } }),
      ...told({ session_name: 'Title' }),
    },
    ['Made'],
  ],
  [
    'what sets it apart from another of that name',
    'name',
    having({ names: { user: null, client: null, generated: 'Made', apart: 'Made 7' } }),
    ['Made 7'],
  ],
  [
    'no title that came over /clear from another session, whose name it was',
    'name',
    { ...having({ names: { ...noNames, former: ['Title'] } }), ...told({ session_name: 'Title' }) },
    ['proj'],
  ],
  [
    "the client's own title where there is no other name",
    'name',
    { ...having({ names: noNames }), ...told({ session_name: 'Title' }) },
    ['Title'],
  ],
  ['then the generated name', 'name', {}, ['Archive Diver']],
  ["then the folder's", 'name', having({ names: noNames }), ['proj']],
  [
    'a name that cannot be seen is none',
    'name',
    having({ names: { ...noNames, user: '\u200b\u001b[0m' } }),
    ['proj'],
  ],
  ['the number', 'number', {}, ['C7']],
  ['no number without a session', 'number', { session: null }, []],
  ['work', 'state', {}, ['● working', '●']],
  [
    'waiting, and for what',
    'state',
    having({ state: { kind: 'live', activity: 'waiting', waitingFor: 'permission' } }),
    ['◆ waiting: permission', '◆ waiting', '◆'],
  ],
  ['rest', 'state', having({ state: { kind: 'live', activity: 'idle', waitingFor: null } }), ['○ idle', '○']],
  [
    'no state of a session that does not live',
    'state',
    having({ state: { kind: 'unknown', missing: 'x' } }),
    [],
  ],
  ['the model and its effort', 'model', {}, ['Sonnet 5 high', 'Sonnet 5', 'Sonnet 5']],
  [
    'the model by its id',
    'model',
    told({ model: { id: 'claude-x-1' }, effort: null }),
    ['claude-x-1', 'claude-x-1', 'x-1'],
  ],
  [
    'a fast model',
    'model',
    told({ fast_mode: true, model: { display_name: 'Claude Opus 5 (1M context)' } }),
    ['Claude Opus 5 1M high fast', 'Claude Opus 5 1M', 'Opus 5'],
  ],
  ['no model', 'model', { ...told({ model: null }), session: null }, []],
  ['the directory from home', 'directory', {}, ['~/proj', 'proj']],
  ['the home directory', 'directory', { ...told({ workspace: null, cwd: '/home/dev' }) }, ['~', 'dev']],
  [
    'a directory that only begins like home',
    'directory',
    told({ workspace: null, cwd: '/home/developer/x' }),
    ['/home/developer/x', 'x'],
  ],
  ['the root', 'directory', told({ workspace: null, cwd: '/' }), ['/']],
  [
    'a deep directory by its end',
    'directory',
    told({ workspace: null, cwd: `/srv/${'deep/'.repeat(12)}end` }),
    ['…/deep/deep/deep/deep/deep/deep/deep/end', 'end'],
  ],
  ['no directory', 'directory', { ...told({ workspace: null, cwd: null }), session: null }, []],
  [
    'the branch and its dirt',
    'branch',
    {},
    ['feature/login +1 ~3 ?2 ↑2', 'feature/login*', 'feature/login*'],
  ],
  [
    'a detached commit',
    'branch',
    { git: { head: { branch: null, commit: '1f0a3c9', root: '/', isLinkedWorktree: false }, dirt: null } },
    ['1f0a3c9', '1f0a3c9', '1f0a3c9'],
  ],
  [
    'a conflict',
    'branch',
    {
      git: {
        head: { branch: 'm', commit: null, root: '/', isLinkedWorktree: false },
        dirt: { staged: 0, unstaged: 0, untracked: 0, conflicts: 2, ahead: 0, behind: 4 },
      },
    },
    ['m !2 ↓4', 'm*', 'm*'],
  ],
  ['no branch', 'branch', { git: null }, []],
  [
    'a work tree that the client made',
    'worktree',
    told({ worktree: { name: 'login' } }),
    ['worktree login', 'login'],
  ],
  [
    'a work tree found by its HEAD',
    'worktree',
    { git: { head: { branch: 'x', commit: null, root: '/w/two', isLinkedWorktree: true }, dirt: null } },
    ['worktree two', 'two'],
  ],
  ['no work tree', 'worktree', {}, []],
  [
    'a pull request',
    'pullRequest',
    told({ pr: { number: 12, review_state: 'approved' } }),
    ['PR #12 approved', 'PR #12', '#12'],
  ],
  ['a merge request', 'pullRequest', told({ pr: { number: 12, kind: 'mr' } }), ['MR !12', 'MR !12', '!12']],
  ['no pull request', 'pullRequest', told({ pr: { number: 'twelve' } }), []],
  [
    'the context against the window at which it is compacted',
    'context',
    {},
    ['━━──────── 23% of ~167k', '━━──────── 23%', 'ctx 23%'],
  ],
  [
    'the context against a window of the user',
    'context',
    {
      ...told({ context_window: { context_window_size: 1e6, used_percentage: 10 } }),
      compaction: { isAutomatic: true, windowTokens: 400_000, sharePercent: null },
    },
    ['━━━─────── 27% of ~367k', '━━━─────── 27%', 'ctx 27%'],
  ],
  [
    'the context against the whole window',
    'context',
    { compaction: { isAutomatic: false, windowTokens: null, sharePercent: null } },
    ['━━──────── 19% of 200k', '━━──────── 19%', 'ctx 19%'],
  ],
  [
    'a context of unknown size',
    'context',
    told({ context_window: { used_percentage: 42 } }),
    ['━━━━────── 42%', '━━━━────── 42%', 'ctx 42%'],
  ],
  [
    'a context with half its counts',
    'context',
    told({
      context_window: {
        context_window_size: 200_000,
        used_percentage: 50,
        current_usage: { input_tokens: 5 },
      },
    }),
    ['━━━━━━──── 60% of ~167k', '━━━━━━──── 60%', 'ctx 60%'],
  ],
  [
    'an overfull context',
    'context',
    told({ context_window: { context_window_size: 200_000, used_percentage: 100 } }),
    ['━━━━━━━━━━ 120% of ~167k', '━━━━━━━━━━ 120%', 'ctx 120%'],
  ],
  ['no context', 'context', told({ context_window: null }), []],
  [
    'tokens',
    'tokens',
    told({ context_window: { total_input_tokens: 38_200, total_output_tokens: 900 } }),
    ['38k in 900 out', '39k tok'],
  ],
  ['no tokens', 'tokens', told({ context_window: { total_input_tokens: 0, total_output_tokens: 0 } }), []],
  ['cost and rate', 'cost', {}, ['$1.24 $0.83/h', '$1.24']],
  [
    'no rate of a few minutes',
    'cost',
    told({ cost: { total_cost_usd: 0.5, total_duration_ms: 200_000 } }),
    ['$0.50', '$0.50'],
  ],
  ['a cost of nothing is a cost', 'cost', told({ cost: { total_cost_usd: 0 } }), ['$0.00', '$0.00']],
  ['no cost', 'cost', told({ cost: { total_cost_usd: '1' } }), []],
  ['limits', 'limits', {}, ['5h 34% ↻2h14m  7d 61% ↻3d11h', '5h 34%  7d 61%', '7d 61%']],
  [
    'limits without one that has begun anew',
    'limits',
    told({
      rate_limits: {
        five_hour: { used_percentage: 99, resets_at: now - 5 },
        seven_day: { used_percentage: 10, resets_at: now + hour },
      },
    }),
    ['7d 10% ↻1h', '7d 10%', '7d 10%'],
  ],
  [
    "the newest limits over the session's own",
    'limits',
    { limits: { fiveHour: { usedPercent: 80, resetsAtMs: null }, sevenDay: null, spend: null, models: [] } },
    ['5h 80%', '5h 80%', '5h 80%'],
  ],
  ['no limits', 'limits', told({ rate_limits: null }), []],
  [
    'a warm cache',
    'cache',
    told({ prompt_cache: { warm: true, hit_ratio: 0.92, expires_at: now + 250 } }),
    ['cache 92% 4m left', 'cache 92%'],
  ],
  [
    'a cold cache',
    'cache',
    told({ prompt_cache: { warm: true, hit_ratio: 0.92, expires_at: now - 1 } }),
    ['cache cold'],
  ],
  ['a cache of which only the last call tells', 'cache', {}, ['cache 86%', 'cache 86%']],
  ['no cache', 'cache', told({ context_window: null }), []],
  ['lines', 'lines', {}, ['+156 -23']],
  ['no lines', 'lines', told({ cost: { total_lines_added: 0, total_lines_removed: 0 } }), []],
  ['prompts', 'prompts', {}, ['12 prompts', '12p']],
  ['one prompt', 'prompts', having({ prompts: 1 }), ['1 prompt', '1p']],
  ['no prompts', 'prompts', having({ prompts: 0 }), []],
  [
    'duration',
    'duration',
    told({ cost: { total_duration_ms: 5_400_000, total_api_duration_ms: 720_000 } }),
    ['1h 30m (model 12m)', '1h 30m', '1h'],
  ],
  ['duration since the session began', 'duration', told({ cost: null }), ['2h', '2h']],
  ['the ordinary mode is not shown', 'mode', {}, []],
  ['plan mode', 'mode', having({ permissionMode: 'plan' }), ['plan mode', 'plan']],
  [
    'no permission asked',
    'mode',
    having({ permissionMode: 'bypassPermissions' }),
    ['bypasses permissions', 'bypass'],
  ],
  ['a mode that we do not know', 'mode', having({ permissionMode: 'dream\u001b[1m' }), ['dream', 'dream']],
  ['vim', 'vim', told({ vim: { mode: 'VISUAL LINE' } }), ['VISUAL LINE', 'V']],
  ['no vim', 'vim', {}, []],
  ['an agent', 'agent', told({ agent: { name: 'reviewer' } }), ['agent reviewer', 'reviewer']],
  ['no agent', 'agent', {}, []],
  ['an output style', 'outputStyle', told({ output_style: { name: 'Explanatory' } }), ['Explanatory']],
  ['the ordinary output style is not shown', 'outputStyle', told({ output_style: { name: 'default' } }), []],
  ['the version', 'version', told({ version: '2.1.197' }), ['v2.1.197']],
  ['no version', 'version', {}, []],
  ['the local time', 'clock', { utcOffsetMinutes: 330 }, ['17:30']],
  ['no time that is none', 'clock', { nowMs: Number.NaN }, []],
  ['the place', 'place', { session: fullFacts().session }, ['▣ main:2.1 editor', '▣ main:2.1', 'main:2.1']],
  ['no place', 'place', {}, []],
  ['the task', 'task', {}, ['Make the parser survive torn records']],
  [
    'the description where there is no task',
    'task',
    having({ task: null, description: 'About records' }),
    ['About records'],
  ],
  ['no task', 'task', having({ task: null }), []],
  ['the summary', 'summary', {}, ['Added the leading newline and its tests; next is the reader']],
  [
    'the last prompt where there is no summary',
    'summary',
    having({ summary: null, lastPrompt: { id: null, excerpt: 'fix it', atMs: 0 } }),
    ['fix it'],
  ],
  ['no summary', 'summary', having({ summary: null }), []],
  [
    'no prompt that the task says already',
    'summary',
    having({ summary: null, task: 'fix it', lastPrompt: { id: null, excerpt: 'fix it', atMs: 0 } }),
    [],
  ],
  [
    'the fleet',
    'fleet',
    { fleet: { waiting: 2, working: 3, idle: 0, lost: 1 } },
    ['2 waiting · 3 working · 1 lost', '◆2 ●3 ✗1'],
  ],
  [
    'what was just lost, and how it comes back',
    'notice',
    { freshLosses: 3 },
    ['3 lost sessions can come back: statusline recover', '3 lost: statusline recover', '3 lost'],
  ],
  [
    'a single loss',
    'notice',
    { freshLosses: 1 },
    ['1 lost session can come back: statusline recover', '1 lost: statusline recover', '1 lost'],
  ],
  ['no notice without a loss', 'notice', {}, []],
  ['no fleet', 'fleet', { fleet: { waiting: 0, working: 0, idle: 0, lost: 0 } }, []],
  ['the shield', 'shield', {}, ['⛨']],
  [
    'the open shield, and why',
    'shield',
    { shield: { kind: 'unprotected', gap: 'hook-missing' } },
    ['⛨! no hooks', '⛨!'],
  ],
  ['no shield while nobody looked', 'shield', { shield: { kind: 'unknown' } }, []],
  ["another tool's line", 'wrapped', { wrapped: '\n\u001b[31mits line\u001b[0m\nand more' }, ['its line']],
  ["no other tool's line", 'wrapped', { wrapped: ' \n' }, []],
];

describe('a widget shows', () => {
  test.each(cases)('%s', (_what, widget, facts, expected) => {
    expect(forms(widget, facts)).toEqual(expected);
  });

  test("the user's own words", () => {
    expect(forms('text', {}, 'unicode', 'mine\u001b[2J')).toEqual(['mine']);
    expect(forms('text', {}, 'unicode', '')).toEqual([]);
  });

  test.each([
    ['fresh', nowMs - 60_000, '17° sunny'],
    ['old', nowMs - 600_000, '17° sunny (10m ago)'],
  ])("the user's own command, %s", (_what, atMs, expected) => {
    const commands = { weather: { text: '\u001b[33m17° sunny\nsecond', atMs } };
    expect(forms('command', { commands }, 'unicode', 'weather')).toEqual([expected]);
  });

  test.each(['', 'storm', '__proto__', 'constructor'])('nothing for a command of the name "%s"', (name) => {
    expect(forms('command', {}, 'unicode', name)).toEqual([]);
  });

  test('words instead of signs where no signs are wanted', () => {
    const facts = fullFacts();
    const shown = (['state', 'context', 'limits', 'fleet', 'shield', 'place', 'branch'] as const).flatMap(
      (widget) => forms(widget, facts, 'none'),
    );
    expect(shown.filter((text) => /[^\x20-\x7e]/.test(text.replaceAll(' · ', ' ')))).toEqual([]);
  });
});
