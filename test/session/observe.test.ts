import { describe, expect, it } from 'vitest';
import type { HookEvent } from '../../src/claude/hook-input.ts';
import { id, identity, place } from './pieces.ts';
import { hookReport, journal, type HookWords } from './world.ts';

type Journal = ReturnType<typeof journal>;

function started(): Journal {
  return journal().start('a', {}, { cwd: '/p', permissionMode: 'default' });
}

function hooked(event: HookEvent, words: HookWords = {}, story: Journal = started()): Journal {
  return story.report(hookReport('a', event, {}, words));
}

const waiting: HookEvent = {
  event: 'Notification',
  notificationType: 'permission_prompt',
  message: 'May I?',
  title: null,
};

describe('a hook adds', () => {
  const failure = { event: 'StopFailure', errorDetails: null, lastAssistantMessage: null } as const;
  const activity = { kind: 'activity', session: id('a'), waitingFor: null };

  it.each<[behaviour: string, story: Journal, news: readonly object[]]>([
    [
      'the prompt, when the user gives one',
      started().prompt('a', ' do\n it '),
      [{ kind: 'prompted', session: id('a'), promptId: 'prompt-1', excerpt: 'do it' }],
    ],
    [
      'a prompt without words',
      started().report(hookReport('a', { event: 'UserPromptSubmit', prompt: null })),
      [{ kind: 'prompted', session: id('a'), promptId: null, excerpt: '' }],
    ],
    [
      'nothing, when a sub-agent is prompted',
      hooked({ event: 'UserPromptSubmit', prompt: 'x' }, { agentId: 'sub' }),
      [],
    ],
    ['that the turn is over', started().prompt('a').stop('a'), [{ ...activity, activity: 'idle' }]],
    ['nothing, when the turn was over', started().stop('a'), []],
    [
      'what made the turn fail',
      hooked({ ...failure, error: 'rate\nlimit' }),
      [{ ...activity, activity: 'idle', waitingFor: 'rate limit' }],
    ],
    [
      'that the turn failed, when nobody says why',
      hooked({ ...failure, error: null }),
      [{ ...activity, activity: 'idle', waitingFor: 'the turn failed' }],
    ],
    [
      'that the session waits for its user',
      hooked(waiting),
      [{ ...activity, activity: 'waiting', waitingFor: 'May I?' }],
    ],
    [
      'for what, by the kind of notice where there are no words',
      started().notify('a', 'elicitation_dialog'),
      [{ ...activity, activity: 'waiting', waitingFor: 'elicitation_dialog' }],
    ],
    ['nothing, when it waited for that already', hooked(waiting, {}, hooked(waiting)), []],
    [
      'that a long idle session is idle',
      started().prompt('a').notify('a', 'idle_prompt'),
      [{ ...activity, activity: 'idle' }],
    ],
    ['nothing, for a notice of another kind', started().notify('a', 'auth_success', 'Welcome'), []],
    ['nothing, for a notice without a kind', hooked({ ...waiting, notificationType: null }), []],
    [
      'the new directory',
      hooked({ event: 'CwdChanged', oldCwd: '/p', newCwd: '/q' }, { cwd: '/p' }),
      [{ kind: 'changed', session: id('a'), changes: { cwd: '/q' } }],
    ],
    [
      'the directory it speaks from, where the new one is not named',
      hooked({ event: 'CwdChanged', oldCwd: '/p', newCwd: null }, { cwd: '/r' }),
      [{ kind: 'changed', session: id('a'), changes: { cwd: '/r' } }],
    ],
    [
      'the new permission mode',
      hooked({ event: 'PreCompact', trigger: 'auto' }, { permissionMode: 'plan' }),
      [{ kind: 'changed', session: id('a'), changes: { permissionMode: 'plan' } }],
    ],
    [
      "nothing of a sub-agent's own directory and mode",
      hooked(
        { event: 'other', name: 'SubagentStop' },
        { agentId: 'sub', cwd: '/worktree', permissionMode: 'plan' },
      ),
      [],
    ],
    ['nothing of what the hook does not say', hooked({ event: 'other', name: 'Setup' }), []],
    [
      'who runs it now, when that is another process',
      journal().render('a', { pid: 10 }).stop('a', { pid: 11 }),
      [
        expect.objectContaining({
          kind: 'seen',
          source: 'hook',
          process: expect.objectContaining({ identity: identity({ pid: 11 }) }),
        }),
      ],
    ],
  ])('%s', (_behaviour, story, news) => {
    expect(story.news).toEqual(news);
  });

  it.each<[behaviour: string, story: Journal]>([
    ['Stop', started().end('a', 'prompt_input_exit').stop('a')],
    ['Notification', hooked(waiting, {}, started().end('a', 'clear'))],
    ['SessionEnd that said the same before', started().end('a', 'clear').end('a', 'clear')],
    ['goodbye that said the same before', started().end('a', 'other').end('a', 'other')],
    ['Stop of a lost session whose client could not be told', started().look('a').stop('a', { pid: null })],
    ['Stop of a session that nobody can prove to live', journal().start('a', { pid: null }).stop('a')],
  ])('nothing, by a late %s', (_behaviour, story) => {
    expect(story.news).toEqual([]);
  });

  it('all that a first report knows, whatever it is', () => {
    const words = { cwd: '/p', transcriptPath: '/t.jsonl', permissionMode: 'plan', sessionTitle: 'Title' };
    const where = { projectDir: '/p', configDir: '/c' };
    const event: HookEvent = { event: 'SessionStart', source: null, modelId: 'claude-x' };
    const story = journal().report(hookReport('a', event, where, words));
    expect(story.news).toEqual([
      {
        kind: 'seen',
        session: id('a'),
        source: 'hook',
        origin: 'interactive',
        isContinued: true,
        process: expect.objectContaining({ identity: identity() }),
        place: place(),
        changes: {
          cwd: '/p',
          projectDir: '/p',
          transcriptPath: '/t.jsonl',
          permissionMode: 'plan',
          modelId: 'claude-x',
          configDir: '/c',
        },
      },
      { kind: 'named', session: id('a'), by: 'client', name: 'Title' },
    ]);
  });

  it.each<[behaviour: string, story: Journal, isContinued: boolean]>([
    ['a start of one that nobody knew', journal().start('a'), false],
    ['a start by /clear', journal().start('a', {}, {}, 'clear'), false],
    ['a start of one that was continued', journal().render('a').start('a'), false],
    ['a resume of one that nobody knew', journal().resume('a'), true],
    ['a resume of one that is known from its start', started().resume('a', { pid: 11 }), false],
    ['a resume of one that was continued', journal().render('a').resume('a', { pid: 11 }), true],
    ['a hook of one that nobody knew', journal().stop('a'), true],
    ['a hook of one that is known from its start', started().look('a').stop('a'), false],
  ])('whether the session is continued, by %s', (_behaviour, story, isContinued) => {
    expect(story.news).toMatchObject([{ kind: 'seen', isContinued }]);
    expect(story.session('a').isContinued).toBe(isContinued);
  });

  it.each<[behaviour: string, story: Journal, hasHookReported: boolean]>([
    ['not by a render', journal().render('a'), false],
    ["not by the client's registry", journal().clientSays('a'), false],
    ['by a start', journal().render('a').start('a'), true],
    ['by a hook', journal().stop('a'), true],
    ['by a prompt', journal().render('a').prompt('a'), true],
    [
      'by the end of a turn, where that is news',
      journal().render('a').notify('a', 'permission_prompt'),
      true,
    ],
    [
      'not any more where it goes on in a process without them',
      started().look('a').render('a', { pid: 11 }),
      false,
    ],
    ['still, as long as it renders in its process', started().render('a'), true],
  ])('that hooks report: %s', (_behaviour, story, hasHookReported) => {
    expect(story.session('a').hasHookReported).toBe(hasHookReported);
  });

  it('what the session waits for, also when it is first seen by that', () => {
    const story = journal().notify('a', 'permission_prompt', 'May I?');
    expect(story.newKinds).toEqual(['seen', 'activity']);
    expect(story.session('a').state).toEqual({ kind: 'live', activity: 'waiting', waitingFor: 'May I?' });
  });
});

