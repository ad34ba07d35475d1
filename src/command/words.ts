import { assertNever } from '../text/result.ts';
import { harmless } from '../text/harmless.ts';
import { displayName, numberLabel } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import type { RefFailure } from '../session/refs.ts';
import type { Tone } from './tone.ts';

/** `Archaeologist (C7)`: a session in a sentence. */
export function sessionWords(session: Session): string {
  return `${harmless(displayName(session))} (${numberLabel(session)})`;
}

/** A session's state in a word or two, as the table has it. */
export function stateWords({ state }: Session): string {
  switch (state.kind) {
    case 'live':
      return state.activity;
    case 'ended':
      return state.reason;
    case 'lost':
      return `lost: ${state.reason}`;
    case 'unknown':
      return 'unknown';
    default:
      return assertNever(state);
  }
}

/** What a session's state is to who looks at many: somebody who waits is to be seen first. */
export function stateTone({ state }: Session): Tone {
  switch (state.kind) {
    case 'live':
      return state.activity === 'idle' ? 'quiet' : state.activity;
    case 'lost':
      return 'lost';
    case 'ended':
    case 'unknown':
      return 'quiet';
    default:
      return assertNever(state);
  }
}

/** `main:2.1 %12`, or a dash for a session outside tmux. */
export function placeWords({ place }: Session): string {
  if (place === null) return '–';
  return `${harmless(place.sessionName)}:${place.windowIndex}.${place.paneIndex} ${place.paneId}`;
}

/** Why a reference names no session, and what would. */
export function refFailureWords(failure: RefFailure): string {
  const ref = harmless(failure.ref);
  switch (failure.kind) {
    case 'no-such-session':
      return `no session is known as "${ref}": see \`statusline list --all\``;
    case 'ambiguous': {
      const candidates = failure.candidates.map(
        (session) => `${numberLabel(session)} ${harmless(displayName(session))} ${placeWords(session)}`,
      );
      return `"${ref}" could be ${candidates.join(', or ')}: name one by its number`;
    }
    default:
      return assertNever(failure);
  }
}
