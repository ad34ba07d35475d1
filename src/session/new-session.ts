import type { SessionId } from '../claude/session-id.ts';
import type { Session } from './session.ts';

/** A session of which nothing is known but its id and number. */
export function newSession(id: SessionId, number: number, atMs: number): Session {
  return {
    id,
    number,
    origin: 'interactive',
    isContinued: true,
    hasHookReported: false,
    state: { kind: 'unknown', missing: 'no process of it was ever seen' },
    names: { user: null, client: null, generated: null },
    task: null,
    description: null,
    summary: null,
    summaryHistory: [],
    modelId: null,
    modelName: null,
    cwd: null,
    projectDir: null,
    transcriptPath: null,
    configDir: null,
    permissionMode: null,
    createdAtMs: atMs,
    lastSeenAtMs: atMs,
    prompts: 0,
    lastPrompt: null,
    process: null,
    place: null,
    farewell: null,
    claims: [],
    recovery: null,
  };
}
