import { describe, expect, it } from 'vitest';
import { parseSessionId, type SessionId } from '../../src/claude/session-id.ts';
import type { Session } from '../../src/session/session.ts';
import { clientProcess, place } from './pieces.ts';
import { recordedReports } from './recorded.ts';
import { firstAtMs, journal } from './world.ts';

type Journal = ReturnType<typeof journal>;

const first = sessionId('763984d1-222d-4a68-bae8-ec0cda9a93c4');
const second = sessionId('7d2119a5-c713-4389-8c62-68ff4e7037ce');
const transcripts = '/home/dev/.claude/projects/-home-dev-proj';

function sessionId(text: string): SessionId {
  const id = parseSessionId(text);
  if (id === null) throw new Error(`${text} is no session id.`);
  return id;
}

/** The recorded session up to and with the step whose name starts so; all of it without one. */
function playedTo(step: string | null = null): Journal {
  const story = journal();
  for (const recorded of recordedReports()) {
    story.report(recorded.report);
    if (step !== null && recorded.step.startsWith(step)) break;
  }
  return story;
}

function sessionAfter(step: string, id: SessionId = first): Session {
  const session = playedTo(step).registry.sessions.get(id);
  if (session === undefined) throw new Error(`Not known after ${step}.`);
  return session;
}

function isRender(step: string): boolean {
  return step.includes('statusline');
}

/** Both sessions in short, after the recorded reports that are kept, each of them so many times. */
function summaryOf(isKept: (step: string) => boolean, times: number): readonly unknown[] {
  const story = journal();
  for (const { step, report } of recordedReports()) {
    for (let turn = 0; turn < times; turn += 1) if (isKept(step)) story.report(report);
  }
  return [first, second].map((id) => {
    const session = story.registry.sessions.get(id);
    return [session?.number, session?.state.kind, session?.cwd, session?.names.client, session?.prompts];
  });
}