describe('a SessionEnd', () => {
  it('whose client could not be told speaks of the one that we know of', () => {
    const story = started().end('a', 'other', { pid: null, paneAtEnd: 'gone' });
    expect(story.news).toMatchObject([{ kind: 'farewell', process: identity() }]);
    expect(story.look('a', { pane: 'gone' }).state('a')).toBe('ended closed');
  });

  it('is kept by a writer who has not heard that the session went on in its process', () => {
    const story = started().end('a', 'prompt_input_exit');
    const { registry } = story;
    story.resume('a', { pid: 20 });
    const end = { event: 'SessionEnd', reason: 'prompt_input_exit' } as const;
    story.report(hookReport('a', end, { pid: 20 }), registry);
    expect([story.newKinds, story.state('a')]).toEqual([['ended'], 'ended exited']);
  });

  it('does not end the session that was resumed in another process before it is written', () => {
    const story = started();
    const { registry } = story;
    story.resume('a', { pid: 20 });
    story.report(
      hookReport('a', { event: 'SessionEnd', reason: 'prompt_input_exit' }, { pid: null }),
      registry,
    );
    expect([story.newKinds, story.state('a')]).toEqual([['ended'], 'live idle']);
  });
});

describe('a render', () => {
  it('adds nothing as long as nothing changes', () => {
    const story = journal().start('a');
    const news = Array.from(
      { length: 100 },
      () => story.render('a', {}, { cwd: '/p', modelName: 'M' }, 'Title').newKinds,
    );
    expect(news.flat()).toEqual(['changed', 'named']);
  });

  it.each<[behaviour: string, story: Journal, place: object]>([
    ['a renamed window', started().render('a', { window: 'new' }), { windowName: 'new' }],
    ['a renumbered window', started().render('a', { windowIndex: 4 }), { windowIndex: 4 }],
    [
      'the pane of a session that none was known of',
      journal().start('a', { pane: null }).render('a', { pane: '%5' }),
      { paneId: '%5' },
    ],
  ])('tells at once of %s', (_behaviour, story, expected) => {
    expect(story.newKinds).toEqual(['pane_migrated']);
    expect(story.session('a').place).toMatchObject(expected);
  });

  it('tells only of what changed', () => {
    const story = started().render('a', {}, { cwd: '/p', modelName: 'M' });
    story.render('a', {}, { cwd: '/q', modelName: 'M' });
    expect(story.news).toEqual([{ kind: 'changed', session: id('a'), changes: { cwd: '/q' } }]);
  });

  it('whose client could not be told still tells where a live session is', () => {
    const story = started().render('a', { pid: null, window: 'new' }, { cwd: '/q' });
    expect(story.newKinds).toEqual(['pane_migrated', 'changed']);
  });

  it('that cannot tell its pane leaves the session where it was', () => {
    expect(started().render('a', { pane: null }).newKinds).toEqual([]);
  });

  it('of a session that nobody can prove to live still tells its place and directory', () => {
    const story = journal().start('a', { pid: null });
    story.render('a', { window: 'new' }, { cwd: '/q' });
    expect(story.newKinds).toEqual(['pane_migrated', 'changed']);
    expect(story.render('a', {}, { cwd: '/q' }).newKinds).toEqual([]);
  });

  it('of a lost session whose client could not be told adds nothing', () => {
    const story = started().look('a').render('a', { pid: null, window: 'new' }, { cwd: '/q' });
    expect(story.news).toEqual([]);
  });

  it('of a session that was left adds nothing, not even its new directory', () => {
    expect(started().end('a', 'clear').render('a', {}, { cwd: '/q' }).news).toEqual([]);
  });
});

