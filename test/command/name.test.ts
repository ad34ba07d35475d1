import { describe, expect, it } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';
import { answer, Desk, id, other } from './naming-desk.ts';

describe('the end of a turn', () => {
  it('starts a namer and waits for nothing', async () => {
    const desk = await new Desk().start(id);
    expect(desk.machine.started).toEqual([['name', '--due', id]]);
    expect(desk.machine.model.asked).toEqual([]);
  });

  it('is told by one call: name, task, description and summary, kept and shown', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers(answer);
    await desk.runStarted();
    expect(desk.machine.model.asked).toHaveLength(1);
    expect(desk.machine.session(1)).toMatchObject({
      names: { user: null, client: null, generated: 'Parser Surgeon' },
      task: 'parser spans',
      description: 'Gives the parser spans.',
      summary: 'Spans begun.',
      describedAtPrompts: 1,
    });
    expect(await desk.windowNames()).toBe('Parser Surgeon:C1');
  });

  it('asks again at the second, fourth and eighth prompt, and keeps the name', async () => {
    const desk = await new Desk().start(id);
    for (let turn = 2; turn <= 9; turn += 1) {
      desk.machine.model.answers({ ...answer, name: `Fox ${turn}`, summary: `turn ${turn}` });
      await desk.runStarted();
      await desk.prompt(id, `prompt ${turn}`);
    }
    expect(desk.machine.model.asked).toHaveLength(4);
    const { names, summaryHistory } = desk.machine.session(1);
    expect(names.generated).toBe('Fox 2');
    expect(summaryHistory).toHaveLength(4);
  });

  it('asks once where two namers were started for one session', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers(answer).answers({ ...answer, name: 'Second Fox' });
    const [argv = []] = desk.machine.started;
    await desk.machine.run(argv);
    await desk.machine.run(argv);
    expect(desk.machine.model.asked).toHaveLength(1);
    expect(desk.machine.session(1).names.generated).toBe('Parser Surgeon');
  });

  it('asks nobody where naming is off', async () => {
    const desk = await new Desk().configure({ backend: 'off' }).start(id);
    expect(desk.machine.started).toEqual([]);
  });

  it('is not heard from below the namer’s own client', async () => {
    const machine = new FakeMachine();
    const stdin = JSON.stringify({ session_id: id, cwd: '/', hook_event_name: 'Stop' });
    expect(await machine.run(['hook', 'Stop'], { stdin, env: { STATUSLINE_NAMER: '1' } })).toMatchObject({
      code: 0,
      out: '',
    });
    expect((await machine.run(['list', '--json'])).out.trim()).toBe('[]');
  });
});

describe('a login that the user’s settings tell', () => {
  it('is there for the call alone, and so is what a call that was killed has left', async () => {
    const desk = await new Desk().start(id);
    const { settings, model } = desk.machine;
    settings.put('/home/dev/.claude/settings.json', '{"apiKeyHelper":"/bin/key","hooks":{}}', 0o600);
    const handedOver: [path: string, text: string | undefined][] = [];
    model.meanwhile = ({ settingsPath = '' }) =>
      void handedOver.push([settingsPath, settings.files.get(settingsPath)]);
    model.answers(answer).answers(answer);
    await desk.runStarted();
    const [[path, text] = ['', '']] = handedOver;
    expect(text).toBe('{"apiKeyHelper":"/bin/key"}');
    expect(settings.files.has(path)).toBe(false);
    settings.put(path, text ?? '', 0o600);
    await desk.machine.run(['name', id]);
    expect(handedOver).toHaveLength(2);
    expect(settings.files.has(path)).toBe(false);
  });
});

describe('without an answer', () => {
  it('a session is named after its first prompt, and asked about again after the next', async () => {
    const desk = await new Desk().start(id, 'mend the tokenizer');
    await desk.runStarted();
    expect(desk.machine.model.asked).toHaveLength(2);
    expect(desk.machine.session(1).names.generated).toBe('Mend Tokenizer');
    await desk.prompt(id, 'go on');
    expect(desk.machine.started).toHaveLength(1);
  });

  it('the model is left alone for a while, whichever session asks', async () => {
    const desk = await new Desk().start(id);
    for (let turn = 0; turn < 6; turn += 1) {
      await desk.runStarted();
      await desk.prompt(id, `turn ${turn}`);
    }
    expect(desk.machine.model.asked).toHaveLength(6);
    desk.machine.pass(3_600_000);
    desk.machine.model.answers(answer);
    await desk.runStarted();
    expect(desk.machine.session(1).task).toBe('parser spans');
  });

  it('a second try may bring one', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers('I am not sure what you mean.').answers(answer);
    await desk.runStarted();
    expect(desk.machine.session(1).names.generated).toBe('Parser Surgeon');
  });

  it('nothing is made up where only a model may name', async () => {
    const desk = await new Desk().configure({ backend: 'claude' }).start(id);
    await desk.runStarted();
    expect(desk.machine.session(1).names.generated).toBeNull();
  });
});

