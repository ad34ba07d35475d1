import { describe, expect, it } from 'vitest';
import { answer, Desk, id, other } from './naming-desk.ts';

const transcriptPath = `/home/dev/.claude/projects/proj/${id}.jsonl`;
const made = (aiTitle: string): string => JSON.stringify({ type: 'ai-title', aiTitle, sessionId: id });
const given = (customTitle: string): string =>
  JSON.stringify({ type: 'custom-title', customTitle, sessionId: id });

async function named(desk: Desk): Promise<Desk> {
  desk.machine.model.answers(answer);
  await desk.runStarted();
  return desk;
}

/** A session that was named and whose transcript has these lines. */
async function withTranscript(...lines: readonly string[]): Promise<Desk> {
  const desk = await new Desk().start(id);
  desk.machine.file(transcriptPath, `${lines.join('\n')}\n`);
  await desk.hook(id, 'UserPromptSubmit', {
    prompt: 'go on',
    prompt_id: 'go',
    transcript_path: transcriptPath,
  });
  return desk;
}

describe('a title that a render shows', () => {
  it.each<[what: string, entry: object | null, name: string]>([
    ['is the name at once where the client knows it as one that was given', { name: 'Title' }, 'Title'],
    [
      'stands back where the client has none but its directory’s',
      { name: 'proj-3f', nameSource: 'derived' },
      'Parser Surgeon',
    ],
    [
      'stands back where the client derived the very same',
      { name: 'Title', nameSource: 'derived' },
      'Parser Surgeon',
    ],
    [
      'stands back where the client knows another session by it',
      { name: 'Title', sessionId: other },
      'Parser Surgeon',
    ],
    ['stands back where the client tells nothing', null, 'Parser Surgeon'],
  ])('%s', async (_what, entry, name) => {
    const desk = await named(await new Desk().start(id));
    const line = await desk.render(id, 'Title', entry);
    expect(line).toContain(`${name} C1`);
    expect(await desk.windowNames()).toBe(`${name}:C1`);
  });

  it('is the name until there is a better one, and its window’s', async () => {
    const desk = await new Desk().start(id);
    expect(await desk.render(id, 'Give the parser spans')).toContain('Give the parser spans C1');
    expect(await desk.windowNames()).toBe('Give the parser spans:C1');
    await named(desk);
    expect(await desk.render(id, 'Give the parser spans')).toContain('Parser Surgeon C1');
    expect(await desk.windowNames()).toBe('Parser Surgeon:C1');
  });

  it('is known to be given from the next prompt on, and so is its window’s name', async () => {
    const desk = await named(await new Desk().start(id));
    await desk.render(id, 'Title');
    expect(await desk.hook(id, 'UserPromptSubmit', { prompt: 'go', session_title: 'Title' })).toBe('');
    expect(await desk.render(id, 'Title')).toContain('Title C1');
    expect(await desk.windowNames()).toBe('Title:C1');
  });
});

describe('the transcript, which the namer reads', () => {
  it('takes back a title that was taken for given and that the client made', async () => {
    const desk = await withTranscript(made('Title'));
    await desk.render(id, 'Title', { name: 'Title' });
    expect(desk.machine.session(1).names.client).toBe('Title');
    await named(desk);
    expect(desk.machine.session(1).names).toMatchObject({
      client: null,
      generated: 'Parser Surgeon',
      suggested: 'Title',
    });
    expect(await desk.windowNames()).toBe('Parser Surgeon:C1');
  });

  it('has the last word, also where hooks go on telling of that title', async () => {
    const desk = await withTranscript(made('Title'));
    await desk.hook(id, 'UserPromptSubmit', { prompt: 'go', session_title: 'Title' });
    await named(desk);
    const said = await desk.hook(id, 'UserPromptSubmit', { prompt: 'on', session_title: 'Title' });
    expect(said).toContain('"sessionTitle":"Parser Surgeon"');
    expect(await desk.render(id, 'Title', { name: 'Title' })).toContain('Parser Surgeon C1');
  });

  it('shows a title that was taken for a suggestion to be given', async () => {
    const desk = await withTranscript(made('Give the parser spans'), given('Title'));
    await desk.render(id, 'Title');
    await named(desk);
    expect(await desk.render(id, 'Title')).toContain('Title C1');
  });

  it('changes nothing where it shows neither, or the name that we offered', async () => {
    const desk = await named(await withTranscript(made('Other'), given('Parser Surgeon')));
    await desk.render(id, 'Give the parser spans');
    await desk.prompt(id, 'once more');
    await named(desk);
    expect(desk.machine.session(1).names).toMatchObject({ client: null, suggested: 'Give the parser spans' });
  });

  it('is read by no hook and no render', async () => {
    const desk = await withTranscript(given('Title'));
    expect(await desk.render(id, 'Title')).toContain('Title C1');
    await desk.hook(id, 'Stop');
    expect(desk.machine.session(1).names).toMatchObject({ client: null, suggested: 'Title' });
  });
});

describe('the name of another', () => {
  it('is the user’s to take: the one who had it is called apart, and so is its window', async () => {
    const desk = await named(await (await new Desk().start(id)).start(other));
    await desk.machine.run(['rename', '--session', 'C2', 'Parser', 'Surgeon']);
    expect(await desk.windowNames()).toBe('Parser Surgeon 1:C1\nParser Surgeon:C2');
    expect(
      await desk.hook(id, 'UserPromptSubmit', { prompt: 'go', session_title: 'Parser Surgeon' }),
    ).toContain('"sessionTitle":"Parser Surgeon 1"');
    expect((await desk.machine.run(['show', 'parser surgeon 1'])).out).toContain('C1');
  });

  it('is theirs twice where they give it twice, and they are told', async () => {
    const desk = await (await new Desk().start(id)).start(other);
    await desk.machine.run(['rename', '--session', 'C1', 'Fox']);
    const said = await desk.machine.run(['rename', '--session', 'C2', 'fox']);
    expect(said.out).toBe('C2 is fox.\n  You gave C1 that name, too: say C2 or C1 to mean one of them.\n');
    expect((await desk.machine.run(['show', 'FOX'])).err).toContain('C1');
    const third = await desk.machine.run(['rename', '--session', 'C1', 'Bear']);
    expect(third.out).toBe('C1 is Bear.\n');
  });
});