/** Resumed beside a process that still runs it. */
function both(): Journal {
  return journal().start('a', { pid: 10, pane: '%1' }).resume('a', { pid: 11, pane: '%2' });
}

describe('two processes that run one conversation', () => {
  it.each<[behaviour: string, story: Journal]>([
    ['render', both().render('a', { pid: 10, pane: '%1' }, { cwd: '/elsewhere' })],
    ['Stop', both().prompt('a', 'x', { pid: 11 }).stop('a', { pid: 10, pane: '%1' })],
    ['notice', both().stop('a', { pid: 10, pane: '%1' }).notify('a', 'permission_prompt')],
  ])('do not pull it to and fro: a %s of the other one adds nothing', (_behaviour, story) => {
    expect(story.news).toEqual([]);
    expect(story.session('a')).toMatchObject({ process: { identity: { pid: 11 } }, place: { paneId: '%2' } });
  });

  it('have it where the user prompts', () => {
    const story = both().prompt('a', 'x', { pid: 10, pane: '%1' });
    expect(story.session('a')).toMatchObject({ process: { identity: { pid: 10 } }, place: { paneId: '%1' } });
  });

  it('leave it to the one that lives', () => {
    const story = both().look('a').render('a', { pid: 10, pane: '%1' });
    expect([story.state('a'), story.session('a').place?.paneId]).toEqual(['live idle', '%1']);
  });
});

