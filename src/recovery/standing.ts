import { isShell } from '../process/shells.ts';
import { headOfCells, widthCells } from '../text/width.ts';
import type { PaneStanding } from './facts.ts';
import { readLauncher } from './launch.ts';
import type { ListedPane } from './pane-listing.ts';

/** What a look at a pane's process and screen gives. */
export interface PaneLook {
  /** The kernel's name for the pane's process, or null when it could not be read. */
  readonly command: string | null;
  readonly argv: readonly string[] | null;
  readonly hasChildren: boolean;
  /** Null when nobody looked. */
  readonly line: CursorLine | null;
}

/** The line in which a pane's cursor stands. */
export interface CursorLine {
  /** Its last row: the cursor's. */
  readonly row: string;
  /** All its rows as one text, where it was too long for the pane. */
  readonly whole: string;
}

/** How a prompt ends, blanks aside. */
const promptEnd = /[$#%>❯➜➤λ»✗✘⟩›▶\ue0b0]$/u;
/** Where a prompt may have ended before: what stands behind it was typed. */
const innerEnd = /[$#%>❯➜➤λ»✗✘⟩›▶\ue0b0](?= +\S)/gu;
/** Signs by which a prompt divides its own parts. */
const dividers: ReadonlySet<string> = new Set(['⟩', '›', '▶', '\ue0b0']);
/** A widespread prompt that ends in words: an arrow, a directory, and the branch. */
const arrowPrompt = /^➜ {1,2}\S+(?: git:\(\S+\)(?: ✗)?)?$/u;
/** How shells ask for the rest of a command: with `>`, and zsh says of what (`for if>`), fish with blanks as wide as its prompt. */
const continuation =
  /^ {2}|^(?:(?:always|array|brace|braceparam|bquote|case|cmdand|cmdor|cmdsubst|cond|cursh|dquote|elif|elif-then|else|errpipe|for|foreach|function|heredocd?|if|math|mathsubst|pipe|quote|repeat|select|subsh|then|until|while) ?)*>$/;

/** Whether a pane's process is a shell without anything to do, so that its screen is worth a look. */
export function mayBeIdle(pane: ListedPane, look: Omit<PaneLook, 'line'>): boolean {
  if (pane.isDead || pane.isInMode || look.hasChildren || look.command === null) return false;
  return isShell(look.command) && readLauncher(look.argv ?? []) === null;
}

/** What goes on in a pane. Whatever cannot be told counts as busy. */
export function standingOf(pane: ListedPane, look: PaneLook): PaneStanding {
  if (pane.isDead) return { kind: 'dead' };
  const launcher = readLauncher(look.argv ?? []);
  if (launcher !== null) {
    return { kind: launcher.mode === 'wait' ? 'offered' : 'started', session: launcher.session };
  }
  const isIdle = mayBeIdle(pane, look) && look.line !== null && isAtPrompt(look.line, pane.cursorCol);
  return { kind: isIdle ? 'idle-shell' : 'busy' };
}

/** Whether the cursor stands right behind a prompt, with nothing typed: in doubt somebody is typing. */
export function isAtPrompt({ row, whole }: CursorLine, cursorCol: number): boolean {
  // tmux leaves the blanks at a line's end out; they count as far as the cursor has gone.
  const inRow = headOfCells(row, cursorCol);
  const blanks = cursorCol - widthCells(inRow.trimEnd());
  const before = whole.trimEnd();
  const above = before.endsWith(row) ? before.slice(0, before.length - row.length) : '';
  const prompt = `${above}${inRow}`.trimEnd();
  // More than two blanks are typed ones, or no prompt at all.
  if (prompt === '' || blanks > 2) return false;
  if (arrowPrompt.test(prompt)) return true;
  return promptEnd.test(prompt) && !continuation.test(prompt) && !hasEndedBefore(prompt);
}

/** Whether a prompt stands before the sign at the end, so that the sign may be a typed one. */
function hasEndedBefore(prompt: string): boolean {
  const last = prompt.slice(-1);
  return [...prompt.matchAll(innerEnd)].some(([sign]) => sign !== last || !dividers.has(sign));
}
