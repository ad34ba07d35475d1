import type { Colour, Role } from './theme.ts';
import type { ThemeName } from './themes.ts';
import type { WidgetName } from './widget-names.ts';

/** How segments are set apart. */
export type LineStyle = 'plain' | 'powerline' | 'capsule' | 'blocks';

/** Which signs may be drawn: none but letters, what ordinary fonts have, or what a Nerd Font has. */
export type IconSet = 'none' | 'unicode' | 'nerd';

/** A widget's place in a row, and how it departs from its ways there. */
export interface WidgetSpec {
  readonly widget: WidgetName;
  /** A word before it. */
  readonly label?: string;
  /** What is less important gives way first; each widget has its own. */
  readonly priority?: number;
  /** The most cells that it may take. */
  readonly maxCells?: number;
  /** `short` begins with the second form, where there is one. */
  readonly form?: 'long' | 'short';
  /** For `text`: what to show. For `command`: the command's name in `commands`. */
  readonly value?: string;
}

/** One row of the line. */
export interface RowSpec {
  readonly left: readonly WidgetSpec[];
  readonly right: readonly WidgetSpec[];
}

/** One of the user's own commands, run at most so often and for at most so long, off the render's way. */
export interface CommandSpec {
  /** The program and its arguments. No shell unless the user names one. */
  readonly run: readonly [string, ...string[]];
  readonly everyMs: number;
  readonly timeoutMs: number;
}

/** How the line is to look. */
export interface LineOptions {
  readonly rows: readonly RowSpec[];
  /** The most rows ever written. 0 is the only way to an empty line: the user asked for none. */
  readonly maxRows: number;
  /** In a terminal lower than this, one row only. */
  readonly oneRowBelowRows: number;
  readonly theme: ThemeName;
  readonly style: LineStyle;
  /** Between segments in the plain style. */
  readonly separator: string;
  readonly icons: IconSet;
  /** Colours of the user's own, over the theme's. */
  readonly colours: Readonly<Partial<Record<Role, Colour>>>;
  /** The user's own commands, by name. */
  readonly commands: Readonly<Record<string, CommandSpec>>;
  /** Cells of the terminal's width that the client keeps for itself. */
  readonly marginCells: number;
}

function row(left: readonly WidgetName[], right: readonly WidgetName[] = []): RowSpec {
  return { left: left.map((widget) => ({ widget })), right: right.map((widget) => ({ widget })) };
}

/** What is shown when the user has said nothing. */
export const defaultOptions: LineOptions = {
  rows: [
    row(
      ['name', 'number', 'model', 'directory', 'branch', 'context', 'cost', 'prompts', 'limits'],
      ['shield'],
    ),
    row(['notice', 'task', 'summary']),
  ],
  maxRows: 2,
  oneRowBelowRows: 16,
  theme: 'terracotta',
  style: 'plain',
  separator: ' · ',
  icons: 'unicode',
  colours: {},
  commands: {},
  // Measured: the client indents the line by two cells and ends it two cells early (more with a `padding`).
  marginCells: 4,
};
