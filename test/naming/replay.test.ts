// A fleet of recorded sessions goes through the question and the recorded answers, and its names are scored: so that
// a change of the question is made with open eyes (`npx vitest run --project unit test/naming/replay.test.ts`).
import { describe, expect, it } from 'vitest';
import { readConversation } from '../../src/claude/conversation.ts';
import { readAnswer } from '../../src/naming/answer.ts';
import { fallbackName } from '../../src/naming/fallback.ts';
import { distinctName, nameCells } from '../../src/naming/names.ts';
import { nameKey } from '../../src/session/apart.ts';
import { namerSystem, questionText } from '../../src/naming/question.ts';
import { widthCells } from '../../src/text/width.ts';
import { fleet, type Recording } from './conversations.ts';
import { session } from './pieces.ts';

interface Replayed {
  readonly recording: Recording;
  readonly question: string;
  readonly name: string;
  readonly task: string;
}

function transcriptOf({ said }: Recording): string {
  const lines = said.map((text, at) =>
    JSON.stringify(
      at % 2 === 0
        ? { type: 'user', message: { role: 'user', content: text } }
        : { type: 'assistant', message: { content: [{ type: 'text', text }] } },
    ),
  );
  return `${lines.join('\n')}\n`;
}

function conversationOf(recording: Recording): ReturnType<typeof readConversation> {
  return readConversation(transcriptOf(recording), transcriptOf(recording));
}

function replay(name: (recording: Recording) => string | null): readonly Replayed[] {
  const replayed: Replayed[] = [];
  for (const [at, recording] of fleet.entries()) {
    const taken = replayed.map((other) => other.name);
    const known = session({ number: at + 1, projectDir: recording.directory });
    replayed.push({
      recording,
      question: questionText({ session: known, conversation: conversationOf(recording), taken }),
      name: distinctName(name(recording) ?? '', at + 1, new Set(taken.map(nameKey))),
      task: readAnswer(recording.answered)?.task ?? '',
    });
  }
  return replayed;
}

/** Out of all names: how many are nobody else's, short, and about the work. */
function score(replayed: readonly Replayed[]): object {
  const keys = replayed.map(({ name }) => nameKey(name));
  return {
    distinct: new Set(keys).size,
    short: replayed.filter(({ name }) => widthCells(name) <= nameCells && name.split(' ').length <= 3).length,
    aboutTheWork: replayed.filter(({ name, task, recording }) =>
      recording.about.some((stem) => `${name} ${task}`.toLowerCase().includes(stem)),
    ).length,
  };
}

const byModel = replay((recording) => readAnswer(recording.answered)?.name ?? null);

describe('a fleet replayed', () => {
  it('has names that are distinct, short and about the work', () => {
    expect(score(byModel)).toEqual({
      distinct: fleet.length,
      short: fleet.length,
      aboutTheWork: fleet.length,
    });
  });

  it('has distinct and short names without any model, too', () => {
    const byWords = replay((recording) =>
      fallbackName(conversationOf(recording).firstPrompts, recording.directory),
    );
    expect(score(byWords)).toMatchObject({ distinct: fleet.length, short: fleet.length });
  });
});

describe('a question', () => {
  it.each(byModel.map((replayed) => [replayed.name, replayed] as const))(
    'about %s is small, has the work in it and the names before it',
    (name, { question, recording }) => {
      expect(question.length + namerSystem.length).toBeLessThan(6000);
      const facts: unknown = JSON.parse(question);
      const before = byModel.slice(0, fleet.indexOf(recording)).map((other) => other.name);
      expect(facts).toMatchObject({ names_taken: before, last_prompt: expect.stringMatching(/\w/) });
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
