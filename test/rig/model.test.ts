import { expect, onTestFinished, test } from 'vitest';
import { lastPrompt, scriptedReply, startModel } from './model.ts';

const says = (text: string): object => ({ kind: 'blocks', blocks: [{ type: 'text', text }] });

test.for([
  ['a greeting', 'hello', says('Hello from the loopback model.')],
  ['what it is told to say', 'SAY amber', says('amber')],
  ['an end to a tool call', null, says('Done.')],
  ['a refusal with that status', 'FAIL 529', { kind: 'refused', status: 529 }],
  ['an answer that is held', 'WAIT', { kind: 'held', blocks: [{ type: 'text', text: 'The wait is over.' }] }],
] as const)('answers with %s', ([, prompt, reply]) => {
  expect(scriptedReply(prompt, 'toolu_1')).toEqual(reply);
});

test('calls the shell when told to run a command', () => {
  expect(scriptedReply('RUN cd sub && pwd', 'toolu_1')).toMatchObject({
    blocks: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'cd sub && pwd' } }],
  });
});

const text = (words: string): object => ({ type: 'text', text: words });

test.for([
  ['a plain message', [{ role: 'user', content: 'hello' }], 'hello'],
  [
    'a message behind a reminder',
    [{ role: 'user', content: [text('<system-reminder>x'), text('hello')] }],
    'hello',
  ],
  [
    'a message before one of the system',
    [
      { role: 'user', content: 'hello' },
      { role: 'system', content: 'agents' },
    ],
    'hello',
  ],
  [
    'nothing in a tool result',
    [{ role: 'user', content: [{ type: 'tool_result', content: 'hello' }] }],
    null,
  ],
  ['nothing in no messages', undefined, null],
] as const)('finds the prompt: %s', ([, messages, prompt]) => {
  expect(lastPrompt({ messages })).toBe(prompt);
});

test('holds the answer to WAIT until it is released, and records who asked', async () => {
  const model = await startModel();
  onTestFinished(() => model.close());
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'WAIT' }] });
  const answer = fetch(`${model.url}/v1/messages`, { method: 'POST', body });
  await expect.poll(() => model.requests.map(({ prompt }) => prompt)).toEqual(['WAIT']);
  expect(model.requests[0]?.turnEndedBy).toBeNull();
  model.release();
  expect(await (await answer).json()).toMatchObject({
    content: [{ text: 'The wait is over.' }],
    stop_reason: 'end_turn',
  });
  expect(model.requests[0]?.turnEndedBy).toBe('msg_0');
});
