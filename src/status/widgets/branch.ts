import type { GitDirt } from '../../git/git.ts';
import { harmless } from '../../text/harmless.ts';
import { truncate } from '../../text/width.ts';
import type { LineFacts } from '../facts.ts';
import { icon } from '../icons.ts';
import { addressPath } from '../links.ts';
import type { IconSet } from '../options.ts';
import { segment, span, type Span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The branch (or the commit, when detached), its dirt, and how far it is from its upstream. */
export const branch: Widget = ({ facts, icons }) => {
  const head = facts.git?.head;
  const full = harmless(head?.branch ?? head?.commit ?? facts.input.worktree?.branch ?? '', 48);
  if (full === '') return null;
  const link = branchLink(facts);
  const dirt = facts.git?.dirt ?? null;
  const named = (text: string): Span => span('branch', text, link);
  const mark = isDirty(dirt) ? [span('warn', '*')] : [];
  return segment(
    68,
    [named(icon('branch', icons) + full), ...counts(dirt, icons)],
    [named(full), ...mark],
    [named(truncate(full, 20)), ...mark],
  );
};

function isDirty(dirt: GitDirt | null): boolean {
  return dirt !== null && dirt.staged + dirt.unstaged + dirt.untracked + dirt.conflicts > 0;
}

function counts(dirt: GitDirt | null, icons: IconSet): readonly Span[] {
  if (dirt === null) return [];
  const parts = [
    ['bad', '!', dirt.conflicts],
    ['good', '+', dirt.staged],
    ['warn', '~', dirt.unstaged],
    ['muted', '?', dirt.untracked],
    ['accent', icon('ahead', icons), dirt.ahead],
    ['accent', icon('behind', icons), dirt.behind],
  ] as const;
  return parts.flatMap(([role, sign, count]) => (count > 0 ? [span(role, ` ${sign}${count}`)] : []));
}

/** The branch's page, where the host is one that has such pages at a known address. */
function branchLink({ input, git }: LineFacts): string | null {
  const { repo } = input.workspace;
  const head = git?.head.branch ?? null;
  if (repo === null || repo.host !== 'github.com' || repo.owner === null || head === null) return null;
  return `https://github.com/${addressPath([repo.owner, repo.name, 'tree', ...head.split('/')])}`;
}
