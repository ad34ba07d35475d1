import { basename } from 'node:path';
import { givenName, isOurs } from '../../session/names.ts';
import { harmless } from '../../text/harmless.ts';
import type { LineFacts } from '../facts.ts';
import { prose, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

const maxCells = 32;
/** So many of a name are worth more than any other fact: only a longer one is cut for them. */
const minCells = 20;

/** Who this is: the name in force, as everywhere, else the title that the client shows, else its folder's. */
export const name: Widget = ({ facts }) => prose(95, minCells, [span('name', nameOf(facts))]);

/** The first of a session's names with something in it that can be seen; empty when there is none. */
function nameOf({ input, session }: LineFacts): string {
  const directory = input.workspace.projectDir ?? session?.projectDir ?? input.cwd;
  const given = session === null ? null : givenName(session);
  const candidates = [given, titleOf(input.sessionName, session), basename(directory ?? '')];
  return candidates.map((text) => harmless(text ?? '', maxCells)).find((text) => text !== '') ?? '';
}

/** The client's title, where it says anything: it takes one that we made along over /clear, into another conversation. */
function titleOf(title: string | null, session: LineFacts['session']): string | null {
  return title !== null && session !== null && isOurs(session.names, title) ? null : title;
}
