import type { TmuxServer } from './place.ts';

/** A pane as captured. Its size and position are in its window's layout string. */
export interface DeskPane {
  /** `%12`. */
  readonly id: string;
  readonly index: number;
  readonly pid: number;
  readonly cwd: string;
  /** `#{pane_current_command}`. */
  readonly command: string;
  readonly title: string;
  /** The program in front, word by word, where the user lets it come back by itself. */
  readonly program?: readonly string[];
}

/** A window as captured. A window linked into several sessions is captured once. */
export interface DeskWindow {
  /** `@7`. */
  readonly id: string;
  readonly name: string;
  /** `#{window_layout}`: the full layout, also while a pane is zoomed. */
  readonly layout: string;
  readonly widthCols: number;
  readonly heightRows: number;
  readonly isZoomed: boolean;
  /** Whether tmux renames it by itself; false where the user (or we) gave the name. */
  readonly hasAutomaticName: boolean;
  readonly isSynchronized: boolean;
  /** `%12`, the pane that had the focus. */
  readonly activePane: string;
  /** In layout order, which is pane index order. */
  readonly panes: readonly DeskPane[];
}

/** A window's seat in a session. */
export interface DeskSeat {
  readonly index: number;
  /** `@7`. */
  readonly windowId: string;
}

/** A tmux session as captured. */
export interface DeskSession {
  /** `$3`. */
  readonly id: string;
  readonly name: string;
  /** Name of the session group, or null. */
  readonly group: string | null;
  /** In index order. */
  readonly seats: readonly DeskSeat[];
  /** Index of the current window. */
  readonly activeIndex: number;
  /** Index of the window before it (`last-window`), or null. */
  readonly lastIndex: number | null;
}

/** Everything one tmux server holds, at one moment. */
export interface Desk {
  readonly server: TmuxServer;
  readonly sessions: readonly DeskSession[];
  /** Every window once, by id. */
  readonly windows: readonly DeskWindow[];
}
