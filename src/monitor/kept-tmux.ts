import type { Result } from '../text/result.ts';
import type { Tmux, TmuxCommand, TmuxFailure } from '../tmux/tmux.ts';
import type { World } from '../world.ts';

/** A tmux whose answers to mere questions are kept until something changed there. */
export interface KeptTmux extends Tmux {
  /** Something changed behind this socket: nothing that was answered before holds any more. */
  changed(socketPath: string): void;
  /** Whether tmux tells us of every change there; without, answers are kept for a moment only. */
  setWatched(socketPath: string, isWatched: boolean): void;
  /** Asks anew, whatever is kept, and keeps the answer. */
  askAnew(socketPath: string, commands: readonly TmuxCommand[]): Promise<Result<string, TmuxFailure>>;
}

/** How long an answer holds: behind a socket that tells of changes, and behind one that does not. */
const keptMs = { watched: 15_000, unwatched: 300 } as const;
/** Answers kept per socket; the oldest go first. */
const maxAnswers = 200;

type Asked = Promise<Result<string, TmuxFailure>>;

interface Known {
  isWatched: boolean;
  readonly answers: Map<string, { readonly asked: Asked; readonly atMs: number }>;
}

/** Keeps answers by socket and question. A failure is never kept. */
export function keepTmux(tmux: Tmux, clock: Pick<World['clock'], 'nowMs'>): KeptTmux {
  const sockets = new Map<string, Known>();
  const knownOf = (socketPath: string): Known => {
    const known = sockets.get(socketPath) ?? { isWatched: false, answers: new Map() };
    sockets.set(socketPath, known);
    return known;
  };
  const askAnew = (socketPath: string, commands: readonly TmuxCommand[]): Asked => {
    const { answers } = knownOf(socketPath);
    const question = JSON.stringify(commands);
    const asked = tmux.run(socketPath, commands);
    const answer = { asked, atMs: clock.nowMs() };
    answers.delete(question);
    answers.set(question, answer);
    for (const oldest of [...answers.keys()].slice(0, -maxAnswers)) answers.delete(oldest);
    const forget = (): void => {
      if (answers.get(question) === answer) answers.delete(question);
    };
    asked.then(({ ok }) => ok || forget(), forget);
    return asked;
  };
  return {
    run: (socketPath, commands, options) => {
      if (!commands.every(isQuestion)) {
        knownOf(socketPath).answers.clear();
        return tmux.run(socketPath, commands, options);
      }
      if (options?.isAnew === true) return askAnew(socketPath, commands);
      const known = knownOf(socketPath);
      const answer = known.answers.get(JSON.stringify(commands));
      const ageMs = answer === undefined ? Infinity : Math.abs(clock.nowMs() - answer.atMs);
      const isFresh = ageMs < (known.isWatched ? keptMs.watched : keptMs.unwatched);
      return answer !== undefined && isFresh ? answer.asked : askAnew(socketPath, commands);
    },
    sockets: () => tmux.sockets(),
    defaultSocket: () => tmux.defaultSocket(),
    version: () => tmux.version(),
    changed: (socketPath) => knownOf(socketPath).answers.clear(),
    setWatched: (socketPath, isWatched) => {
      knownOf(socketPath).isWatched = isWatched;
    },
    askAnew,
  };
}

/** Commands that only ask, whatever their arguments. */
const questions: ReadonlySet<string> = new Set([
  'list-panes',
  'list-windows',
  'list-sessions',
  'list-clients',
  'show-options',
  'show-hooks',
]);

function isQuestion([name, ...rest]: TmuxCommand): boolean {
  return questions.has(name) || (name === 'display-message' && rest.includes('-p'));
}
