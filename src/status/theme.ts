/** A colour: what it should be, and the nearest of a terminal's own sixteen (0 to 15). */
export interface Colour {
  /** 0xRRGGBB; null to leave it to the terminal's own sixteen on every terminal. */
  readonly rgb: number | null;
  readonly ansi: number;
}

/** What a piece of text is, for a theme to colour. */
export const roles = [
  'plain',
  'muted',
  'separator',
  'name',
  'number',
  'model',
  'path',
  'branch',
  'figure',
  'accent',
  'good',
  'warn',
  'bad',
  'task',
  'summary',
] as const;

/** What a piece of text is, for a theme to colour. */
export type Role = (typeof roles)[number];

/** How a piece of text looks. */
export interface Look {
  readonly text?: Colour;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
}

/** A ground with the colour that reads on it. Null leaves either to the terminal. */
export interface Block {
  readonly background: Colour | null;
  readonly text: Colour | null;
}

/** A theme is data: looks by role, and blocks for the styles that draw backgrounds. */
export interface Theme {
  /** What background it was made for. */
  readonly ground: 'dark' | 'light' | 'any';
  readonly looks: Readonly<Partial<Record<Role, Look>>>;
  /** Taken in turn by the segments of a side; none where the theme draws no backgrounds. */
  readonly blocks: readonly Block[];
  /** For segments that say that something is worrying, or bad. */
  readonly alerts: { readonly warn: Block; readonly bad: Block } | null;
}