describe('the recorded session', () => {
  it('adds these events, step by step, and nothing at all the rest of the time', () => {
    const story = journal();
    const news = recordedReports().flatMap(({ step, report }) => {
      const kinds = story.report(report).newKinds;
      return kinds.length === 0 ? [] : [`${step}: ${kinds.join(' ')}`];
    });
    expect(news).toEqual([
      '01-statusline: seen',
      '02-SessionStart: seen',
      '03-UserPromptSubmit: changed prompted',
      '04-Stop: activity',
      '06-UserPromptSubmit: prompted',
      '09-Notification: activity',
      '11-Stop: activity',
      '13-UserPromptSubmit: named prompted',
      '15-PostToolUse: changed',
      '16-Stop: activity',
      '24-SessionEnd: ended',
      '26-SessionStart: seen named',
      '27-statusline: changed',
      '28-UserPromptSubmit: changed prompted',
      '29-Stop: activity',
      '32-SessionEnd: ended',
    ]);
  });

  it.each<[step: string, behaviour: string, expected: object]>([
    [
      '01',
      'is met by its first render, before its start',
      { number: 1, isContinued: true, hasHookReported: false, state: { kind: 'live', activity: 'idle' } },
    ],
    ['02', 'is new once its start is heard of', { isContinued: false, hasHookReported: true }],
    [
      '03',
      'works on a prompt',
      {
        prompts: 1,
        state: { activity: 'working' },
        lastPrompt: { excerpt: 'hello there' },
        permissionMode: 'default',
      },
    ],
    ['04', 'is idle when its turn is over', { state: { activity: 'idle', waitingFor: null } }],
    [
      '09',
      'waits for a permission',
      { state: { activity: 'waiting', waitingFor: 'Claude needs your permission' }, prompts: 2 },
    ],
    ['11', 'waits no more once the turn is over', { state: { activity: 'idle', waitingFor: null } }],
    [
      '13',
      'has the name of its /rename',
      { names: { user: null, client: 'Archive Diver', generated: null } },
    ],
    [
      '15',
      'goes to a subdirectory and keeps its project',
      { cwd: '/home/dev/proj/sub', projectDir: '/home/dev/proj' },
    ],
    [
      '21',
      'is the same session after /compact',
      { number: 1, state: { kind: 'live' }, prompts: 3, isContinued: false },
    ],
    ['24', 'is over by /clear', { state: { kind: 'ended', reason: 'cleared' } }],
    ['25', 'is not revived by its late render', { state: { kind: 'ended', reason: 'cleared' } }],
  ])('after step %s: %s', (step, _behaviour, expected) => {
    expect(sessionAfter(step)).toMatchObject(expected);
  });

  it('goes on under a new id and number after /clear, in the same process and pane', () => {
    expect(sessionAfter('26', second)).toMatchObject({
      number: 2,
      isContinued: false,
      state: { kind: 'live', activity: 'idle' },
      cwd: '/home/dev/proj',
      process: clientProcess(),
      place: place(),
    });
  });

  it('leaves exactly this registry', () => {
    const { nextNumber, sessions, desks } = playedTo().registry;
    expect(nextNumber).toBe(3);
    expect(desks.size).toBe(0);
    expect([...sessions.keys()]).toEqual([first, second]);
    const common = {
      origin: 'interactive',
      isContinued: false,
      hasHookReported: true,
      names: { user: null, client: 'Archive Diver', generated: null },
      task: null,
      description: null,
      summary: null,
      summaryHistory: [],
      modelId: 'claude-sonnet-5',
      modelName: 'Sonnet 5',
      projectDir: '/home/dev/proj',
      configDir: null,
      permissionMode: 'default',
      process: clientProcess(),
      place: place(),
      farewell: null,
      claims: [],
      recovery: null,
    };
    const [firstSeen, cleared, secondSeen, prompted, exited] = [0, 12, 13, 17, 19].map(
      (at) => firstAtMs + at * 1000,
    );
    expect(sessions.get(first)).toEqual({
      ...common,
      id: first,
      number: 1,
      state: { kind: 'ended', reason: 'cleared', atMs: cleared, evidence: ['SessionEnd said "clear"'] },
      cwd: '/home/dev/proj/sub',
      transcriptPath: `${transcripts}/${first}.jsonl`,
      createdAtMs: firstSeen,
      lastSeenAtMs: firstAtMs + 11_000,
      prompts: 3,
      lastPrompt: {
        id: '428ef410-f00e-4dc4-b56f-4341ee6392b5',
        excerpt: 'RUN cd sub && pwd',
        atMs: firstAtMs + 9_000,
      },
    });
    expect(sessions.get(second)).toEqual({
      ...common,
      id: second,
      number: 2,
      state: {
        kind: 'ended',
        reason: 'exited',
        atMs: exited,
        evidence: ['SessionEnd said "prompt_input_exit"'],
      },
      cwd: '/home/dev/proj',
      transcriptPath: `${transcripts}/${second}.jsonl`,
      createdAtMs: secondSeen,
      lastSeenAtMs: firstAtMs + 18_000,
      prompts: 1,
      lastPrompt: { id: 'f91fc9d5-1287-458e-aabd-d3d6e8bf9f9b', excerpt: 'after clear', atMs: prompted },
    });
  });

  it('never seen before the plugin came is known as continued from its next report on', () => {
    const late = recordedReports().slice(3);
    const story = journal();
    for (const { report } of late) story.report(report);
    expect(story.registry.sessions.get(first)).toMatchObject({ number: 1, isContinued: true, prompts: 2 });
    expect(story.registry.sessions.get(second)).toMatchObject({ number: 2, isContinued: false, prompts: 1 });
  });

  it('ends the same with its hooks alone, its renders alone, or every report sent twice', () => {
    const whole = [
      [1, 'ended', '/home/dev/proj/sub', 'Archive Diver', 3],
      [2, 'ended', '/home/dev/proj', 'Archive Diver', 1],
    ];
    expect(summaryOf(() => true, 2)).toEqual(whole);
    expect(summaryOf((step) => !isRender(step), 1)).toEqual(whole);
    // Renders alone tell of no prompt, of no title's giver, and of no end but that of a conversation whose process went on.
    expect(summaryOf(isRender, 1)).toEqual([
      [1, 'ended', '/home/dev/proj/sub', null, 0],
      [2, 'live', '/home/dev/proj', null, 0],
    ]);
  });
});
