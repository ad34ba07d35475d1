// Prompts with keys in them become titles: by the client, by /rename, by a shell that runs in a pane.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConversation, type Conversation } from '../../src/claude/conversation.ts';
import { titleEvents } from '../../src/naming/titles.ts';
import { Desk, id } from './naming-desk.ts';

const key = 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const title = `Try ${key} again`;
const masked = 'Try [secret] again';

/** A conversation with this line in its transcript. */
function transcribed(line: object): Conversation {
  return readConversation(`${JSON.stringify(line)}\n`, '');
}

/** Every text that the program has kept, wherever. */
function kept({ machine }: Desk): string {
  const names = readdirSync(machine.instances, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const cached = machine.cache.names('').map((name) => machine.cache.read(name)?.text ?? '');
  return [...files, ...cached].join('\n');
}

test.each<[what: string, act: (desk: Desk) => Promise<unknown>]>([
  ['a render shows', (desk) => desk.render(id, title)],
  ['the client knows as given', (desk) => desk.render(id, title, { name: title })],
  ['a hook tells', (desk) => desk.hook(id, 'UserPromptSubmit', { prompt: 'go', session_title: title })],
])('a key in a title that %s is kept nowhere, and shown to nobody', async (_what, act) => {
  const desk = await new Desk().start(id);
  expect(await act(desk)).not.toContain(key);
  expect(kept(desk)).not.toContain(key);
  expect(await desk.render(id, title)).toContain(`${masked} C1`);
  expect(await desk.windowNames()).toBe(`${masked}:C1`);
  expect(kept(desk)).not.toContain(key);
});

test('a title with a key is one title, wherever it comes from', async () => {
  const desk = await new Desk().start(id);
  await desk.render(id, title, { name: title });
  const session = desk.machine.session(1);
  expect(session.names.client).toBe(masked);
  expect(titleEvents(session, transcribed({ type: 'custom-title', customTitle: title }))).toEqual([]);
  // The transcript shows that nobody gave it: it steps back.
  expect(
    titleEvents(session, transcribed({ type: 'ai-title', aiTitle: title })).map((event) => event.kind),
  ).toEqual(['named', 'named']);
});

test('a key that a user gives as a name is masked as well', async () => {
  const desk = await new Desk().start(id);
  expect((await desk.machine.run(['rename', '--session', 'C1', title])).out).toContain(`C1 is ${masked}.`);
  expect(kept(desk)).not.toContain(key);
});

test('a key in the title of a pane is kept in no desk', async () => {
  const desk = await new Desk().start(id);
  const { machine } = desk;
  await machine.tmux.run(machine.socketPath, [['select-pane', '-t', '%0', '-T', title]]);
  await machine.run(['layout', 'save']);
  expect(kept(desk)).not.toContain(key);
});
