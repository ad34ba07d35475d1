import { basename } from 'node:path';
import { harmless } from '../../text/harmless.ts';
import type { LineFacts } from '../facts.ts';
import { prose, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

const maxCells = 32;
const minCells = 12;

/** Who this is: the user's name for it, else the client's title, else the generated name, else its folder's. */
export const name: Widget = ({ facts }) => prose(95, minCells, [span('name', nameOf(facts))]);

/** The first of a session's names with something in it that can be seen; empty when there is none. */
function nameOf({ input, session }: LineFacts): string {
  const names = session?.names;
  const directory = input.workspace.projectDir ?? session?.projectDir ?? input.cwd;
  const candidates = [
    names?.user,
    input.sessionName,
    names?.client,
    names?.generated,
    basename(directory ?? ''),
  ];
  return candidates.map((text) => harmless(text ?? '', maxCells)).find((text) => text !== '') ?? '';
}
