import type { HookEvent } from '../../src/claude/hook-input.ts';
import type { SessionId } from '../../src/claude/session-id.ts';
import { ending } from '../../src/session/ending.ts';
import type { Event } from '../../src/session/event.ts';
import { fold } from '../../src/session/fold.ts';
import { observe, type Report } from '../../src/session/observe.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import type { Farewell, Session } from '../../src/session/session.ts';
import { id, type Where } from './pieces.ts';
import { hookReport, recordOf, renderReport } from './world.ts';

/** One thing that happens. */
export interface Deed {
  readonly kind: keyof Deeds;
  /** To whom, by position among those whom it can happen to. */
  readonly whom: number;
  /** How many deeds later a report that nobody waits for is written. */
  readonly delay: number;
  /** How many writes ago its writer has read the journal. */
  readonly staleness: number;
}

/** What really became of a conversation. */
export type Truth = 'live' | 'left' | 'closed' | 'died';

/** A client in its pane. */
export interface Client {
  readonly where: Where;
  conversation: string;
}

interface Waiting {
  readonly dueAt: number;
  readonly staleness: number;
  readonly report: Report;
}

type Deeds = Simulation['deeds'];
type HookReport = Extract<Report, { kind: 'hook' }>;

function conversationOf(report: Report): SessionId {
  return report.kind === 'hook' ? report.input.session : report.render.session;
}

/**
 * Clients in the panes of one tmux server, as the real ones behave: a client waits for the hooks of a start and
 * of a prompt, and for none of its renders and ends; the first render goes before the start, and one more
 * comes from a conversation that was left. The rest is written late, by writers who know old news.
 */
export class Simulation {
  registry: Registry = emptyRegistry;
  readonly truths = new Map<string, Truth>();
  readonly clients: Client[] = [];
  readonly #gonePanes = new Set<string>();
  readonly #history: Registry[] = [emptyRegistry];
  #waiting: readonly Waiting[] = [];
  #deed: Deed = { kind: 'look', whom: 0, delay: 0, staleness: 0 };
  #deedCount = 0;
  #recordCount = 0;
  #pids = 10;

