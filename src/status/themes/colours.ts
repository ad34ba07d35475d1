import type { Block, Colour } from '../theme.ts';

/** A colour with its neighbour among the terminal's own sixteen. */
export function colour(rgb: number, ansi: number): Colour {
  return { rgb, ansi };
}

/** One of the terminal's own sixteen colours, whatever the user made of it. */
export function own(ansi: number): Colour {
  return { rgb: null, ansi };
}

/** A ground with what is written on it. */
export function block(background: Colour, text: Colour): Block {
  return { background, text };
}
