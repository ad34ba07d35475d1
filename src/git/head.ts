/** What a HEAD file says: a branch (born or not), a detached commit, or nothing that can be told. */
export interface HeadText {
  readonly branch: string | null;
  /** Short commit id, when detached. */
  readonly commit: string | null;
}

const shortCommitChars = 7;

/**
 * Reads the text of a HEAD file. Other refs than branches are given by their full name; the placeholder
 * that a reftable repository leaves there says nothing.
 */
export function parseHead(text: string): HeadText {
  const line = text.trim();
  const ref = /^ref:\s*(.+)$/.exec(line)?.[1];
  if (ref === 'refs/heads/.invalid') return { branch: null, commit: null };
  if (ref !== undefined) return { branch: ref.replace(/^refs\/heads\//, ''), commit: null };
  return /^[0-9a-f]{40,64}$/i.test(line)
    ? { branch: null, commit: line.slice(0, shortCommitChars) }
    : { branch: null, commit: null };
}

/** The path in a `.git` file (linked worktrees, submodules), as written there; null when it is no such file. */
export function parseGitFile(text: string): string | null {
  return /^gitdir:\s*(.+?)\s*$/m.exec(text)?.[1] ?? null;
}
