import type { Processes } from '../process/processes.ts';
import type { Session } from '../session/session.ts';
import { takesSignals } from './signals.ts';

/** So many sessions are glanced at at once: of a hundred, each is met once a second. */
const glanceCount = 64;
/** So many sessions are looked up in the process table at once, one after the other. */
const thoroughCount = 10;

/** Sees that processes of live sessions are gone, as cheaply as may be: a few sessions at each call, in turn. */
export class DeathSigns {
  readonly #processes: Pick<Processes, 'liveness'>;
  #glanceFrom = 0;
  #thoroughFrom = 0;

  constructor(processes: Pick<Processes, 'liveness'>) {
    this.#processes = processes;
  }

  /** Whether a pid has gone with its process. So cheap that it may be asked several times a second. */
  glance(live: readonly Session[]): boolean {
    const from = this.#glanceFrom < live.length ? this.#glanceFrom : 0;
    this.#glanceFrom = from + glanceCount;
    return live.slice(from, this.#glanceFrom).some((session) => seemsGone(session) && this.#isDead(session));
  }

  /**
   * What a signal cannot tell (a reused pid, a zombie that nobody waits for) the process table does, for a few
   * sessions at each call: asking it for all of a large fleet would be most of what the resident costs.
   */
  lookUp(live: readonly Session[]): boolean {
    const from = this.#thoroughFrom < live.length ? this.#thoroughFrom : 0;
    this.#thoroughFrom = from + thoroughCount;
    return this.isAnyDead(live.slice(from, this.#thoroughFrom));
  }

  /** Whether one of all these is dead by the process table. */
  isAnyDead(sessions: readonly Session[]): boolean {
    return sessions.some((session) => this.#isDead(session));
  }

  /** A process whose boot or namespace is another may be missing here and live. */
  #isDead({ process: running }: Session): boolean {
    return running !== null && this.#processes.liveness(running.identity) === 'dead';
  }
}

/** Whether no process bears the pid of a session's: a signal 0 costs a microsecond. */
function seemsGone({ process: running }: Session): boolean {
  return running !== null && !takesSignals(running.identity.pid);
}
