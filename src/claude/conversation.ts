import { elements, fields, parseObject, text, title, type Fields } from './fields.ts';

/** What was said in a session, as far as its ends tell: short texts, whoever wrote them. */
export interface Conversation {
  /** The user's first prompts, oldest first. */
  readonly firstPrompts: readonly string[];
  readonly lastPrompt: string | null;
  /** What the model said last to the user. */
  readonly lastAnswer: string | null;
  /** The title that somebody gave the session, by `/rename` or a hook; absent where none is seen. */
  readonly givenTitle?: string;
  /** The title that the client's own model made. */
  readonly madeTitle?: string;
}

/** Nothing was said, or nothing of it can be read. */
export const noConversation: Conversation = { firstPrompts: [], lastPrompt: null, lastAnswer: null };

const firstPromptsRead = 3;
/** Of one prompt or answer; what it is about stands at its beginning. */
const maxChars = 2000;
const maxTitleChars = 500;

/** What the client itself writes in the user's name: commands, shell lines, reminders, the news of other tasks. */
const clientsOwn =
  /^\s*(?:<(?:command-(?:name|message|args)|local-command-\w+|bash-(?:input|stdout|stderr)|system-reminder|task-notification|teammate-message|user-memory-input|user-prompt-submit-hook|ide_\w+)\b|Caveat: The messages below|\[Request interrupted|This session is being continued from)/;

/**
 * The beginning and the last exchange of a conversation, from the two ends of its transcript. They may overlap
 * and be cut in the middle of a line; lines that are torn, padded with NUL or another program's tell nothing.
 */
export function readConversation(head: string, tail: string): Conversation {
  const end = [...linesIn(tail)].map(spokenIn);
  const givenTitle = lastTitle([head, tail], 'custom-title', 'customTitle');
  const madeTitle = lastTitle([head, tail], 'ai-title', 'aiTitle');
  return {
    firstPrompts: firstOf(head),
    lastPrompt: end.findLast((spoken) => spoken?.by === 'user')?.text ?? null,
    lastAnswer: end.findLast((spoken) => spoken?.by === 'model')?.text ?? null,
    ...(givenTitle !== null && { givenTitle }),
    ...(madeTitle !== null && { madeTitle }),
  };
}

/** The client writes its titles as lines of their own, again and again: the last one holds. */
function lastTitle(pieces: readonly string[], type: string, member: string): string | null {
  const mark = `"type":"${type}"`;
  for (const piece of pieces.toReversed()) {
    for (const line of piece.split('\n').toReversed()) {
      // Most lines are long and no titles: they are not worth parsing again.
      if (!line.includes(mark)) continue;
      const entry = parseObject(line.replaceAll('\0', '')).value;
      const found = entry?.['type'] === type ? title(entry[member]) : null;
      if (found !== null) return found.slice(0, maxTitleChars);
    }
  }
  return null;
}

function firstOf(head: string): readonly string[] {
  const prompts: string[] = [];
  for (const line of linesIn(head)) {
    const spoken = spokenIn(line);
    if (spoken?.by === 'user') prompts.push(spoken.text);
    if (prompts.length === firstPromptsRead) break;
  }
  return prompts;
}

function* linesIn(piece: string): Generator<string> {
  for (const line of piece.split('\n')) if (line !== '') yield line.replaceAll('\0', '');
}

interface Spoken {
  readonly by: 'user' | 'model';
  readonly text: string;
}

/** What a line says to the other side; null for tools' results, sub-agents, and all that is not speech. */
function spokenIn(line: string): Spoken | null {
  const entry = parseObject(line).value;
  if (entry === null || entry['isSidechain'] === true || entry['isMeta'] === true) return null;
  if (entry['isCompactSummary'] === true || entry['isApiErrorMessage'] === true) return null;
  const by = entry['type'] === 'user' ? 'user' : entry['type'] === 'assistant' ? 'model' : null;
  if (by === null) return null;
  const said = saidIn(fields(entry['message']), by);
  return said === '' ? null : { by, text: said };
}

function saidIn(message: Fields, by: Spoken['by']): string {
  const { content } = message;
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : elements(content).map(fields);
  return blocks
    .flatMap((block) => (block['type'] === 'text' ? (text(block['text']) ?? []) : []))
    .filter((words) => by === 'model' || !clientsOwn.test(words.slice(0, 200)))
    .join('\n')
    .trim()
    .slice(0, maxChars);
}
