/** What is known of the repository round a directory without starting a process. */
export interface GitHead {
  /** Branch name, or null when detached. */
  readonly branch: string | null;
  /** Short commit id when detached. */
  readonly commit: string | null;
  /** Top of the work tree. */
  readonly root: string;
  /** True in a linked worktree. */
  readonly isLinkedWorktree: boolean;
}

/** Dirt of a work tree. */
export interface GitDirt {
  readonly staged: number;
  readonly unstaged: number;
  readonly untracked: number;
  readonly conflicts: number;
  readonly ahead: number;
  readonly behind: number;
}

/** What the product asks of git. Never throws; null means not a repository, or not known. */
export interface Git {
  /** Reads `.git/HEAD` (through a `.git` file in worktrees). No process. */
  head(directory: string): GitHead | null;
  /** One `git --no-optional-locks status --porcelain=v2 --branch`, with a deadline. */
  dirt(root: string, timeoutMs: number): Promise<GitDirt | null>;
}
