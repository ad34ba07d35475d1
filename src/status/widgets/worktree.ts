import { basename } from 'node:path';
import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The linked work tree that the session is in. */
export const worktree: Widget = ({ facts: { input, git } }) => {
  const linked = git?.head.isLinkedWorktree === true ? basename(git.head.root) : null;
  const text = harmless(input.worktree?.name ?? input.workspace.gitWorktree ?? linked ?? '', 32);
  if (text === '') return null;
  return segment(45, [span('muted', 'worktree '), span('branch', text)], [span('branch', text)]);
};
