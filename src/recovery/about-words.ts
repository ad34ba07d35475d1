import { givenName, numberLabel } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import { harmless } from '../text/harmless.ts';

const nameCells = 40;
const aboutCells = 60;

/**
 * `C7 Archaeologist`, `fix the parser`: a session by number and name, and what it is about where that is known. A name
 * that is only the beginning of that is not said twice. Harmless to print.
 */
export function aboutWords(session: Session, name: string | null = givenName(session)): readonly string[] {
  const number = numberLabel(session);
  const about = session.task ?? session.lastPrompt?.excerpt ?? '';
  if (name !== null && name !== '' && about.startsWith(name))
    return [`${number} ${harmless(about, aboutCells)}`];
  const called = name === null ? number : `${number} ${harmless(name, nameCells)}`;
  return about === '' ? [called] : [called, harmless(about, aboutCells)];
}
