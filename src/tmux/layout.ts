/** Size and position of a cell, in character cells from the window's top left. */
export interface Box {
  readonly widthCols: number;
  readonly heightRows: number;
  readonly leftCols: number;
  readonly topRows: number;
}

/** A cell that is one pane. */
export interface PaneCell extends Box {
  readonly kind: 'pane';
  /** The number of the pane's id, or null where the string leaves it out. */
  readonly paneNumber: number | null;
}

/** A cell that is divided: side by side (`{}`), or one above the other (`[]`). One line lies between neighbours. */
export interface SplitCell extends Box {
  readonly kind: 'beside' | 'stacked';
  readonly cells: readonly LayoutCell[];
}

/** What a tmux layout string says. */
export type LayoutCell = PaneCell | SplitCell;

const boxShape = /^(\d+)x(\d+),(\d+),(\d+)/;
const numberShape = /^,(\d+)(?![\dx])/;

/**
 * The layout in a `#{window_layout}` string, or null when it is not one: wrong checksum, or a kind of
 * cell that this program does not know.
 *
 *     layout = checksum "," cell
 *     cell   = W "x" H "," X "," Y ( "," paneNumber | "{" cell ("," cell)+ "}" | "[" cell ("," cell)+ "]" )?
 */
export function parseLayout(text: string): LayoutCell | null {
  const [, sum, body] = /^([0-9a-f]{1,4}),(.*)$/s.exec(text) ?? [];
  if (sum === undefined || body === undefined || Number.parseInt(sum, 16) !== layoutChecksum(body))
    return null;
  const read = readCell(body);
  return read !== null && read.rest === '' ? read.cell : null;
}

/** The layout string for `select-layout`, as tmux itself prints it. */
export function printLayout(layout: LayoutCell): string {
  const body = printCell(layout);
  return `${layoutChecksum(body).toString(16).padStart(4, '0')},${body}`;
}

/**
 * tmux's own checksum over the part behind the first comma (`layout_checksum` in its layout-custom.c):
 * for every byte, a 16-bit sum is turned right by one bit and the byte added.
 */
export function layoutChecksum(body: string): number {
  let sum = 0;
  for (const byte of Buffer.from(body)) sum = ((sum >> 1) + ((sum & 1) << 15) + byte) & 0xffff;
  return sum;
}

/** The panes of a layout in pane index order. */
export function paneCells(layout: LayoutCell): readonly PaneCell[] {
  return layout.kind === 'pane' ? [layout] : layout.cells.flatMap(paneCells);
}

/** True when both have the same boxes in the same order, whatever pane ids stand in them. */
export function isSameGeometry(a: LayoutCell, b: LayoutCell): boolean {
  return printCell(withoutPanes(a)) === printCell(withoutPanes(b));
}

function withoutPanes(cell: LayoutCell): LayoutCell {
  return cell.kind === 'pane'
    ? { ...cell, paneNumber: null }
    : { ...cell, cells: cell.cells.map(withoutPanes) };
}

function printCell(cell: LayoutCell): string {
  const box = `${cell.widthCols}x${cell.heightRows},${cell.leftCols},${cell.topRows}`;
  if (cell.kind === 'pane') return cell.paneNumber === null ? box : `${box},${cell.paneNumber}`;
  const inner = cell.cells.map(printCell).join(',');
  return cell.kind === 'beside' ? `${box}{${inner}}` : `${box}[${inner}]`;
}

/** A cell read from the front of a text, and what is left of the text. */
interface Read {
  readonly cell: LayoutCell;
  readonly rest: string;
}

function readCell(text: string): Read | null {
  const match = boxShape.exec(text);
  if (match === null) return null;
  const [whole, width, height, left, top] = match;
  const box = {
    widthCols: Number(width),
    heightRows: Number(height),
    leftCols: Number(left),
    topRows: Number(top),
  };
  const rest = text.slice(whole.length);
  if (rest.startsWith('{')) return readSplit(box, 'beside', rest);
  if (rest.startsWith('[')) return readSplit(box, 'stacked', rest);
  // A comma may also lead on to the next cell: `,12` is a pane, `,12x…` is not.
  const pane = numberShape.exec(rest);
  return {
    cell: { ...box, kind: 'pane', paneNumber: pane === null ? null : Number(pane[1]) },
    rest: rest.slice(pane?.[0].length ?? 0),
  };
}

function readSplit(box: Box, kind: SplitCell['kind'], text: string): Read | null {
  const cells: LayoutCell[] = [];
  let rest = text;
  do {
    const read = readCell(rest.slice(1));
    if (read === null) return null;
    cells.push(read.cell);
    rest = read.rest;
  } while (rest.startsWith(','));
  if (!rest.startsWith(kind === 'beside' ? '}' : ']') || cells.length < 2) return null;
  return { cell: { ...box, kind, cells }, rest: rest.slice(1) };
}