  readonly deeds = {
    start: (): void => this.#launch(`s${this.truths.size}`, 'startup'),
    restart: (): void => {
      const conversation = this.#oneOf(
        [...this.truths].flatMap(([name, truth]) => (truth === 'live' ? [] : [name])),
      );
      if (conversation === null) return;
      // By the time that a user starts it again, the client before has long fallen silent.
      this.#deliver(({ report }) => conversationOf(report) === id(conversation));
      this.#launch(conversation, 'resume');
    },
    prompt: (): void =>
      this.#withClient(({ conversation, where }) => {
        const words = { promptId: `p${this.#deedCount}` };
        this.#write(hookReport(conversation, { event: 'UserPromptSubmit', prompt: 'x' }, where, words));
      }),
    stop: (): void =>
      this.#withClient(({ conversation, where }) => {
        const event = {
          event: 'Stop',
          isContinuing: false,
          lastAssistantMessage: null,
          backgroundTasks: 0,
        } as const;
        this.#write(hookReport(conversation, event, where));
      }),
    render: (): void => this.#withClient((client) => this.#render(client)),
    clear: (): void => this.#withClient((client) => this.#goOn(client, `s${this.truths.size}`, 'clear')),
    change: (): void =>
      this.#withClient((client) => {
        const other = this.#oneOf(
          [...this.truths].flatMap(([name, truth]) => (truth === 'live' ? [] : [name])),
        );
        if (other !== null) this.#goOn(client, other, 'resume');
      }),
    exit: (): void =>
      this.#withClient((client) => {
        this.#end(client, 'prompt_input_exit', 'present');
        this.#render(client);
        this.#die(client, 'left');
      }),
    kill: (): void => this.#withClient((client) => this.#die(client, 'died')),
    terminate: (): void =>
      this.#withClient((client) => {
        this.#end(client, 'other', 'present');
        this.#die(client, 'died');
      }),
    close: (): void =>
      this.#withClient((client) => {
        this.#render(client);
        this.#end(client, 'other', 'gone');
        this.#gonePanes.add(client.where.pane ?? '');
        this.#die(client, 'closed');
      }),
    look: (): void => this.#look(),
  };

  /** Does one thing, after what was due was written. */
  happen(deed: Deed): void {
    this.#deed = deed;
    this.#deedCount += 1;
    this.#deliver(({ dueAt }) => dueAt <= this.#deedCount);
    this.deeds[deed.kind]();
  }

  /** Lets everything settle: what waits is written, every client renders once more, and looks find the dead. */
  settle(): void {
    this.#deliver(() => true);
    this.#deed = { kind: 'render', whom: 0, delay: 0, staleness: 0 };
    for (const client of this.clients) this.#render(client);
    this.#deliver(() => true);
    this.#look();
  }

  /** The session that a client's conversation is. */
  session(conversation: string): Session | undefined {
    return this.registry.sessions.get(id(conversation));
  }

  #launch(conversation: string, source: 'startup' | 'resume'): void {
    this.#pids += 1;
    const client = { where: { pid: this.#pids, pane: `%${this.#pids}` }, conversation };
    this.clients.push(client);
    this.truths.set(conversation, 'live');
    this.#render(client);
    this.#write(hookReport(conversation, { event: 'SessionStart', source, modelId: null }, client.where));
  }

  #goOn(client: Client, conversation: string, source: 'clear' | 'resume'): void {
    this.#end(client, source, 'present');
    this.#render(client);
    this.truths.set(client.conversation, 'left');
    client.conversation = conversation;
    this.truths.set(conversation, 'live');
    this.#render(client);
    this.#write(hookReport(conversation, { event: 'SessionStart', source, modelId: null }, client.where));
  }

  #die(client: Client, truth: Truth): void {
    this.truths.set(client.conversation, truth);
    this.clients.splice(this.clients.indexOf(client), 1);
  }

  #end({ conversation, where }: Client, reason: string, paneAtEnd: Farewell['pane']): void {
    const event: HookEvent = { event: 'SessionEnd', reason };
    this.#later(hookReport(conversation, event, { ...where, paneAtEnd }));
  }

  #render({ conversation, where }: Client): void {
    this.#later(renderReport(conversation, where));
  }

  #withClient(act: (client: Client) => void): void {
    const client = this.#oneOf(this.clients);
    if (client === null) return;
    this.#deliverEnds((report) => report.sight.process?.identity.pid === client.where.pid);
    act(client);
  }

  /** A hook takes less time than a user between two things that they do: an end is not later than that. */
  #deliverEnds(isDue: (report: HookReport) => boolean): void {
    this.#deliver(({ report }) => report.kind === 'hook' && isDue(report));
  }

  #oneOf<T>(all: readonly T[]): T | null {
    return all[this.#deed.whom % Math.max(1, all.length)] ?? null;
  }

  #later(report: Report): void {
    const { delay, staleness } = this.#deed;
    this.#waiting = [...this.#waiting, { dueAt: this.#deedCount + delay, staleness, report }];
  }

  #deliver(isDue: (waiting: Waiting) => boolean): void {
    const due = this.#waiting.filter(isDue);
    this.#waiting = this.#waiting.filter((waiting) => !isDue(waiting));
    for (const { report, staleness } of due) {
      this.#keep(observe(this.#history.at(-1 - staleness) ?? emptyRegistry, report));
    }
  }

  #write(report: Report): void {
    this.#keep(observe(this.registry, report));
  }

  #look(): void {
    const known = this.registry;
    for (const session of known.sessions.values()) {
      const { process, place } = session;
      const isRunning = this.clients.some(({ where }) => where.pid === process?.identity.pid);
      if (session.state.kind !== 'live' || process === null || isRunning) continue;
      const pane = this.#gonePanes.has(place?.paneId ?? '') ? 'gone' : 'present';
      const verdict = ending(session, { hasRebooted: false, server: 'alive', pane });
      if (verdict.kind === 'undecided') continue;
      this.#keep([{ ...verdict, session: session.id, process: process.identity }]);
    }
  }

  #keep(events: readonly Event[]): void {
    const records = events.map((event, offset) => recordOf(event, this.#recordCount + offset));
    this.#recordCount += records.length;
    this.registry = fold(this.registry, records);
    this.#history.push(this.registry);
  }
}
