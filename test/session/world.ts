import type { HookContext, HookEvent, StartSource } from '../../src/claude/hook-input.ts';
import { ending, type DeathScene } from '../../src/session/ending.ts';
import type { Event, Recorded, SessionChanges } from '../../src/session/event.ts';
import { fold } from '../../src/session/fold.ts';
import { displayName } from '../../src/session/names.ts';
import { observeDesk } from '../../src/session/observe-desk.ts';
import { observe, type Report } from '../../src/session/observe.ts';
import { presence } from '../../src/session/presence.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import type { EndReason, OutcomeKind, Session } from '../../src/session/session.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import { id, identity, place, sight, type Where } from './pieces.ts';

/** When the first record of every journal in these tests is written. */
export const firstAtMs = Date.UTC(2026, 10, 22, 12, 0, 0);

const silentContext = {
  transcriptPath: null,
  cwd: null,
  promptId: null,
  permissionMode: null,
  sessionTitle: null,
  effort: null,
  agentId: null,
  agentType: null,
} as const satisfies Omit<HookContext, 'session'>;

/** What a hook says beside its event. */
export type HookWords = Partial<Omit<HookContext, 'session'>>;

/** A hook's report. */
export function hookReport(name: string, event: HookEvent, where: Where = {}, words: HookWords = {}): Report {
  return {
    kind: 'hook',
    input: { ...silentContext, ...words, session: id(name), ...event },
    sight: sight(where),
  };
}

/** A render's report. */
export function renderReport(
  name: string,
  where: Where = {},
  changes: SessionChanges = {},
  title: string | null = null,
): Report {
  // A render does not tell a given title from the client's own.
  const shown = title === null ? null : { text: title, isGiven: false };
  return { kind: 'render', render: { session: id(name), title: shown, changes }, sight: sight(where) };
}

/** A journal that is written by what happens: every step is observed, kept and folded, one second after the other. */
export function journal(): Journal {
  return new Journal();
}

class Journal {
  readonly records: Recorded[] = [];
  registry: Registry = emptyRegistry;
  /** What the last step added. */
  news: readonly Event[] = [];
  readonly #sights = new Map<string, Where>();
  #prompts = 0;

  /** Keeps events as they are. */
  keep(...events: readonly Event[]): this {
    this.news = events;
    return this.append(...events.map((event, index) => recordOf(event, this.records.length + index)));
  }

  /** Keeps whole records. */
  append(...records: readonly Recorded[]): this {
    this.records.push(...records);
    this.registry = fold(this.registry, records);
    return this;
  }

  /** A report by a writer who knows this registry: the one of now, or an older one. */
  report(report: Report, knowing: Registry = this.registry): this {
    return this.keep(...observe(knowing, report));
  }

