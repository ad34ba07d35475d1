import type { Role } from './theme.ts';
import type { WidgetName } from './widget-names.ts';

/** What an item of theirs is here, and whose colour it carries over. */
export interface Counterpart {
  readonly widget: WidgetName;
  readonly role?: Role;
}

const limits: Counterpart = { widget: 'limits' };
const tokens: Counterpart = { widget: 'tokens' };
const cache: Counterpart = { widget: 'cache' };
const context: Counterpart = { widget: 'context' };
const branch: Counterpart = { widget: 'branch', role: 'branch' };
const worktree: Counterpart = { widget: 'worktree' };

/** Their items by type, with what shows the same here. */
export const counterparts: Readonly<Record<string, Counterpart>> = {
  model: { widget: 'model', role: 'model' },
  'thinking-effort': { widget: 'model', role: 'model' },
  'session-name': { widget: 'name', role: 'name' },
  'current-working-dir': { widget: 'directory', role: 'path' },
  'git-root-dir': { widget: 'directory', role: 'path' },
  'git-branch': branch,
  'git-changes': { widget: 'branch' },
  'git-clean-status': { widget: 'branch' },
  'git-status': { widget: 'branch' },
  'git-staged': { widget: 'branch' },
  'git-staged-files': { widget: 'branch' },
  'git-unstaged': { widget: 'branch' },
  'git-unstaged-files': { widget: 'branch' },
  'git-untracked': { widget: 'branch' },
  'git-untracked-files': { widget: 'branch' },
  'git-conflicts': { widget: 'branch' },
  'git-ahead-behind': { widget: 'branch' },
  'git-sha': { widget: 'branch' },
  'worktree-branch': branch,
  'git-worktree': worktree,
  'worktree-name': worktree,
  'worktree-mode': worktree,
  'worktree-original-branch': worktree,
  'git-pr': { widget: 'pullRequest' },
  'git-review': { widget: 'pullRequest' },
  'git-insertions': { widget: 'lines' },
  'git-deletions': { widget: 'lines' },
  'context-length': context,
  'context-percentage': context,
  'context-percentage-usable': context,
  'context-bar': context,
  'context-window': context,
  'tokens-input': tokens,
  'tokens-output': tokens,
  'tokens-cached': cache,
  'cache-hit-rate': cache,
  'cache-read': cache,
  'cache-write': cache,
  'cache-timer': cache,
  'tokens-total': tokens,
  'session-clock': { widget: 'duration' },
  'session-cost': { widget: 'cost' },
  'block-timer': limits,
  'reset-timer': limits,
  'weekly-reset-timer': limits,
  'session-usage': limits,
  'weekly-usage': limits,
  'weekly-opus-usage': limits,
  'weekly-sonnet-usage': limits,
  'extra-usage-utilization': limits,
  'vim-mode': { widget: 'vim' },
  'output-style': { widget: 'outputStyle' },
  version: { widget: 'version' },
  'claude-session-id': { widget: 'number', role: 'number' },
};
