import type { Program, Programs } from '../../src/programs/programs.ts';

/** Programs that answer at once what the test has put down for their command line, or fail. */
export class FakePrograms implements Programs {
  /** Whether they go on when nobody waits for them any more. */
  isLasting = false;
  /** Called while a program runs. */
  meanwhile = (): void => undefined;
  readonly asked: Program[] = [];
  /** How long each was waited for. */
  readonly waitsMs: number[] = [];
  readonly #answers = new Map<string, string>();

  /** From now on this command line prints this. */
  prints(run: readonly string[], text: string): void {
    this.#answers.set(run.join(' '), text);
  }

  run(program: Program, waitMs: number, keep: (printed: string | null) => void): Promise<void> {
    this.asked.push(program);
    this.waitsMs.push(waitMs);
    this.meanwhile();
    keep(this.#answers.get(program.run.join(' ')) ?? null);
    return Promise.resolve();
  }
}
