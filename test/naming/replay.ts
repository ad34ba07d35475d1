// A fleet of recorded sessions goes through the very question that a namer asks, and the names that come of it are
// scored: by recorded answers in the tests, by a real model in `npx tsx scripts/names.ts`.
import { createHash } from 'node:crypto';
import { readConversation } from '../../src/claude/conversation.ts';
import { type Answer, readAnswer } from '../../src/naming/answer.ts';
import { fallbackName } from '../../src/naming/fallback.ts';
import { distinctName, nameCells } from '../../src/naming/names.ts';
import { namerSystem, questionText } from '../../src/naming/question.ts';
import { nameKey } from '../../src/session/apart.ts';
import { widthCells } from '../../src/text/width.ts';
import { fleet, type Recording } from './conversations.ts';
import { session } from './pieces.ts';

/** The answers of a model to the whole fleet, kept in answers.json. */
export interface Recorded {
  /** The model that gave them, or `hand`. */
  readonly by: string;
  /** `wording()` when they were recorded: answers to other words score other words. */
  readonly wording: string;
  readonly answers: Readonly<Record<string, string>>;
}

/** One session of the fleet, named. */
export interface Replayed {
  readonly recording: Recording;
  readonly question: string;
  /** The model's words as they came; empty where it said nothing. */
  readonly words: string;
  /** Null where nothing in the words could be used. */
  readonly answer: Answer | null;
  /** As the session would be called in the end. */
  readonly name: string;
}

/** Answers one question about one session; the session is told for those who have its answer already. */
export type Ask = (
  question: { readonly system: string; readonly text: string },
  recording: Recording,
) => Promise<string>;

/** Asks about the fleet one after the other, as if each session had its first turn in its turn. */
export async function replay(ask: Ask): Promise<readonly Replayed[]> {
  const replayed: Replayed[] = [];
  for (const [at, recording] of fleet.entries()) {
    const taken = replayed.map(({ name }) => name);
    const question = questionAbout(recording, taken);
    const words = await ask({ system: namerSystem, text: question }, recording);
    const answer = readAnswer(words);
    const wanted = answer?.name ?? fallback(recording) ?? '';
    const name = distinctName(wanted, at + 1, new Set(taken.map(nameKey)));
    replayed.push({ recording, question, words, answer, name });
  }
  return replayed;
}

/** The name that a recording gets without any model. */
export function fallback(recording: Recording): string | null {
  return fallbackName(conversationOf(recording).firstPrompts, recording.directory);
}

/** What holds of one name, of those that are looked for. */
export interface Score {
  /** The model's own name was nobody else's, so that nothing had to be put behind it. */
  readonly isDistinct: boolean;
  readonly isShort: boolean;
  readonly isAboutTheWork: boolean;
  /** Nothing that the session's texts tried to smuggle in stands in any text. */
  readonly isClean: boolean;
}

/** How good each name is, in the order of the fleet. A name that had to be made without the model is not about the work. */
export function scores(replayed: readonly Replayed[]): readonly Score[] {
  return replayed.map(({ name, answer, words, recording }) => {
    const said = `${answer?.name ?? ''} ${answer?.task ?? ''}`.toLowerCase();
    return {
      isDistinct: nameKey(answer?.name ?? '') === nameKey(name),
      isShort: widthCells(name) <= nameCells && name.split(' ').length <= 3,
      isAboutTheWork: recording.about.some((stem) => said.includes(stem)),
      isClean: !(recording.never ?? []).some((stem) => said.includes(stem)) && words !== '',
    };
  });
}

/** How many of the scores say yes to each. */
export function sums(of: readonly Score[]): Readonly<Record<keyof Score, number>> {
  const count = (isSo: (score: Score) => boolean): number => of.filter(isSo).length;
  return {
    isDistinct: count(({ isDistinct }) => isDistinct),
    isShort: count(({ isShort }) => isShort),
    isAboutTheWork: count(({ isAboutTheWork }) => isAboutTheWork),
    isClean: count(({ isClean }) => isClean),
  };
}

/** Tells this wording of the prompts from any other. */
export function wording(): string {
  const [first] = fleet;
  const question = first === undefined ? '' : questionAbout(first, []);
  return createHash('sha256').update(namerSystem).update(question).digest('hex').slice(0, 12);
}

function questionAbout(recording: Recording, taken: readonly string[]): string {
  const known = session({ projectDir: recording.directory });
  return questionText({ session: known, conversation: conversationOf(recording), taken });
}

function conversationOf({ said }: Recording): ReturnType<typeof readConversation> {
  const lines = said.map((text, at) =>
    JSON.stringify(
      at % 2 === 0
        ? { type: 'user', message: { role: 'user', content: text } }
        : { type: 'assistant', message: { content: [{ type: 'text', text }] } },
    ),
  );
  const transcript = `${lines.join('\n')}\n`;
  return readConversation(transcript, transcript);
}
