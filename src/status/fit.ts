import { type Form, type Segment, truncateForm, widthOfForm } from './segment.ts';

/** What a style adds round the segments of a row. */
export interface Geometry {
  /** Cells before the first segment of a side and after its last, together. */
  readonly outerCells: number;
  /** Cells between two segments. */
  readonly betweenCells: number;
}

/** A segment in the form that it got. */
export interface Placed {
  /** Empty where the segment was dropped. */
  readonly form: Form;
  readonly isGlued: boolean;
  /** What had to be done to it. */
  readonly fate: 'whole' | 'shortened' | 'cut' | 'dropped';
}

/** A row as it fits: every segment that was given, in its order. */
export interface FittedRow {
  readonly left: readonly Placed[];
  readonly right: readonly Placed[];
}

/** Cells kept free between what stands left and what stands right. */
const middleCells = 2;
const gluedCells = 1;

/** A segment on its way to a form. Cut forms are cut when all is settled. */
interface Item {
  readonly segment: Segment;
  readonly side: 'left' | 'right';
  readonly widths: readonly number[];
  form: number;
  cells: number;
  isShown: boolean;
}

/**
 * Chooses forms so that the row fits: first what matters least takes its shorter forms, then what matters
 * least is dropped, until all fits; then what room there is goes to what was dropped and has one after all, and what
 * that leaves to fuller forms, the most important first. The last one standing is cut. Among equals the later one
 * gives way.
 */
export function fitRow(
  sides: { readonly left: readonly Segment[]; readonly right: readonly Segment[] },
  columns: number,
  geometry: Geometry,
): FittedRow {
  const items = [
    ...sides.left.map((segment) => itemFor(segment, 'left')),
    ...sides.right.map((segment) => itemFor(segment, 'right')),
  ];
  const ranked = items.map((item, index) => ({ item, index }));
  ranked.sort((a, b) => a.item.segment.priority - b.item.segment.priority || b.index - a.index);
  const leastFirst = ranked.map(({ item }) => item);
  const excess = (): number => rowCells(items, geometry) - columns;

  for (const item of leastFirst) while (excess() > 0 && shrink(item, excess()));
  for (const item of leastFirst.slice(0, -1)) {
    if (excess() <= 0) break;
    item.isShown = false;
  }
  // One fact more says more than a longer word for one that is there.
  for (const item of leastFirst.toReversed()) bringBack(item, excess);
  for (const item of leastFirst.toReversed()) if (item.isShown && excess() < 0) regrow(item, excess);
  const last = leastFirst.at(-1);
  if (last !== undefined && excess() > 0) last.cells -= excess();
  return { left: placed(items, 'left'), right: placed(items, 'right') };
}

function itemFor(segment: Segment, side: Item['side']): Item {
  const widths = segment.forms.map(widthOfForm);
  return { segment, side, widths, form: 0, cells: widths[0] ?? 0, isShown: true };
}

/** Makes an item one step narrower; false when it has no narrower step. */
function shrink(item: Item, excess: number): boolean {
  const next = item.widths.findIndex((width, index) => index > item.form && width < item.cells);
  if (next >= 0) {
    setForm(item, next);
    return true;
  }
  const floor = item.segment.minCells ?? item.cells;
  if (item.cells <= floor) return false;
  item.cells = Math.max(floor, item.cells - excess);
  return true;
}

/** Shows an item in its narrowest form where there is room for that. */
function bringBack(item: Item, excess: () => number): void {
  if (item.isShown) return;
  item.isShown = true;
  item.isShown = excess() <= 0;
}

/** Gives an item that is shown the fullest form for which there is room. */
function regrow(item: Item, excess: () => number): void {
  const before = { form: item.form, cells: item.cells };
  for (let form = 0; form <= before.form; form += 1) {
    setForm(item, form);
    if (excess() <= 0) return;
  }
  const floor = item.segment.minCells ?? item.cells;
  item.cells = Math.max(floor, item.cells - excess());
  if (excess() > 0) Object.assign(item, before);
}

function setForm(item: Item, form: number): void {
  item.form = form;
  item.cells = item.widths[form] ?? 0;
}

function rowCells(items: readonly Item[], geometry: Geometry): number {
  const left = sideCells(items, 'left', geometry);
  const right = sideCells(items, 'right', geometry);
  return left + right + (left > 0 && right > 0 ? middleCells : 0);
}

function sideCells(items: readonly Item[], side: Item['side'], geometry: Geometry): number {
  let cells = 0;
  for (const item of items) {
    if (!item.isShown || item.side !== side) continue;
    const before = item.segment.isGlued ? gluedCells : geometry.betweenCells;
    cells += item.cells + (cells === 0 ? geometry.outerCells : before);
  }
  return cells;
}

function placed(items: readonly Item[], side: Item['side']): readonly Placed[] {
  return items.filter((item) => item.side === side).map(settled);
}

function settled({ segment, form, cells, widths, isShown }: Item): Placed {
  if (!isShown) return { form: [], isGlued: false, fate: 'dropped' };
  const chosen = truncateForm(segment.forms[form] ?? segment.forms[0], cells);
  const isCut = cells < (widths[form] ?? 0);
  return { form: chosen, isGlued: segment.isGlued, fate: isCut ? 'cut' : form > 0 ? 'shortened' : 'whole' };
}
