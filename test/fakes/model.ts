import type { AskedClient, Model, ModelFailure } from '../../src/claude/model.ts';
import { failed, ok, type Result } from '../../src/text/result.ts';
import type { World } from '../../src/world.ts';

type Asked = Parameters<Model['askClient']> | Parameters<Model['askApi']>;

/** A model that gives scripted answers, one after the other, and then none; it remembers what it was asked. */
export class FakeModel implements Model {
  readonly asked: { readonly question: Asked[0]; readonly by: Asked[1] }[] = [];
  /** What happens while a client is asked. */
  meanwhile: (client: AskedClient) => void = () => undefined;
  readonly #answers: Result<string, ModelFailure>[] = [];

  /** The next answer: a text, an object as JSON, or a failure. */
  answers(answer: string | object | { readonly failure: ModelFailure }): this {
    if (typeof answer === 'string') this.#answers.push(ok(answer));
    else if ('failure' in answer) this.#answers.push(failed(answer.failure));
    else this.#answers.push(ok(JSON.stringify(answer)));
    return this;
  }

  askClient(...[question, by]: Parameters<Model['askClient']>): ReturnType<Model['askClient']> {
    this.meanwhile(by);
    return this.#answer(question, by);
  }

  askApi(...[question, by]: Parameters<Model['askApi']>): ReturnType<Model['askApi']> {
    return this.#answer(question, by);
  }

  async #answer(question: Asked[0], by: Asked[1]): Promise<Result<string, ModelFailure>> {
    this.asked.push({ question, by });
    return this.#answers.shift() ?? failed({ kind: 'refused', says: 'the fake has no answer left' });
  }
}

/** For worlds in which nothing is named. */
export const noNamer: Pick<World, 'claims' | 'model' | 'later'> = {
  claims: { take: () => ({ giveBack: () => undefined }) },
  model: new FakeModel(),
  later: async () => undefined,
};
