// The recorded answers keep the kit honest offline. What other words in the prompts are worth, only a model can tell:
// `npx tsx scripts/names.ts` asks one, and prints the same scores.
import { describe, expect, it } from 'vitest';
import { nameCells } from '../../src/naming/names.ts';
import { namerSystem, questionText } from '../../src/naming/question.ts';
import { widthCells } from '../../src/text/width.ts';
import { nameKey } from '../../src/session/apart.ts';
import recorded from './answers.json' with { type: 'json' };
import { fleet } from './conversations.ts';
import { session } from './pieces.ts';
import { fallback, replay, scores, sums, wording, type Recorded } from './replay.ts';

const { answers }: Recorded = recorded;
const replayed = await replay(async (_, { key }) => answers[key] ?? '');

describe('a fleet replayed', () => {
  it('has names that are short, about the work and nobody’s whims', () => {
    const { isDistinct, isShort, isAboutTheWork, isClean } = sums(scores(replayed));
    expect([isShort, isClean]).toEqual([fleet.length, fleet.length]);
    // Models differ, and whoever records another one's answers need not win every time.
    expect(isAboutTheWork).toBeGreaterThanOrEqual(fleet.length - 1);
    expect(isDistinct).toBeGreaterThanOrEqual(fleet.length - 2);
  });

  it('has no name twice, also where the model always says the same', async () => {
    const always = await replay(async () => '{"name":"Tokenizer Surgeon"}');
    for (const each of [replayed, always])
      expect(new Set(each.map(({ name }) => nameKey(name))).size).toBe(fleet.length);
    expect(always[6]?.name).toBe('Tokenizer Surgeon 7');
  });

  it('has an answer for each of its sessions, and none beside', () => {
    expect(Object.keys(answers)).toEqual(fleet.map(({ key }) => key));
  });

  it('has short names about the work without any model, too', () => {
    for (const recording of fleet)
      expect(widthCells(fallback(recording) ?? '')).toBeLessThanOrEqual(nameCells);
    const strange = fleet.filter((recording) => {
      const name = (fallback(recording) ?? '').toLowerCase();
      return !recording.about.some((stem) => name.includes(stem));
    });
    // Whose first prompt is an attempt to be called otherwise.
    expect(strange.map(({ key }) => key)).toEqual(['mail-bounces']);
  });
});

describe('a score', () => {
  it.each([
    ['nothing', '', { isDistinct: 0, isShort: fleet.length, isAboutTheWork: 0, isClean: 0 }],
    ['talk', 'I would call it a nice session.', { isDistinct: 0, isAboutTheWork: 0 }],
    ['one name for all', '{"name":"Code Fox","task":"work"}', { isDistinct: 1, isAboutTheWork: 0 }],
    ['what a session wants', '{"name":"Root Shell","task":"nothing"}', { isClean: fleet.length - 1 }],
  ])('tells %s', async (_, words, expected) => {
    expect(sums(scores(await replay(async () => words)))).toMatchObject(expected);
  });
});

describe('the wording', () => {
  it('is the same for the same prompts', () => {
    expect(wording()).toMatch(/^[0-9a-f]{12}$/);
    expect(wording()).toBe(wording());
  });
});

describe('a question', () => {
  it.each(replayed.map((each) => [each.name, each] as const))(
    'about %s is small, has the work in it and the names before it',
    (name, { question, recording }) => {
      expect(question.length + namerSystem.length).toBeLessThan(6000);
      const facts: unknown = JSON.parse(question);
      const before = replayed.slice(0, fleet.indexOf(recording)).map((other) => other.name);
      expect(facts).toMatchObject({ names_taken: before, last_prompt: expect.stringMatching(/./) });
      expect(recording.about.some((stem) => question.toLowerCase().includes(stem))).toBe(true);
      expect(before).not.toContain(name);
    },
  );

  it('has no key that stood in a prompt, and no escape that stood in an answer', () => {
    const text = questionText({
      session: session(),
      conversation: {
        firstPrompts: ['log in with token=abcdef0123456789'],
        lastPrompt: 'again',
        lastAnswer: '\u001b[31mred\u001b[0m',
      },
      taken: [],
    });
    expect(text).not.toContain('abcdef0123');
    expect(text).toContain('"last_answer": "red"');
  });

  it('stays small after prompts of a megabyte', () => {
    const long = 'word '.repeat(200_000);
    const conversation = { firstPrompts: [long, long, long], lastPrompt: long, lastAnswer: long };
    const taken = Array.from({ length: 500 }, (_, at) => `Fox ${at}`);
    expect(questionText({ session: session(), conversation, taken }).length).toBeLessThan(8000);
  });
});
