import { amount, type Fields, fields, text, texts } from './fields.ts';

/** Where the session works. */
export interface Workspace {
  readonly currentDir: string | null;
  readonly projectDir: string | null;
  readonly addedDirs: readonly string[];
  /** Name of the linked work tree, in one. */
  readonly gitWorktree: string | null;
  /** The `origin` remote. */
  readonly repo: {
    readonly host: string | null;
    readonly owner: string | null;
    readonly name: string;
  } | null;
}

/** The open pull (or merge) request of the branch. */
export interface PullRequest {
  readonly number: number;
  readonly url: string | null;
  readonly reviewState: string | null;
  /** `mr` for a merge request. */
  readonly kind: string | null;
}

/** The work tree that the client made for the session. */
export interface Worktree {
  readonly name: string;
  readonly path: string | null;
  readonly branch: string | null;
  readonly originalCwd: string | null;
  readonly originalBranch: string | null;
}

/** Where the session works. */
export function readWorkspace(workspace: Fields): Workspace {
  const repo = fields(workspace['repo']);
  const repoName = text(repo['name']);
  return {
    currentDir: text(workspace['current_dir']),
    projectDir: text(workspace['project_dir']),
    addedDirs: texts(workspace['added_dirs']),
    gitWorktree: text(workspace['git_worktree']),
    repo: repoName === null ? null : { host: text(repo['host']), owner: text(repo['owner']), name: repoName },
  };
}

/** The pull request, or null without a number. */
export function readPullRequest(pr: Fields): PullRequest | null {
  const number = amount(pr['number']);
  if (number === null) return null;
  return {
    number,
    url: text(pr['url']),
    reviewState: text(pr['review_state']),
    kind: text(pr['kind']),
  };
}

/** The work tree, or null without a name. */
export function readWorktree(worktree: Fields): Worktree | null {
  const name = text(worktree['name']);
  if (name === null) return null;
  return {
    name,
    path: text(worktree['path']),
    branch: text(worktree['branch']),
    originalCwd: text(worktree['original_cwd']),
    originalBranch: text(worktree['original_branch']),
  };
}
