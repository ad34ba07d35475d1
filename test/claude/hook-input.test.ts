import { anything, assert, constantFrom, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HookInput, parseHookInput } from '../../src/claude/hook-input.ts';
import { recordedInput, recordedInputs } from './fixtures.ts';

const session = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

function parse(json: string, calledAs: string | null = null): HookInput {
  const parsed = parseHookInput(json, calledAs);
  if (!parsed.ok) throw new Error(`refused: ${parsed.failure.kind}`);
  return parsed.value;
}

function failure(json: string, calledAs: string | null = null): string | null {
  const parsed = parseHookInput(json, calledAs);
  return parsed.ok ? null : parsed.failure.kind;
}

describe('a recorded hook', () => {
  it.each(recordedInputs.filter(({ file }) => !file.includes('statusline')))(
    '$file is understood, with its session and directory',
    ({ file, json }) => {
      const input = parse(json);
      const used = /SessionStart|UserPromptSubmit|\dStop|-Stop|Notification|SessionEnd|PreCompact/.test(file);
      expect(input.event).toBe(used ? file.slice(3, -5) : 'other');
      expect(input.session).toMatch(/^[0-9a-f-]{36}$/);
      expect(input.cwd).toMatch(/^\/home\/dev\/proj/);
      expect(input.transcriptPath).toBe(`/home/dev/.claude/projects/-home-dev-proj/${input.session}.jsonl`);
    },
  );

  it.each([
    ['02', { event: 'SessionStart', source: 'startup', modelId: 'claude-sonnet-5' }],
    ['03', { event: 'UserPromptSubmit', prompt: 'hello there', permissionMode: 'default' }],
    ['04', { event: 'Stop', lastAssistantMessage: 'Hello from the loopback model.', effort: 'high' }],
    ['09', { event: 'Notification', notificationType: 'permission_prompt' }],
    ['13', { event: 'UserPromptSubmit', sessionTitle: 'Archive Diver' }],
    ['18', { event: 'PreCompact', trigger: 'manual' }],
    ['20', { event: 'other', name: 'SubagentStop', agentId: 'aeee78286ca9f0133', agentType: null }],
    ['21', { event: 'SessionStart', source: 'compact' }],
    ['24', { event: 'SessionEnd', reason: 'clear' }],
    ['26', { event: 'SessionStart', source: 'clear', modelId: null }],
    ['32', { event: 'SessionEnd', reason: 'prompt_input_exit' }],
  ])('%s tells what it tells', (start, told) => {
    expect(parse(recordedInput(start))).toMatchObject(told);
  });
});

describe('an event that was not recorded', () => {
  it.each([
    [
      { hook_event_name: 'CwdChanged', old_cwd: '/a', new_cwd: '/b' },
      { oldCwd: '/a', newCwd: '/b' },
    ],
    [
      { hook_event_name: 'StopFailure', error: 'rate_limit', error_details: '429' },
      { event: 'StopFailure', error: 'rate_limit', errorDetails: '429', lastAssistantMessage: null },
    ],
    [
      { hook_event_name: 'Stop', background_tasks: [{}, {}] },
      { backgroundTasks: 2, isContinuing: false },
    ],
    [
      { hook_event_name: 'SessionStart', source: 'teleport' },
      { event: 'SessionStart', source: null },
    ],
    [{ hook_event_name: 'TaskCreated' }, { event: 'other', name: 'TaskCreated' }],
  ])('%j is read', (given, told) => {
    expect(parse(JSON.stringify({ session_id: session, ...given }))).toMatchObject(told);
  });
});

describe('what is required', () => {
  it('is the session id alone, with the event as the caller names it', () => {
    expect(parse(`{"session_id":"${session}"}`, 'SessionEnd')).toMatchObject({
      session,
      event: 'SessionEnd',
      reason: null,
      cwd: null,
    });
  });

  it('lets the input name the event before the caller does', () => {
    expect(parse(`{"session_id":"${session}","hook_event_name":"Stop"}`, 'SessionEnd').event).toBe('Stop');
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    [recordedInput('04').slice(0, -20), 'not-json'],
    ['\0\0\0', 'not-json'],
    ['null', 'not-object'],
    ['[{"session_id":"x"}]', 'not-object'],
    ['"text"', 'not-object'],
    ['{}', 'no-session'],
    ['{"session_id":null}', 'no-session'],
    ['{"session_id":7}', 'no-session'],
    ['{"session_id":"../../etc/passwd"}', 'no-session'],
    [`{"session_id":"${session}"}`, 'no-event'],
    [`{"session_id":"${session}","hook_event_name":{}}`, 'no-event'],
  ])('%j is refused as %s', (json, kind) => {
    expect(failure(json)).toBe(kind);
  });
});

describe('an odd field', () => {
  const mutations = recordedInputs
    .filter(({ file }) => !file.includes('statusline'))
    .flatMap(({ file, json }) => {
      const whole = JSON.parse(json) as Record<string, unknown>;
      return Object.keys(whole).flatMap((field) =>
        [null, undefined, 7, {}, [], true].map((value) => ({ file, whole, field, value })),
      );
    })
    .filter(({ field }) => field !== 'session_id');

  it('costs only itself', () => {
    expect(mutations.length).toBeGreaterThan(500);
    for (const { whole, field, value } of mutations) {
      const name = String(whole['hook_event_name']);
      const odd = parse(JSON.stringify({ ...whole, [field]: value }), name);
      expect(odd.session).toBe(whole['session_id']);
      expect(odd.cwd).toBe(field === 'cwd' ? null : whole['cwd']);
    }
  });

  it('never makes the parser throw', () => {
    const event = constantFrom('SessionStart', 'Stop', 'StopFailure', 'Notification', 'CwdChanged');
    const noise = record({ session_id: anything(), source: anything(), effort: anything(), cwd: anything() });
    assert(
      property(event, noise, (name, odd) => {
        parseHookInput(JSON.stringify({ ...odd, hook_event_name: name }), null);
      }),
    );
    assert(property(string(), (junk) => void parseHookInput(junk, 'Stop')));
  });
});
