import { newSession } from '../../src/session/new-session.ts';
import type { Session } from '../../src/session/session.ts';
import { id } from '../session/pieces.ts';

/** A live session in a pane of which only what matters to the case is told. */
export function session(told: Partial<Session> = {}): Session {
  return {
    ...newSession(id('a'), 1, 0),
    state: { kind: 'live', activity: 'idle', waitingFor: null },
    projectDir: '/home/dev/parser',
    prompts: 1,
    ...told,
  };
}
