import type { WidgetName } from './widget-names.ts';

/** Where a widget's value comes from. */
export interface WidgetSource {
  /** In words. */
  readonly from: string;
  /** The members of the client's JSON that it reads. */
  readonly reads: readonly string[];
  /** When it has nothing to show, in words. */
  readonly hiddenWhen: string;
}

const registry = 'the registry';
const git = 'the repository, without asking git but for its dirt';

/** Where every widget's value comes from, and when it is hidden. */
export const widgetSources: Readonly<Record<WidgetName, WidgetSource>> = {
  name: source(
    "the user's name, the title given in the client, the generated name, the client's own title, the folder",
    ['session_name', 'workspace.project_dir'],
    'the session has no name and no directory',
  ),
  number: source(registry, [], 'the session is not registered yet'),
  state: source(`${registry}: the last hook`, [], 'the session is not known to live'),
  model: source(
    'the client',
    ['model.display_name', 'model.id', 'effort.level', 'fast_mode'],
    'the client told no model',
  ),
  directory: source('the client', ['workspace.current_dir', 'cwd'], 'the client told no directory'),
  branch: source(git, ['worktree.branch'], 'the directory is in no repository'),
  worktree: source(
    `the client, else ${git}`,
    ['worktree.name', 'workspace.git_worktree'],
    'the session is in no linked work tree',
  ),
  pullRequest: source(
    'the client',
    ['pr.number', 'pr.review_state', 'pr.url'],
    'the branch has no open pull request that the client knows of',
  ),
  context: source(
    'the client; the window at which it compacts is our estimate',
    ['context_window.current_usage', 'context_window.used_percentage', 'context_window.context_window_size'],
    'no call was made yet, or none since the last compaction',
  ),
  tokens: source(
    'the client',
    ['context_window.total_input_tokens', 'context_window.total_output_tokens'],
    'no call was made yet',
  ),
  cost: source(
    "the client's estimate at list price",
    ['cost.total_cost_usd', 'cost.total_duration_ms'],
    'the client told no cost',
  ),
  limits: source(
    'the newest that any session was told',
    ['rate_limits.five_hour', 'rate_limits.seven_day', 'rate_limits.spend_limit'],
    'the account has no limits that the client tells, or all have begun anew since',
  ),
  cache: source('the client', ['prompt_cache', 'context_window.current_usage'], 'no call was made yet'),
  lines: source(
    'the client',
    ['cost.total_lines_added', 'cost.total_lines_removed'],
    'no line was changed yet',
  ),
  prompts: source(`${registry}: the hooks`, [], 'no prompt was counted yet'),
  duration: source(
    'the client',
    ['cost.total_duration_ms', 'cost.total_api_duration_ms'],
    'the session has only begun',
  ),
  mode: source(`${registry}: the hooks`, [], 'the mode is the ordinary one, or no hook has told it yet'),
  vim: source('the client', ['vim.mode'], 'vim mode is off'),
  agent: source('the client', ['agent.name'], 'the session runs as no agent'),
  outputStyle: source('the client', ['output_style.name'], 'the output style is the ordinary one'),
  version: source('the client', ['version'], 'the client did not tell its version'),
  clock: source('the clock', [], 'never'),
  place: source(`${registry}: where the session sits in tmux`, [], 'the session sits in no tmux pane'),
  task: source(`${registry}: the naming`, [], 'the session was not named yet'),
  summary: source(
    `${registry}: the naming, else the last prompt`,
    [],
    'nothing was asked yet, or the task says it already',
  ),
  fleet: source(`${registry}: all sessions of this machine`, [], 'no session is known'),
  notice: source(registry, [], 'no session was lost in the last ten minutes'),
  shield: source('journal, hooks, transcript and place of this session', [], 'nobody looked'),
  command: source(
    "the last output of the user's own command",
    [],
    'the command has printed nothing yet, or is not configured',
  ),
  wrapped: source("the other tool's last output", [], 'no other tool is kept, or it printed nothing'),
  text: source('the configuration', [], 'the configuration gives it no value'),
};

function source(from: string, reads: readonly string[], hiddenWhen: string): WidgetSource {
  return { from, reads, hiddenWhen };
}
