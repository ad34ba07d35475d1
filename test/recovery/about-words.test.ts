import { expect, test } from 'vitest';
import { aboutWords } from '../../src/recovery/about-words.ts';
import { plan } from '../../src/recovery/plan.ts';
import type { Session } from '../../src/session/session.ts';
import { id } from '../session/pieces.ts';
import { scene } from './scene.ts';

const noNames = { user: null, client: null, generated: null };

test.each<[string, Partial<Session>, string]>([
  ['a name and a task', { names: { ...noNames, generated: 'Fox' }, task: 'mend it' }, 'C1 Fox · mend it'],
  ['a name alone', { names: { ...noNames, user: 'Fox' }, lastPrompt: null }, 'C1 Fox'],
  [
    'a name that is the beginning of it',
    { names: { ...noNames, suggested: 'mend the' }, task: 'mend the parser' },
    'C1 mend the parser',
  ],
  ['no name', { names: noNames, task: 'mend it' }, 'C1 · mend it'],
  [
    'a name that would be obeyed',
    { names: { ...noNames, user: 'F\u001b[31mox' }, task: null, lastPrompt: null },
    'C1 Fox',
  ],
])('a session with %s says so once', (_, changes, words) => {
  const { facts } = scene().session('a', changes);
  const session = facts.registry.sessions.get(id('a'));
  if (session === undefined) throw new Error('There is no session.');
  expect(aboutWords(session).join(' · ')).toBe(words);
  const [resume] = plan(facts).resumes;
  expect(resume?.launch.line).toMatch(/ · Enter resumes, s for a shell$/);
  expect(resume?.launch.line.startsWith(`${words} · `)).toBe(true);
});
