import type { SessionEvent } from './event.ts';
import type { Session, SessionNames } from './session.ts';

type Imported = Extract<SessionEvent, { kind: 'imported' }>;

/** A session of which the earlier plugin's registry is all that is known. */
export function foldImport(session: Session, event: Imported): Session {
  return {
    ...session,
    names: namesOf(event),
    task: event.task,
    modelName: event.modelName,
    cwd: event.cwd,
    prompts: event.prompts,
    lastSeenAtMs: momentOr(event.lastSeenAtMs, session.lastSeenAtMs),
    state: event.wasActive
      ? { kind: 'unknown', missing: 'its process: the earlier plugin kept none' }
      : {
          kind: 'ended',
          reason: 'exited',
          atMs: momentOr(event.lastSeenAtMs, session.lastSeenAtMs),
          evidence: ['inactive in the earlier registry'],
          isConcluded: true,
        },
  };
}

/**
 * A session that reported itself before its import came: what is known of it now stays, its number and state
 * too; the rest is taken over.
 */
export function withImported(session: Session, event: Imported): Session {
  const { user, client, generated, former } = session.names;
  const earlier = namesOf(event);
  const isNamed = user !== null || former !== undefined;
  return {
    ...session,
    names: {
      ...session.names,
      user: isNamed ? user : earlier.user,
      client,
      generated: generated ?? earlier.generated,
    },
    task: session.task ?? event.task,
    modelName: session.modelName ?? event.modelName,
    cwd: session.cwd ?? event.cwd,
    prompts: Math.max(session.prompts, event.prompts),
    createdAtMs: Math.min(session.createdAtMs, momentOr(event.createdAtMs, session.createdAtMs)),
  };
}

function namesOf({ name: said, isGeneratedName }: Imported): SessionNames {
  const name = said === null || said.trim() === '' ? null : said;
  return isGeneratedName
    ? { user: null, client: null, generated: name }
    : { user: name, client: null, generated: null };
}

/** The earlier plugin's registry may lack a moment: it comes as zero. */
export function momentOr(atMs: number, otherwiseMs: number): number {
  return atMs > 0 ? atMs : otherwiseMs;
}
