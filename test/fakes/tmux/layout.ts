import {
  paneCells,
  type Box,
  type LayoutCell,
  type PaneCell,
  type SplitCell,
} from '../../../src/tmux/layout.ts';

/** A whole window as one pane. */
export function singlePane(widthCols: number, heightRows: number, paneNumber: number): PaneCell {
  return { kind: 'pane', widthCols, heightRows, leftCols: 0, topRows: 0, paneNumber };
}

/** The layout with the cell of one pane halved, as `split-window` does it; null when there is no room. */
export function splitCell(
  root: LayoutCell,
  target: number,
  split: {
    readonly kind: SplitCell['kind'];
    readonly paneNumber: number;
    /** Of the new pane; half where nobody asks. */
    readonly size?: number;
  },
): LayoutCell | null {
  let hasRoom = true;
  const halve = (cell: PaneCell): readonly [PaneCell, PaneCell] => {
    const size = split.kind === 'beside' ? cell.widthCols : cell.heightRows;
    if (size < 3) hasRoom = false;
    const second = Math.max(1, Math.min(split.size ?? Math.floor((size + 1) / 2) - 1, size - 2));
    return [
      sized(cell, split.kind, size - 1 - second),
      sized({ ...cell, paneNumber: split.paneNumber }, split.kind, second),
    ];
  };
  const visit = (cell: LayoutCell): LayoutCell => {
    if (cell.kind === 'pane') {
      return cell.paneNumber === target ? { ...boxOf(cell), kind: split.kind, cells: halve(cell) } : cell;
    }
    if (cell.kind !== split.kind) return { ...cell, cells: cell.cells.map(visit) };
    const cells = cell.cells.flatMap((child) =>
      child.kind === 'pane' && child.paneNumber === target ? halve(child) : [visit(child)],
    );
    return { ...cell, cells };
  };
  const split2 = placed(visit(root), 0, 0);
  return hasRoom ? split2 : null;
}

/** The layout without one pane: its room goes to the neighbour before it, or after it for the first. */
export function removeCell(root: LayoutCell, target: number): LayoutCell | null {
  const visit = (cell: LayoutCell): LayoutCell | null => {
    if (cell.kind === 'pane') return cell.paneNumber === target ? null : cell;
    const at = cell.cells.findIndex((child) => child.kind === 'pane' && child.paneNumber === target);
    if (at === -1) return { ...cell, cells: cell.cells.flatMap((child) => visit(child) ?? []) };
    const gone = lengthOf(cell.cells[at] ?? cell, cell.kind) + 1;
    const heir = at === 0 ? 1 : at - 1;
    const cells = cell.cells.flatMap((child, index) => {
      if (index === at) return [];
      return [index === heir ? sized(child, cell.kind, lengthOf(child, cell.kind) + gone) : child];
    });
    const [only] = cells;
    return only !== undefined && cells.length === 1 ? only : { ...cell, cells };
  };
  const left = visit(root);
  return left === null ? null : placed(left, 0, 0);
}

/** The layout with its panes numbered anew, in order. */
export function renumbered(layout: LayoutCell, numbers: readonly number[]): LayoutCell {
  const left = [...numbers];
  const visit = (cell: LayoutCell): LayoutCell =>
    cell.kind === 'pane'
      ? { ...cell, paneNumber: left.shift() ?? null }
      : { ...cell, cells: cell.cells.map(visit) };
  return visit(layout);
}

/** The layout with its last cells taken away until it has this many. */
export function withCells(layout: LayoutCell, count: number): LayoutCell {
  const cells = paneCells(layout).length;
  if (cells <= count) return layout;
  const numbered = renumbered(layout, [...Array(cells).keys()]);
  return withCells(removeCell(numbered, cells - 1) ?? numbered, count);
}

/** The layout made to fill another size. Good enough for a model: the last cells take the difference. */
export function fitted(layout: LayoutCell, widthCols: number, heightRows: number): LayoutCell {
  return placed(sized(sized(layout, 'beside', widthCols), 'stacked', heightRows), 0, 0);
}

function boxOf(cell: LayoutCell): Box {
  const { widthCols, heightRows, leftCols, topRows } = cell;
  return { widthCols, heightRows, leftCols, topRows };
}

function lengthOf(cell: LayoutCell, axis: SplitCell['kind']): number {
  return axis === 'beside' ? cell.widthCols : cell.heightRows;
}

/** A cell stretched or shrunk along one axis; its last child along that axis takes the difference. */
function sized<Cell extends LayoutCell>(cell: Cell, axis: SplitCell['kind'], length: number): Cell {
  const box = axis === 'beside' ? { widthCols: length } : { heightRows: length };
  if (cell.kind === 'pane') return { ...cell, ...box };
  const difference = length - lengthOf(cell, axis);
  const cells = cell.cells.map((child, index) => {
    if (cell.kind !== axis) return sized(child, axis, length);
    const isLast = index === cell.cells.length - 1;
    return isLast ? sized(child, axis, lengthOf(child, axis) + difference) : child;
  });
  return { ...cell, ...box, cells };
}

/** The same sizes with positions that follow from them. */
function placed(cell: LayoutCell, leftCols: number, topRows: number): LayoutCell {
  if (cell.kind === 'pane') return { ...cell, leftCols, topRows };
  let [left, top] = [leftCols, topRows];
  const cells = cell.cells.map((child) => {
    const at = placed(child, left, top);
    if (cell.kind === 'beside') left += child.widthCols + 1;
    else top += child.heightRows + 1;
    return at;
  });
  return { ...cell, leftCols, topRows, cells };
}
