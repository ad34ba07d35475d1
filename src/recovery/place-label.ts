import type { Session } from '../session/session.ts';
import { harmless } from '../text/harmless.ts';

/** Where a session sits or sat, as users write it: `main:2.1`; `-` for one in no tmux. Harmless to print. */
export function placeLabel({ place }: Pick<Session, 'place'>): string {
  if (place === null) return '-';
  return `${harmless(place.sessionName, 40)}:${place.windowIndex}.${place.paneIndex}`;
}
