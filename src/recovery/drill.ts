import { parseSessionId, type SessionId } from '../claude/session-id.ts';
import type { Registry } from '../session/registry.ts';
import type { Session } from '../session/session.ts';
import type { Desk } from '../tmux/desk.ts';
import { serverKey, type TmuxServer } from '../tmux/place.ts';
import type { RecoveryFacts } from './facts.ts';
import type { Plan } from './steps.ts';

/** What the stand-in for the client is called; its arguments behind it are the client's. */
const standIn = 'statusline-drill';

/** Waits to be ended and does nothing else. POSIX sh; the client's arguments are data behind its name. */
const standInScript = 'while :; do sleep 3600; done';

/** What the drill rehearses on: a desk that lives, and what is known of its sessions. */
export interface Rehearsal {
  readonly desk: Desk;
  readonly registry: Registry;
  /** The private server's socket. */
  readonly socketPath: string;
  /** Ids that stand for the real ones: a drill must never look like a recovery of the session itself. */
  alias(session: SessionId): string;
  readonly nowMs: number;
}

/**
 * The facts of a machine on which this desk has just been lost with everything on it, and nothing else is the
 * matter: every session that lives there is to come back on the private socket. Pure.
 */
export function drillFacts(rehearsal: Rehearsal): RecoveryFacts {
  const server: TmuxServer = { ...rehearsal.desk.server, socketPath: rehearsal.socketPath };
  const sessions = rehearsedSessions(rehearsal, server);
  const directories = sessions.flatMap(({ projectDir, cwd }) => projectDir ?? cwd ?? []);
  return {
    nowMs: rehearsal.nowMs,
    registry: {
      nextNumber: rehearsal.registry.nextNumber,
      sessions: new Map(sessions.map((session) => [session.id, session])),
      desks: new Map([
        [serverKey(server), { desk: { ...rehearsal.desk, server }, capturedAtMs: rehearsal.nowMs }],
      ]),
    },
    servers: new Map(),
    silentSockets: new Set(),
    unusableSockets: new Set(),
    running: new Map(),
    heldBy: new Map(),
    directories: new Map(directories.map((directory) => [directory, 'directory'])),
    moved: new Map(),
    conversations: new Map(sessions.map(({ id }) => [id, { kind: 'present', path: '/dev/null' }])),
    missingPrograms: new Set(),
    // A second one of each would do its work a second time.
    programs: [],
    options: {
      selection: { kind: 'all' },
      isLazy: false,
      retriesFailed: true,
      from: null,
      target: null,
      directory: null,
      homeSocket: rehearsal.socketPath,
      gate: null,
    },
  };
}

function rehearsedSessions(rehearsal: Rehearsal, server: TmuxServer): readonly Session[] {
  const key = serverKey(rehearsal.desk.server);
  return [...rehearsal.registry.sessions.values()].flatMap((session) => {
    const { place, state, origin } = session;
    if (place === null || serverKey(place.server) !== key) return [];
    if (state.kind !== 'live' || origin !== 'interactive') return [];
    const id = parseSessionId(rehearsal.alias(session.id));
    if (id === null) return [];
    return [
      {
        ...session,
        id,
        state: { kind: 'lost', reason: 'server-lost', atMs: rehearsal.nowMs, evidence: ['a drill'] },
        place: { ...place, server },
        claims: [],
        recovery: null,
      },
    ];
  });
}

/** The same plan with the harmless stand-in in the place of every client. */
export function withStandIns(plan: Plan): Plan {
  return {
    ...plan,
    resumes: plan.resumes.map((resume) => ({
      ...resume,
      launch: {
        ...resume.launch,
        argv: ['/bin/sh', '-c', standInScript, standIn, ...resume.launch.argv],
        environment: {},
      },
    })),
  };
}

/** The client's argument vector that a stand-in bears, or null when this is no stand-in's. */
export function rehearsedArgv(argv: readonly string[] | null): readonly string[] | null {
  const isStandIn = argv?.[1] === '-c' && argv[2] === standInScript && argv[3] === standIn;
  return isStandIn ? argv.slice(4) : null;
}
