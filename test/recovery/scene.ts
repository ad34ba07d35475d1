import type { SessionId } from '../../src/claude/session-id.ts';
import type {
  Conversation,
  LivePane,
  LiveServer,
  PaneStanding,
  RecoveryFacts,
  RecoveryOptions,
  RunningClient,
} from '../../src/recovery/facts.ts';
import { newSession } from '../../src/session/new-session.ts';
import type { Registry } from '../../src/session/registry.ts';
import type { Claim, Session } from '../../src/session/session.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import { serverKey, type Place } from '../../src/tmux/place.ts';
import { clientProcess, id, place } from '../session/pieces.ts';

/** The moment at which every scene is looked at. */
export const nowMs = Date.UTC(2026, 10, 22, 12, 0, 0);

/** The place of a pane as a desk has it. */
export function placeIn(desk: Desk, paneId: string): Place {
  const window = desk.windows.find(({ panes }) => panes.some((pane) => pane.id === paneId));
  const pane = window?.panes.find((each) => each.id === paneId);
  const session = desk.sessions.find(({ seats }) => seats.some(({ windowId }) => windowId === window?.id));
  const seat = session?.seats.find(({ windowId }) => windowId === window?.id);
  if (window === undefined || pane === undefined || session === undefined || seat === undefined) {
    throw new Error(`The desk has no pane ${paneId}.`);
  }
  return {
    server: desk.server,
    sessionId: session.id,
    sessionName: session.name,
    windowId: window.id,
    windowIndex: seat.index,
    windowName: window.name,
    paneId,
    paneIndex: pane.index,
    panePid: pane.pid,
  };
}

/** What recovery finds, built up piece by piece; what is left out is a prompted session of a lost server. */
export function scene(): Scene {
  return new Scene();
}

/** See {@link scene}. */
export class Scene {
  #sessions: readonly Session[] = [];
  #facts: Omit<RecoveryFacts, 'registry'> = {
    nowMs,
    servers: new Map(),
    silentSockets: new Set(),
    unusableSockets: new Set(),
    running: new Map(),
    heldBy: new Map(),
    directories: new Map([['/home/dev/proj', 'directory']]),
    moved: new Map(),
    conversations: new Map(),
    missingPrograms: new Set(),
    programs: [],
    options: {
      selection: { kind: 'all' },
      isLazy: false,
      retriesFailed: false,
      from: null,
      target: null,
      directory: null,
      homeSocket: '/tmp/tmux-1000/default',
      gate: null,
    },
  };
  #desks: readonly Desk[] = [];

  /** A lost session with a conversation; `changes` are laid over it. */
  session(name: string, changes: Partial<Session> = {}): this {
    const number = this.#sessions.length + 1;
    const lost: Session = {
      ...newSession(id(name), number, nowMs - 3_600_000),
      state: { kind: 'lost', reason: 'server-lost', atMs: nowMs - 60_000, evidence: [] },
      names: { user: name, client: null, generated: null },
      cwd: '/home/dev/proj/sub',
      projectDir: '/home/dev/proj',
      prompts: 1,
      process: clientProcess(),
      place: place(),
      lastSeenAtMs: nowMs - 120_000 + number,
      ...changes,
    };
    this.#sessions = [...this.#sessions, lost];
    return this.conversation(name, { kind: 'present', path: `/t/-home-dev-proj/${name}.jsonl` });
  }

  conversation(name: string, conversation: Conversation): this {
    const conversations = new Map([...this.#facts.conversations, [id(name), conversation]]);
    return this.#with({ conversations });
  }

  /** A desk that the registry remembers. */
  remembers(...desks: readonly Desk[]): this {
    this.#desks = [...this.#desks, ...desks];
    return this;
  }

  /** A server that lives now. */
  lives(server: LiveServer): this {
    return this.#with({
      servers: new Map([...this.#facts.servers, [server.desk.server.socketPath, server]]),
    });
  }

  runs(name: string, running: RunningClient): this {
    return this.#with({ running: new Map([...this.#facts.running, [id(name), running]]) });
  }

  held(name: string, claim: Claim): this {
    return this.#with({ heldBy: new Map([...this.#facts.heldBy, [id(name), claim]]) });
  }

  options(options: Partial<RecoveryOptions>): this {
    return this.#with({ options: { ...this.#facts.options, ...options } });
  }

  with(facts: Partial<Omit<RecoveryFacts, 'registry' | 'options'>>): this {
    return this.#with(facts);
  }

  get facts(): RecoveryFacts {
    return { ...this.#facts, registry: this.#registry };
  }

  get #registry(): Registry {
    return {
      nextNumber: this.#sessions.length + 1,
      sessions: new Map(this.#sessions.map((session) => [session.id, session])),
      desks: new Map(this.#desks.map((desk) => [serverKey(desk.server), { desk, capturedAtMs: nowMs }])),
    };
  }

  #with(facts: Partial<Omit<RecoveryFacts, 'registry'>>): this {
    this.#facts = { ...this.#facts, ...facts };
    return this;
  }
}

/** A living server that holds a desk; panes are busy unless their standing is given. */
export function liveServer(
  desk: Desk,
  standings: Readonly<Record<string, PaneStanding>> = {},
  origins: Readonly<Record<string, string>> = {},
): LiveServer {
  const panes = desk.windows.flatMap((window) =>
    window.panes.map((pane): LivePane => ({
      id: pane.id,
      pid: pane.pid,
      windowId: window.id,
      standing: standings[pane.id] ?? { kind: 'busy' },
      origin: origins[pane.id] ?? null,
    })),
  );
  return {
    desk,
    panes: new Map(panes.map((pane) => [pane.id, pane])),
    sessionOrigins: new Map(),
    unfinished: new Map(),
    begun: [],
    rebuilt: [],
  };
}

/** Ids as a selection. */
export function only(...names: readonly string[]): RecoveryOptions['selection'] {
  return { kind: 'sessions', ids: names.map((name): SessionId => id(name)) };
}
