import type { Program, Programs } from '../../src/programs/programs.ts';

/** Programs that answer at once what the test has put down for their command line, or fail. */
export class FakePrograms implements Programs {
  readonly isLasting = false;
  readonly asked: Program[] = [];
  readonly #answers = new Map<string, string>();

  /** From now on this command line prints this. */
  prints(run: readonly string[], text: string): void {
    this.#answers.set(run.join(' '), text);
  }

  run(program: Program, _waitMs: number, keep: (printed: string | null) => void): Promise<void> {
    this.asked.push(program);
    keep(this.#answers.get(program.run.join(' ')) ?? null);
    return Promise.resolve();
  }
}
