import type { Widget } from './widget.ts';
import type { WidgetName } from './widget-names.ts';
import { agent } from './widgets/agent.ts';
import { branch } from './widgets/branch.ts';
import { cache } from './widgets/cache.ts';
import { clock } from './widgets/clock.ts';
import { command } from './widgets/command.ts';
import { context } from './widgets/context.ts';
import { cost } from './widgets/cost.ts';
import { directory } from './widgets/directory.ts';
import { duration } from './widgets/duration.ts';
import { fleet } from './widgets/fleet.ts';
import { limits } from './widgets/limits.ts';
import { lines } from './widgets/lines.ts';
import { mode } from './widgets/mode.ts';
import { model } from './widgets/model.ts';
import { name } from './widgets/name.ts';
import { notice } from './widgets/notice.ts';
import { number } from './widgets/number.ts';
import { outputStyle } from './widgets/output-style.ts';
import { place } from './widgets/place.ts';
import { prompts } from './widgets/prompts.ts';
import { pullRequest } from './widgets/pull-request.ts';
import { shield } from './widgets/shield.ts';
import { state } from './widgets/state.ts';
import { summary } from './widgets/summary.ts';
import { task } from './widgets/task.ts';
import { text } from './widgets/text.ts';
import { tokens } from './widgets/tokens.ts';
import { version } from './widgets/version.ts';
import { vim } from './widgets/vim.ts';
import { worktree } from './widgets/worktree.ts';
import { wrapped } from './widgets/wrapped.ts';

/** Every widget, by its name in the configuration. */
export const catalogue: Readonly<Record<WidgetName, Widget>> = {
  name,
  number,
  state,
  model,
  directory,
  branch,
  worktree,
  pullRequest,
  context,
  tokens,
  cost,
  limits,
  cache,
  lines,
  prompts,
  duration,
  mode,
  vim,
  agent,
  outputStyle,
  version,
  clock,
  place,
  task,
  summary,
  fleet,
  notice,
  shield,
  command,
  wrapped,
  text,
};
