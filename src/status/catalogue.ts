import type { Widget } from './widget.ts';
import type { WidgetName } from './widget-names.ts';
import { branch } from './widgets/branch.ts';
import { context } from './widgets/context.ts';
import { cost } from './widgets/cost.ts';
import { directory } from './widgets/directory.ts';
import { limits } from './widgets/limits.ts';
import { model } from './widgets/model.ts';
import { name } from './widgets/name.ts';
import { number } from './widgets/number.ts';
import { prompts } from './widgets/prompts.ts';
import { shield } from './widgets/shield.ts';
import { summary } from './widgets/summary.ts';
import { task } from './widgets/task.ts';

/** Every widget, by its name in the configuration. */
export const catalogue: Readonly<Record<WidgetName, Widget>> = {
  name,
  number,
  model,
  directory,
  branch,
  context,
  cost,
  prompts,
  limits,
  shield,
  task,
  summary,
};
