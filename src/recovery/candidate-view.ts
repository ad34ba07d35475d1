import { iso } from '../session/iso.ts';
import { displayName } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import type { Candidate } from './candidates.ts';
import { obstacleWords } from './obstacle-words.ts';

/**
 * One row of `recover list --json`. `obstacles` holds `{kind, detail}`: what stands in the way by its name, and in words.
 * Times are ISO 8601 in UTC.
 */
export function candidateView(candidate: Candidate, nowMs: number): Readonly<Record<string, unknown>> {
  const { session, obstacles, isRecoverable } = candidate;
  return {
    session_id: session.id,
    process_number: session.number,
    name: displayName(session),
    task: session.task,
    cwd: session.cwd,
    project_dir: session.projectDir,
    last_seen: iso(session.lastSeenAtMs),
    last_prompt: session.lastPrompt?.excerpt ?? null,
    reason: reasonOf(session),
    place: placeView(session),
    obstacles: obstacles.map((obstacle) => ({
      kind: obstacle.kind,
      detail: obstacleWords(obstacle, nowMs),
    })),
    recoverable: isRecoverable,
  };
}

/** Why the session is not live, in one word; `unknown` where nothing proves it. */
export function reasonOf({ state }: Session): string {
  return state.kind === 'lost' || state.kind === 'ended' ? state.reason : state.kind;
}

function placeView({ place }: Session): unknown {
  if (place === null) return null;
  return {
    socket_path: place.server.socketPath,
    session_name: place.sessionName,
    window_index: place.windowIndex,
    window_name: place.windowName,
    pane_index: place.paneIndex,
    pane_id: place.paneId,
  };
}
