import { describe, expect, it } from 'vitest';
import { iso } from '../../src/session/iso.ts';
import { occupantsOf } from '../../src/session/occupants.ts';
import { sessionView, views } from '../../src/session/views.ts';
import { desk, deskWindow, id, server } from './pieces.ts';
import { journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

/** What a reader of the file finds. */
function file(story: Journal, path: string): unknown {
  const content = views(story.registry).get(path);
  return path.endsWith('.json') ? JSON.parse(content ?? 'null') : content;
}

/** A session with all that one can have. */
function rich(): Journal {
  return journal()
    .start(
      'a',
      { pid: 42, argv: ['claude', '-c'], projectDir: '/home/dev/proj', configDir: '/cfg', window: 'ed' },
      {
        cwd: '/home/dev/proj/sub',
        transcriptPath: '/t.jsonl',
        permissionMode: 'plan',
      },
    )
    .render('a', {}, { cwd: '/home/dev/proj/sub', modelId: 'claude-sonnet-5', modelName: 'Sonnet 5' })
    .prompt('a')
    .keep({
      kind: 'described',
      session: id('a'),
      task: 'Parser',
      description: 'All\nof it',
      summary: 'One\tline',
    })
    .name('a', 'generated', 'Fox');
}

describe('registry.json', () => {
  it('has of a live session exactly this', () => {
    expect(file(rich(), 'registry.json')).toStrictEqual({
      [id('a')]: {
        name: 'Fox',
        task: 'Parser',
        model: 'Sonnet 5',
        cwd: '/home/dev/proj/sub',
        created: '2026-11-22T12:00:00Z',
        last_seen: '2026-11-22T12:00:02Z',
        status: 'active',
        process_number: 1,
        pane_id: '%1',
        pane_ref: 'main:1.0',
        auto_named: true,
        continued: false,
        project_dir: '/home/dev/proj',
        transcript_path: '/t.jsonl',
        origin: 'interactive',
        activity: 'working',
        prompts: 1,
        permission_mode: 'plan',
        config_dir: '/cfg',
        ended: null,
        tmux: {
          socket_path: '/tmp/tmux-1000/default',
          server_pid: 1,
          server_started: 1_000_001,
          session_name: 'main',
          window_index: 1,
          window_name: 'ed',
          pane_index: 0,
          pane_id: '%1',
          pane_pid: 500,
          captured_at: '2026-11-22T12:00:02Z',
        },
        process: { pid: 42, ppid: 1, started: '4200', boot_id: 'boot-1', argv: ['claude', '-c'] },
        recovery: null,
      },
    });
  });

  it('has null for whatever is not known', () => {
    const story = journal().name('a', 'client', 'T');
    expect(sessionView(story.session('a'))).toMatchObject({
      status: 'unknown',
      pane_id: null,
      pane_ref: null,
      tmux: null,
      process: null,
      ended: null,
      model: null,
      activity: null,
      auto_named: false,
      continued: true,
    });
  });

  it.each<[behaviour: string, story: Journal, expected: object]>([
    ['active while it lives', journal().start('a'), { status: 'active', ended: null }],
    [
      'inactive and recoverable when it was lost',
      journal().start('a').look('a', { server: 'gone' }),
      {
        status: 'inactive',
        activity: null,
        ended: { reason: 'server-lost', at: '2026-11-22T12:00:01Z', recoverable: true },
      },
    ],
    [
      'inactive when it was left',
      journal().start('a').end('a', 'clear'),
      {
        status: 'inactive',
        ended: { reason: 'cleared', recoverable: false, evidence: ['SessionEnd said "clear"'] },
      },
    ],
    [
      'unknown when nobody can prove that it lives',
      journal().start('a', { pid: null }),
      { status: 'unknown', ended: null },
    ],
    [
      'not recoverable when it never sat in a pane',
      journal()
        .start('a', { origin: 'print' })
        .keep({ kind: 'lost', session: id('a'), process: null, reason: 'crashed', evidence: [] }),
      {
        ended: { recoverable: false },
      },
    ],
    [
      'called by its model id until its name is known',
      journal()
        .start('a')
        .keep({ kind: 'changed', session: id('a'), changes: { modelId: 'm' } }),
      { model: 'm' },
    ],
    [
      'told of its last recovery',
      journal().start('a').look('a').claim('a', 'r').settle('a', 'r', 'timed-out'),
      {
        recovery: { last_attempted: '2026-11-22T12:00:03Z', attempts: 1, result: 'timed-out', detail: null },
      },
    ],
  ])('has a session as %s', (_behaviour, story, expected) => {
    expect(sessionView(story.session('a'))).toMatchObject(expected);
  });

  it('stands in the order of the numbers, whoever came back from the archive', () => {
    const { registry } = journal().start('a', { pid: 1 }).start('b', { pid: 2 }).start('c', { pid: 3 });
    const turned = { ...registry, sessions: new Map([...registry.sessions].reverse()) };
    expect(views(turned)).toEqual(views(registry));
    expect(Object.keys(JSON.parse(views(turned).get('registry.json') ?? ''))).toEqual(
      ['a', 'b', 'c'].map(id),
    );
  });
});

describe('the files of the earlier plugin', () => {
  it('are written as it had them', () => {
    const story = rich().describe('a', 'Two');
    expect(file(story, 'process_counter.txt')).toBe('1\n');
    expect(file(story, `counts/${id('a')}.txt`)).toBe('1\n');
    expect(file(story, `summaries/${id('a')}.txt`)).toBe('Two\n');
    expect(file(story, `summaries/${id('a')}.history`)).toBe(
      '2026-11-22T12:00:03Z\tOne line\n2026-11-22T12:00:05Z\tTwo\n',
    );
    expect(file(story, `descriptions/${id('a')}.txt`)).toBe('All\nof it\n');
  });

  it('are not there for what is not known', () => {
    expect([...views(journal().start('a').registry).keys()]).toEqual([
      'registry.json',
      'pane_to_session.json',
      'layout.json',
      'process_counter.txt',
    ]);
  });
});

describe('pane_to_session.json', () => {
  const socket = '/tmp/tmux-1000/default';

  it.each<[behaviour: string, story: Journal, expected: object]>([
    [
      'has live panes',
      journal().start('a').start('b', { pid: 11, pane: '%2' }),
      { [socket]: { '%1': id('a'), '%2': id('b') } },
    ],
    ['has no pane whose session is over', journal().start('a').end('a', 'clear'), {}],
    ['has no pane whose session is lost', journal().start('a').look('a'), {}],
    ['has no session without a pane', journal().start('a', { pane: null }), {}],
    [
      'has the later of two clients in a pane, the first not yet found dead',
      journal().start('b').start('a', { pid: 11 }),
      { [socket]: { '%1': id('a') } },
    ],
    [
      'has the one that came back from /resume',
      journal().start('a').end('a', 'resume').resume('b').end('b', 'resume').resume('a'),
      { [socket]: { '%1': id('a') } },
    ],
    [
      'has the pane of the newer of two servers on one socket',
      journal().start('a', { server: 1 }).start('b', { pid: 11, server: 2 }),
      { [socket]: { '%1': id('b') } },
    ],
    [
      'has each socket by itself',
      journal().start('a').start('b', { pid: 11, socket: '/tmp/other' }),
      { [socket]: { '%1': id('a') }, '/tmp/other': { '%1': id('b') } },
    ],
  ])('%s', (_behaviour, story, expected) => {
    expect(file(story, 'pane_to_session.json')).toStrictEqual(expected);
  });

  it.each(['__proto__', 'constructor', 'toString'])('has a socket that is called %s as data', (name) => {
    const story = journal().start('a', { socket: name, pane: name });
    const text = JSON.stringify(file(story, 'pane_to_session.json'));
    expect(text).toBe(`{"${name}":{"${name}":"${id('a')}"}}`);
    expect(Object.hasOwn(Object.prototype, '%1')).toBe(false);
    expect(Reflect.get({}, name)).not.toBe(id('a'));
  });
});

describe('layout.json', () => {
  const window = deskWindow('@1', '%1', '%2');

  it('has a desk exactly so', () => {
    const story = journal()
      .start('a')
      .capture(desk(server(1), window));
    expect(file(story, 'layout.json')).toStrictEqual({
      servers: [
        {
          socket_path: '/tmp/tmux-1000/default',
          server_pid: 1,
          server_started: 1_000_001,
          captured_at: '2026-11-22T12:00:01Z',
          sessions: [
            {
              name: 'main',
              group: null,
              active_window: 1,
              last_window: null,
              windows: [
                {
                  index: 1,
                  id: '@1',
                  name: 'name of @1',
                  layout: 'b25d,80x24,0,0,0',
                  zoomed: false,
                  automatic_rename: true,
                  panes: [
                    {
                      index: 0,
                      id: '%1',
                      pid: 500,
                      cwd: '/home/dev/proj',
                      command: 'claude',
                      active: true,
                      session_id: id('a'),
                    },
                    {
                      index: 1,
                      id: '%2',
                      pid: 501,
                      cwd: '/home/dev/proj',
                      command: 'claude',
                      active: false,
                      session_id: null,
                    },
                  ],
                  active: true,
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('has the desk of the lost server before that of the new one, each with its own sessions', () => {
    const story = journal()
      .start('a', { server: 1 })
      .capture(desk(server(1), window))
      .look('a', { server: 'gone' })
      .start('b', { pid: 11, server: 2 })
      .capture(desk(server(2), window));
    expect(file(story, 'layout.json')).toMatchObject({
      servers: [
        {
          server_pid: 1,
          sessions: [{ windows: [{ panes: [{ session_id: id('a') }, { session_id: null }] }] }],
        },
        {
          server_pid: 2,
          sessions: [{ windows: [{ panes: [{ session_id: id('b') }, { session_id: null }] }] }],
        },
      ],
    });
  });

  it('has the frame of a session as it was', () => {
    const [main] = desk(server(1), window, deskWindow('@2', '%3')).sessions;
    const frame = {
      ...main,
      id: '$0',
      name: 'x',
      seats: main?.seats ?? [],
      group: 'team',
      activeIndex: 2,
      lastIndex: 1,
    };
    const story = journal().capture({
      ...desk(server(1), window, deskWindow('@2', '%3')),
      sessions: [frame],
    });
    expect(file(story, 'layout.json')).toMatchObject({
      servers: [
        {
          sessions: [
            {
              name: 'x',
              group: 'team',
              active_window: 2,
              last_window: 1,
              windows: [
                { id: '@1', active: false },
                { id: '@2', active: true },
              ],
            },
          ],
        },
      ],
    });
  });

  it('leaves out a seat whose window is not known', () => {
    const story = journal().capture(desk(server(1), window));
    story.keep({ kind: 'desk', server: server(1), windows: [], gone: ['@1'] });
    expect(file(story, 'layout.json')).toMatchObject({ servers: [{ sessions: [{ windows: [] }] }] });
  });

  it.each<[behaviour: string, story: Journal, occupant: string | null]>([
    [
      'the one that lives',
      journal().start('a').end('a', 'resume').resume('b').end('b', 'resume').resume('a'),
      'a',
    ],
    ['the living before the lost', journal().start('a', { pid: 10 }).start('b', { pid: 11 }).look('b'), 'a'],
    ['the lost before one of unknown state', journal().start('a').look('a').start('b', { pid: null }), 'a'],
    [
      'of two that were lost the last one seen',
      journal().start('b', { pid: 10 }).look('b').start('a', { pid: 11 }).look('a'),
      'a',
    ],
    ['nobody, when its session was left', journal().start('a').end('a', 'prompt_input_exit'), null],
    ['nobody, on another server', journal().start('a', { server: 2 }), null],
  ])('has in a pane %s', (_behaviour, story, occupant) => {
    expect(occupantsOf(story.registry, server(1)).get('%1')?.id ?? null).toBe(
      occupant === null ? null : id(occupant),
    );
  });
});

describe('hostile text', () => {
  it('is data in every view', () => {
    const evil = '"},\n"x":{"\u001b[31m#{pane_id}$(touch x)\\';
    const story = rich().name('a', 'user', evil).describe('a', evil);
    expect(file(story, 'registry.json')).toMatchObject({ [id('a')]: { name: evil } });
    expect(Object.keys(Object(file(story, 'registry.json')))).toEqual([id('a')]);
    const history = String(file(story, `summaries/${id('a')}.history`));
    expect(history.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('a moment', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [1_795_348_800_999, '2026-11-22T12:00:00Z'],
    [Date.UTC(12_026, 0, 1), '+012026-01-01T00:00:00Z'],
    [-1, '1969-12-31T23:59:59Z'],
    [1e300, null],
  ])('%d is %s', (atMs, text) => {
    expect(iso(atMs)).toBe(text);
  });
});
