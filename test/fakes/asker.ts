import type { Asker } from '../../src/command/config/asker.ts';

/** A user who gives these answers in this order; what he was shown is kept. */
export function shownEditor(
  answers: readonly (string | readonly string[] | null)[],
): Asker & { readonly shown: string[] } {
  const left = [...answers];
  const shown: string[] = [];
  const next = (): string | readonly string[] | null => {
    const answer = left.shift();
    if (answer === undefined) throw new Error('More was asked than the test has answers for.');
    return answer;
  };
  return {
    shown,
    show: (text) => void shown.push(text),
    choose: async (message, choices) => {
      const answer = next();
      if (answer === null) return null;
      const chosen = choices.find(({ value }) => value === answer);
      if (chosen === undefined) throw new Error(`"${message}" offers no ${String(answer)}.`);
      return chosen.value;
    },
    chooseSome: async (message, choices) => {
      const answer = next();
      if (answer === null) return null;
      const chosen = choices.filter(({ value }) => answer.includes(value));
      if (chosen.length !== answer.length)
        throw new Error(`"${message}" does not offer all of ${String(answer)}.`);
      return chosen.map(({ value }) => value);
    },
  };
}
