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
  /** What the pane shows, line by line; null when nobody looked. */
  readonly screen: readonly string[] | null;
}

/** How a prompt ends, blanks aside. Whoever types has something else before the cursor. */
const promptEnd = /[$#%>❯➜λ»✗✘⟩›▶]$/u;
/** A widespread prompt that ends in words: an arrow, a directory, and the branch. */
const arrowPrompt = /^➜ {1,2}\S+(?: git:\(\S+\)(?: ✗)?)?$/u;

/** Whether a pane's process is a shell without anything to do, so that its screen is worth a look. */
export function mayBeIdle(pane: ListedPane, look: Omit<PaneLook, 'screen'>): boolean {
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
  const isIdle = mayBeIdle(pane, look) && look.screen !== null && isAtPrompt(look.screen, pane);
  return { kind: isIdle ? 'idle-shell' : 'busy' };
}

/** Whether the cursor stands right behind a prompt, with nothing typed. */
export function isAtPrompt(
  screen: readonly string[],
  { cursorCol, cursorRow }: Pick<ListedPane, 'cursorCol' | 'cursorRow'>,
): boolean {
  // tmux leaves the blanks at a line's end out; they count as far as the cursor has gone.
  const before = headOfCells(screen[cursorRow] ?? '', cursorCol);
  const prompt = before.trimEnd();
  const blanks = cursorCol - widthCells(prompt);
  // More than two blanks are typed ones, or no prompt at all.
  if (prompt === '' || blanks > 2) return false;
  return promptEnd.test(prompt) || arrowPrompt.test(prompt);
}