describe('a fleet', () => {
  it('has no two sessions of one name, whatever the model says', async () => {
    const desk = await (await new Desk().start(id)).start(other);
    desk.machine.model.answers(answer).answers({ ...answer, name: 'parser-surgeon' });
    await desk.runStarted();
    expect(desk.machine.session(1).names.generated).toBe('Parser Surgeon');
    expect(desk.machine.session(2).names.generated).toBe('parser-surgeon 2');
    expect(desk.machine.model.asked[1]?.question.text).toContain('"Parser Surgeon"');
  });
});

describe('the client’s own title', () => {
  it('is offered the generated name at the next prompt, and nothing else is printed', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers(answer);
    await desk.runStarted();
    const said = await desk.hook(id, 'UserPromptSubmit', { prompt: 'go on' });
    expect(JSON.parse(said)).toEqual({
      hookSpecificOutput: { hookEventName: 'UserPromptSubmit', sessionTitle: 'Parser Surgeon' },
    });
    expect(await desk.hook(id, 'Stop')).toBe('');
    expect(await desk.hook(id, 'UserPromptSubmit', { prompt: 'on', session_title: 'Parser Surgeon' })).toBe(
      '',
    );
    expect(desk.machine.session(1).names.client).toBeNull();
  });

  it('is left alone where the client or the user chose one', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers(answer);
    await desk.runStarted();
    expect(await desk.hook(id, 'UserPromptSubmit', { prompt: 'go', session_title: 'Mine' })).toBe('');
    expect(await desk.hook(id, 'UserPromptSubmit', { prompt: 'on' })).toBe('');
  });

  it('follows `rename`', async () => {
    const desk = await new Desk().start(id);
    await desk.machine.run(['rename', '--session', id, 'Fox']);
    const said = await desk.hook(id, 'UserPromptSubmit', { prompt: 'go', session_title: 'Theirs' });
    expect(said).toContain('"sessionTitle":"Fox"');
    expect(await desk.hook(id, 'UserPromptSubmit', { prompt: 'on', session_title: 'Fox' })).toBe('');
  });
});

describe('statusline name', () => {
  it('names now, whatever is due, and says so', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers(answer).answers({ ...answer, name: 'Span Weaver' });
    await desk.runStarted();
    const said = await desk.machine.run(['name', 'C1']);
    expect(said.out.split('\n')[0]).toBe('C1 is Span Weaver.');
    expect(await desk.windowNames()).toBe('Span Weaver:C1');
  });

  it('says when the name that was given goes before the generated one', async () => {
    const desk = await new Desk().start(id);
    await desk.machine.run(['rename', '--session', id, 'Mine']);
    desk.machine.model.answers(answer);
    const said = await desk.machine.run(['name', id]);
    expect(said.out.split('\n')[0]).toBe('C1 would be Parser Surgeon; Mine is the name that it was given.');
  });

  it.each([
    ['an unknown session', ['name', 'C9'], {}, 'no session is known as "C9"'],
    ['naming switched off', ['name', 'C1'], { backend: 'off' }, 'sessions are not named'],
    ['an API without a key', ['name', 'C1'], { backend: 'api' }, 'the API needs ANTHROPIC_API_KEY'],
  ])('has one line for %s', async (_, argv, naming, words) => {
    const desk = (await new Desk().start(id)).configure(naming);
    const said = await desk.machine.run(argv);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain(words);
    expect(said.err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('asks the API only where it is told to, with the key of the environment', async () => {
    const desk = (await new Desk().start(id)).configure({ backend: 'api', model: 'sonnet' });
    desk.machine.model.answers(answer);
    await desk.machine.run(['name', 'C1'], { env: { ANTHROPIC_API_KEY: 'key' } });
    expect(desk.machine.model.asked).toMatchObject([
      { question: { model: 'sonnet' }, by: { key: 'key', baseUrl: null } },
    ]);
  });

  it('lets the client log in by the user’s settings, through a file that is gone afterwards', async () => {
    const desk = await new Desk().start(id);
    const settings = { apiKeyHelper: '/bin/key', hooks: {}, env: { ANTHROPIC_BASE_URL: 'http://proxy' } };
    desk.machine.settings.put('/home/dev/.claude/settings.json', JSON.stringify(settings), 0o600);
    let path = '';
    let seen: object = {};
    desk.machine.model.meanwhile = ({ settingsPath = '' }) => {
      path = settingsPath;
      seen = desk.machine.settings.read(path);
    };
    desk.machine.model.answers(answer);
    await desk.runStarted();
    expect(path).toContain(`${desk.machine.instances}/state/`);
    expect(seen).toEqual({ ok: true, value: '{"apiKeyHelper":"/bin/key"}' });
    expect(desk.machine.settings.read(path)).toEqual({ ok: true, value: null });
    expect(desk.machine.model.asked[0]?.by).toMatchObject({ env: { ANTHROPIC_BASE_URL: 'http://proxy' } });
  });

  it('asks the session’s own client, outside its project', async () => {
    const desk = await new Desk().start(id);
    desk.machine.model.answers(answer);
    await desk.runStarted();
    expect(desk.machine.model.asked[0]?.by).toMatchObject({
      program: ['claude'],
      cwd: desk.machine.instances,
      env: { STATUSLINE_NAMER: '1' },
    });
  });
});
