import type { Role } from './segment.ts';

/** A colour: what it should be, and the nearest of a terminal's own sixteen (0 to 15). */
export interface Colour {
  /** 0xRRGGBB; null to leave it to the terminal's own sixteen on every terminal. */
  readonly rgb: number | null;
  readonly ansi: number;
}

/** How a piece of text looks. */
export interface Look {
  readonly text?: Colour;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
}

/** A block of background with the colour that reads on it. */
export interface Block {
  readonly background: Colour;
  readonly text: Colour;
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
