import type { Conversation } from '../claude/conversation.ts';
import type { Event } from '../session/event.ts';
import { isOurs } from '../session/names.ts';
import type { Session } from '../session/session.ts';

/**
 * What the transcript proves of the client's title: it alone says of each whether somebody gave it or the
 * client's model made it. A title that was taken for given and was made steps back behind the generated name,
 * and one that was given and taken for a suggestion goes before it. Nothing where the transcript shows neither.
 */
export function titleEvents(
  { id, names }: Session,
  { givenTitle, madeTitle }: Conversation,
): readonly Event[] {
  if (names.client !== null && names.client === madeTitle && names.client !== givenTitle) {
    return [
      { kind: 'named', session: id, by: 'client', name: null },
      { kind: 'named', session: id, by: 'suggested', name: madeTitle },
    ];
  }
  if (givenTitle === undefined || givenTitle !== names.suggested || isOurs(names, givenTitle)) return [];
  return [{ kind: 'named', session: id, by: 'client', name: givenTitle }];
}