  start(name: string, where: Where = {}, words: HookWords = {}, source: StartSource = 'startup'): this {
    const event: HookEvent = { event: 'SessionStart', source, modelId: null };
    return this.report(hookReport(name, event, this.#from(name, where), words));
  }

  resume(name: string, where: Where = {}, words: HookWords = {}): this {
    return this.start(name, where, words, 'resume');
  }

  render(name: string, where: Where = {}, changes: SessionChanges = {}, title: string | null = null): this {
    return this.report(renderReport(name, this.#from(name, where), changes, title));
  }

  prompt(name: string, text = 'hello', where: Where = {}, words: HookWords = {}): this {
    this.#prompts += 1;
    const event: HookEvent = { event: 'UserPromptSubmit', prompt: text };
    const promptId = `prompt-${this.#prompts}`;
    return this.report(hookReport(name, event, this.#from(name, where), { promptId, ...words }));
  }

  stop(name: string, where: Where = {}): this {
    const event: HookEvent = {
      event: 'Stop',
      isContinuing: false,
      lastAssistantMessage: null,
      backgroundTasks: 0,
    };
    return this.report(hookReport(name, event, this.#from(name, where)));
  }

  notify(name: string, notificationType: string, message: string | null = null): this {
    const event: HookEvent = { event: 'Notification', notificationType, message, title: null };
    return this.report(hookReport(name, event, this.#from(name, {})));
  }

  /** SessionEnd with the client's own word. */
  end(name: string, reason: string | null, where: Where = {}): this {
    return this.report(hookReport(name, { event: 'SessionEnd', reason }, this.#from(name, where)));
  }

  /** A look that finds the session's process dead, in this scene; it may have begun before the last one was kept. */
  look(name: string, scene: Partial<DeathScene> = {}): this {
    const session = this.session(name);
    const end = ending(session, { hasRebooted: false, server: 'alive', pane: 'present', ...scene });
    if (end.kind === 'undecided') return this.keep();
    const process = session.process?.identity ?? null;
    const { evidence } = end;
    return end.kind === 'ended'
      ? this.keep({ kind: 'ended', session: session.id, process, reason: end.reason, evidence })
      : this.keep({ kind: 'lost', session: session.id, process, reason: end.reason, evidence });
  }

  /** A look at the client's own registry that names this session in a process. */
  clientSays(name: string, where: Where = {}, changes: SessionChanges = {}): this {
    const known = this.registry.sessions.get(id(name)) ?? null;
    const source = 'client-registry';
    return this.keep(...presence(known, { id: id(name), source, changes, sight: sight(where) }));
  }

  setEnded(name: string, reason: EndReason, where: Where = {}): this {
    const process = where.pid === null ? null : identity(this.#from(name, where));
    return this.keep({ kind: 'ended', session: id(name), process, reason, evidence: [] });
  }

  name(name: string, by: 'user' | 'client' | 'generated' | 'suggested', given: string | null): this {
    return this.keep({ kind: 'named', session: id(name), by, name: given });
  }

  describe(name: string, summary: string): this {
    return this.keep({ kind: 'described', session: id(name), summary });
  }

  move(name: string, from: Where | null, to: Where): this {
    const destination = place(to);
    if (destination === null) throw new Error('A session moves to a pane.');
    return this.keep({
      kind: 'pane_migrated',
      session: id(name),
      from: from === null ? null : place(from),
      to: destination,
    });
  }

  claim(name: string, recoveryId: string, claimerPid = 900): this {
    const claimer = identity({ pid: claimerPid });
    return this.keep({ kind: 'recovery_claimed', session: id(name), recoveryId, claimer });
  }

  settle(name: string, recoveryId: string, outcome: OutcomeKind = 'restored'): this {
    return this.keep({ kind: 'recovery_settled', session: id(name), recoveryId, outcome, detail: null });
  }

  capture(desk: Desk): this {
    return this.keep(...observeDesk(this.registry, desk));
  }

  session(name: string): Session {
    const session = this.registry.sessions.get(id(name));
    if (session === undefined) throw new Error(`No session "${name}" is known.`);
    return session;
  }

  /** `live idle`, `ended cleared`, `lost crashed`, `unknown`, or `none`. */
  state(name: string): string {
    const state = this.registry.sessions.get(id(name))?.state;
    if (state === undefined) return 'none';
    if (state.kind === 'unknown') return 'unknown';
    return `${state.kind} ${state.kind === 'live' ? state.activity : state.reason}`;
  }

  /** The name shown. */
  called(name: string): string {
    return displayName(this.session(name));
  }

  /** The kinds of what the last step added. */
  get newKinds(): readonly string[] {
    return this.news.map(({ kind }) => kind);
  }

  /** Where a name's reports come from: as last said. */
  #from(name: string, where: Where): Where {
    const from = { ...this.#sights.get(name), ...where };
    this.#sights.set(name, from);
    return from;
  }
}

/** The record at a position of the journal: one each second. */
export function recordOf(event: Event, position: number): Recorded {
  return { atMs: firstAtMs + position * 1000, host: 'box', recordId: `record-${position}`, event };
}
