import { harmlessPiece } from '../text/harmless.ts';
import { widthCells } from '../text/width.ts';
import type { FittedRow, Geometry, Placed } from './fit.ts';
import type { LineOptions, LineStyle } from './options.ts';
import { type Form, type Span, span, widthOfForm } from './segment.ts';
import type { ColourLevel } from './terminal.ts';
import type { Block, Theme } from './theme.ts';

/** A style as it can be drawn here: blocks need colours, and a theme that has blocks. */
export interface Drawing {
  readonly style: LineStyle;
  readonly separator: string;
  readonly theme: Theme;
}

/** How the options can be drawn with these colours. */
export function drawingFor(options: LineOptions, theme: Theme, colours: ColourLevel): Drawing {
  const canDrawBlocks = colours !== 'none' && theme.blocks.length > 0;
  return {
    style: canDrawBlocks ? options.style : 'plain',
    separator: harmlessPiece(options.separator),
    theme,
  };
}

const blockGeometry: Readonly<Record<Exclude<LineStyle, 'plain'>, Geometry>> = {
  blocks: { outerCells: 2, betweenCells: 2 },
  powerline: { outerCells: 3, betweenCells: 3 },
  capsule: { outerCells: 2, betweenCells: 3 },
};

/** The cells that a drawing adds round segments. */
export function geometryOf({ style, separator }: Drawing): Geometry {
  return style === 'plain' ? { outerCells: 0, betweenCells: widthCells(separator) } : blockGeometry[style];
}

/** One row as pieces of text, its right side set against the right edge. */
export function composeRow(row: FittedRow, columns: number, drawing: Drawing): Form {
  const left = composeSide(row.left, 'left', drawing);
  const right = composeSide(row.right, 'right', drawing);
  if (right.length === 0) return left;
  const free = columns - widthOfForm(left) - widthOfForm(right);
  return [...left, span('plain', ' '.repeat(Math.max(0, free))), ...right];
}

type Side = 'left' | 'right';

function composeSide(all: readonly Placed[], side: Side, drawing: Drawing): Form {
  const placed = all.filter(({ fate }) => fate !== 'dropped');
  if (drawing.style === 'plain') return joined(placed, drawing.separator);
  const blocks = gathered(placed).map((form, index) => ({
    form,
    block: blockFor(form, index, drawing.theme),
  }));
  return blocks.flatMap(({ form, block }, index) => {
    const neighbour = blocks[side === 'left' ? index + 1 : index - 1]?.block ?? null;
    return drawn(
      form.map((piece) => ({ ...piece, block })),
      { block, neighbour, side, style: drawing.style, isFirst: index === 0 },
    );
  });
}

function joined(placed: readonly Placed[], separator: string): Form {
  return placed.flatMap(({ form, isGlued }, index): readonly Span[] => {
    if (index === 0) return form;
    return [isGlued ? span('plain', ' ') : span('separator', separator), ...form];
  });
}

/** What is glued together shares a block. */
function gathered(placed: readonly Placed[]): readonly Form[] {
  const forms: Form[] = [];
  for (const { form, isGlued } of placed) {
    const before = isGlued ? forms.pop() : undefined;
    forms.push(before === undefined ? form : [...before, span('plain', ' '), ...form]);
  }
  return forms;
}

function blockFor(form: Form, index: number, theme: Theme): Block {
  const roles = new Set(form.map((piece) => piece.role));
  for (const quiet of ['muted', 'separator', 'plain'] as const) roles.delete(quiet);
  // A block turns to alarm when all that it says is alarming, not for one red figure among others.
  if (theme.alerts !== null && roles.size === 1) {
    if (roles.has('bad')) return theme.alerts.bad;
    if (roles.has('warn')) return theme.alerts.warn;
  }
  return theme.blocks[index % theme.blocks.length] ?? { background: null, text: null };
}

interface Surroundings {
  readonly block: Block;
  /** What stands on the side to which this block points, or null at the end. */
  readonly neighbour: Block | null;
  readonly side: Side;
  readonly style: LineStyle;
  readonly isFirst: boolean;
}

function drawn(form: Form, around: Surroundings): Form {
  const { block, neighbour, side, style, isFirst } = around;
  const pad: Span = { text: ' ', role: 'plain', block };
  if (style === 'blocks') return [pad, ...form, pad];
  const cap = (text: string, ground: Block | null): Span => ({
    text,
    role: 'plain',
    block: { text: block.background, background: ground?.background ?? null },
  });
  if (style === 'powerline') {
    return side === 'left'
      ? [pad, ...form, pad, cap('\ue0b0', neighbour)]
      : [cap('\ue0b2', neighbour), pad, ...form, pad];
  }
  return [span('plain', isFirst ? '' : ' '), cap('\ue0b6', null), ...form, cap('\ue0b4', null)];
}
