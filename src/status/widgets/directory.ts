import { basename, sep } from 'node:path';
import { harmless } from '../../text/harmless.ts';
import { truncateStart } from '../../text/width.ts';
import { icon } from '../icons.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

const longCells = 40;

/** Where the session works: from home, then by the folder's name alone. */
export const directory: Widget = ({ facts, icons }) => {
  const path = facts.input.workspace.currentDir ?? facts.input.cwd ?? facts.session?.cwd ?? '';
  if (path === '') return null;
  const full = harmless(fromHome(path, facts.home));
  const last = harmless(basename(path), longCells);
  return segment(
    65,
    [span('path', `${icon('directory', icons)}${truncateStart(full, longCells)}`)],
    last === full || last === '' ? null : [span('path', last)],
  );
};

function fromHome(path: string, home: string | null): string {
  if (home === null || home === '' || home === sep) return path;
  if (path === home) return '~';
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