describe('a run that is not interactive', () => {
  it.each(['print', 'background'] as const)(
    'sits in no pane, though it may be started from one: %s',
    (origin) => {
      const story = journal().start('a', { origin }).prompt('a').render('a');
      expect(story.session('a')).toMatchObject({ origin, place: null, prompts: 1 });
      expect(story.newKinds).toEqual([]);
    },
  );
});

function lost(): Journal {
  return journal().start('a').prompt('a').look('a', { server: 'gone' });
}

describe('a `-p` run on a conversation that has a pane', () => {
  const visitor = { origin: 'print', pid: 77, pane: null } as const;

  it('leaves a lost one as it was, to be offered again', () => {
    const visited = lost()
      .start('a', visitor)
      .prompt('a', 'x', visitor)
      .stop('a', visitor)
      .end('a', 'other', visitor);
    expect(visited.session('a')).toEqual(lost().session('a'));
    expect(visited.session('a').state.kind).toBe('lost');
  });

  it('takes nothing from a live one', () => {
    const visited = journal().start('a').prompt('a').start('a', visitor).prompt('a', 'x', visitor);
    expect(visited.news).toEqual([]);
    expect(visited.session('a')).toMatchObject({
      origin: 'interactive',
      prompts: 1,
      process: { identity: { pid: 10 } },
    });
  });

  it('is a session of its own where it began the conversation, until somebody takes it up in a pane', () => {
    const story = journal().start('a', visitor).end('a', 'other', visitor);
    expect(story.session('a')).toMatchObject({ origin: 'print', state: { kind: 'ended' } });
    expect(story.start('a', { pid: 12, origin: 'interactive' }).session('a')).toMatchObject({
      origin: 'interactive',
      state: { kind: 'live' },
    });
  });
});

describe('the command line of a client', () => {
  it('is kept without its keys', () => {
    const argv = [
      'claude',
      '--settings',
      '{"env":{"ANTHROPIC_API_KEY":"sk-ant-api03-AbCdEfGhIjKlMnOp"}}',
      '--model',
      'opus',
    ];
    expect(journal().start('a', { argv }).session('a').process?.argv).toEqual([
      'claude',
      '--settings',
      '{"env":{"ANTHROPIC_API_KEY":"[secret]"}}',
      '--model',
      'opus',
    ]);
  });
});

describe("the client's own registry", () => {
  it('makes a session known as continued, with its directory', () => {
    const story = journal().clientSays('a', { pid: 10 }, { cwd: '/p', projectDir: '/p' });
    expect(story.session('a')).toMatchObject({ isContinued: true, hasHookReported: false, cwd: '/p' });
    expect(story.state('a')).toBe('live idle');
  });

  it('does not make a session hop between two processes that run it', () => {
    const story = journal().start('a', { pid: 10, pane: '%1' });
    expect(story.clientSays('a', { pid: 11, pane: '%2' }, { cwd: '/elsewhere' }).news).toEqual([]);
  });

  it('finds a lost session alive in another process', () => {
    const story = started().look('a').clientSays('a', { pid: 11, pane: '%2' });
    expect([story.state('a'), story.session('a').place?.paneId]).toEqual(['live idle', '%2']);
  });

  it('says nothing of a live session where the process could not be read', () => {
    expect(started().clientSays('a', { pid: null, window: 'new' }, { cwd: '/q' }).news).toEqual([]);
  });

  it('does not revive a session in the process that left it', () => {
    expect(started().end('a', 'prompt_input_exit').clientSays('a').news).toEqual([]);
  });
});
