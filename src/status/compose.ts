import type { FittedRow, Geometry, Placed } from './fit.ts';
import type { LineOptions } from './options.ts';
import { type Form, type Span, span, widthOfForm } from './segment.ts';
import { widthCells } from '../text/width.ts';

/** The cells that the options' style adds round segments. */
export function geometryOf(options: LineOptions): Geometry {
  return { outerCells: 0, betweenCells: widthCells(options.separator) };
}

/** One row as pieces of text, its right side set against the right edge. */
export function composeRow(row: FittedRow, columns: number, options: LineOptions): Form {
  const left = joined(row.left, options.separator);
  const right = joined(row.right, options.separator);
  if (right.length === 0) return left;
  const free = columns - widthOfForm(left) - widthOfForm(right);
  return [...left, span('plain', ' '.repeat(Math.max(0, free))), ...right];
}

function joined(placed: readonly Placed[], separator: string): Form {
  return placed.flatMap(({ form, isGlued }, index): readonly Span[] => {
    if (index === 0) return form;
    return [isGlued ? span('plain', ' ') : span('separator', separator), ...form];
  });
}
