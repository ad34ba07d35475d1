import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noConversation, readConversation } from '../../src/claude/conversation.ts';
import { openClientFiles } from '../../src/claude/disk.ts';

const user = (content: unknown, more: object = {}): string =>
  JSON.stringify({ type: 'user', uuid: 'u', message: { role: 'user', content }, ...more });
const model = (text: string, more: object = {}): string =>
  JSON.stringify({ type: 'assistant', message: { content: [{ type: 'text', text }] }, ...more });

const title = (type: string, member: string, words: unknown): string =>
  JSON.stringify({ type, [member]: words });

const read = (...lines: readonly string[]): ReturnType<typeof readConversation> => {
  const text = `${lines.join('\n')}\n`;
  return readConversation(text, text);
};

describe('a conversation', () => {
  it('has the first prompts, the last one and the last answer', () => {
    const said = read(user('one'), model('first'), user('two'), user('three'), user('four'), model('last'));
    expect(said).toEqual({ firstPrompts: ['one', 'two', 'three'], lastPrompt: 'four', lastAnswer: 'last' });
  });

  it('has the last title that somebody gave and the last that the client made', () => {
    const said = read(
      title('ai-title', 'aiTitle', 'made'),
      title('custom-title', 'customTitle', 'one'),
      user('"type":"custom-title"'),
      title('custom-title', 'customTitle', 'two'),
      title('custom-title', 'customTitle', 7),
      title('custom-title', 'customTitle', 'three').slice(0, -3),
    );
    expect(said).toMatchObject({ givenTitle: 'two', madeTitle: 'made' });
  });

  it('has the words of a prompt with a picture', () => {
    const content = [
      { type: 'image', source: { data: 'x' } },
      { type: 'text', text: 'what is this?' },
    ];
    expect(read(user(content)).firstPrompts).toEqual(['what is this?']);
  });

  it.each([
    ['a tool’s result', user([{ type: 'tool_result', content: 'ok' }])],
    ['a reminder', user([{ type: 'text', text: '<system-reminder>be good</system-reminder>' }])],
    ['a command', user('<command-name>/clear</command-name>')],
    ['what a command printed', user('<local-command-stdout>done</local-command-stdout>')],
    ['a shell line', user('<bash-input>ls</bash-input>')],
    ['an interruption', user('[Request interrupted by user]')],
    ['a line of the client’s own', user('remember', { isMeta: true })],
    ['a compaction', user('it was about parsers', { isCompactSummary: true })],
    ['a sub-agent', user('count the files', { isSidechain: true })],
    ['an error of the API', model('Overloaded', { isApiErrorMessage: true })],
    ['a torn line', user('half').slice(0, -9)],
    ['NUL padding', '\0'.repeat(300)],
    ['another program’s line', 'lorem ipsum'],
    ['a title', '{"type":"custom-title","customTitle":"Fox"}'],
    ['odd shapes', '{"type":"user","message":7}'],
  ])('takes no word from %s', (_, line) => {
    expect(read(line)).toMatchObject(noConversation);
    expect(read(line, user('mend it')).firstPrompts).toEqual(['mend it']);
  });

  it('takes a prompt that begins with a tag of its own', () => {
    expect(read(user('<div> is not closed')).firstPrompts).toEqual(['<div> is not closed']);
  });
});

describe('a transcript on disk', () => {
  it('of 20 MB is read at its two ends only, lines cut in their middle left out', () => {
    const directory = mkdtempSync(join(tmpdir(), 'statusline-conversation-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const path = join(directory, 'a.jsonl');
    const filler = `${user([{ type: 'tool_result', content: 'x'.repeat(1000) }])}\n`.repeat(20_000);
    const middle = `${user('never read')}\n`;
    writeFileSync(
      path,
      `${user('the first')}\n${filler}${middle}${filler}${user('the last')}\n${model('done')}\n`,
    );
    expect(openClientFiles().conversation(path)).toEqual({
      firstPrompts: ['the first'],
      lastPrompt: 'the last',
      lastAnswer: 'done',
    });
  });

  it('that is not there says nothing', () => {
    expect(openClientFiles().conversation('/nowhere/at/all.jsonl')).toEqual(noConversation);
  });
});
