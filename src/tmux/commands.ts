import { literal, textOfName } from './format.ts';
import type { TmuxCommand } from './tmux.ts';

/** What a window that is to be made is made with. */
export interface WindowWish {
  /** Session and place: `$3:` for the next free index, `$3:5`. */
  readonly target: string;
  /** The name as tmux is to keep it, or null to let tmux name it. */
  readonly name: string | null;
  readonly cwd: string;
  /** NAME=value, for the first pane's program. */
  readonly environment?: readonly string[];
  /** The program and its arguments; empty for the user's shell. One element is a text for the shell. */
  readonly argv?: readonly string[];
  /** What to print of the new window (`-P -F`). */
  readonly format?: string;
}

/** `new-window`, in the background. A name that `-n` may not keep exactly is made right by {@link renameWindow}. */
export function newWindow(wish: WindowWish): TmuxCommand {
  return [
    'new-window',
    '-d',
    '-t',
    wish.target,
    ...(wish.name === null ? [] : ['-n', literal(wish.name)]),
    ...paneWords(wish),
  ];
}

/** `respawn-pane -k`: ends what runs in the pane and starts another program there. */
export function respawnPane(wish: Omit<WindowWish, 'name' | 'format'>): TmuxCommand {
  return ['respawn-pane', '-k', '-t', wish.target, ...paneWords(wish)];
}

/**
 * `rename-window` such that tmux keeps exactly this name; null for the rare name (a raw control character,
 * a lone backslash) that only `new-window -n` can give.
 */
export function keepWindowName(windowId: string, kept: string): TmuxCommand | null {
  const text = textOfName(kept);
  return text === null ? null : renameWindow(windowId, text);
}

/** `rename-window` to a text of our own. What tmux keeps of it is `keptName(text)`. */
export function renameWindow(windowId: string, text: string): TmuxCommand {
  return ['rename-window', '-t', windowId, '--', literal(text)];
}

function paneWords(wish: Pick<WindowWish, 'cwd' | 'environment' | 'argv' | 'format'>): readonly string[] {
  return [
    '-c',
    literal(wish.cwd),
    ...(wish.environment ?? []).flatMap((assignment) => ['-e', assignment]),
    ...(wish.format === undefined ? [] : ['-P', '-F', wish.format]),
    ...(wish.argv === undefined || wish.argv.length === 0 ? [] : ['--', ...wish.argv]),
  ];
}
