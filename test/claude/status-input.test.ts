import { anything, assert, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStatusInput, type StatusInput } from '../../src/claude/status-input.ts';
import { recordedInput, recordedInputs } from './fixtures.ts';

const nothing = readStatusInput('{}').value;

function read(input: object): StatusInput {
  return readStatusInput(JSON.stringify(input)).value;
}

describe('a recorded status line input', () => {
  it.each(recordedInputs.filter(({ file }) => file.includes('statusline')))(
    '$file is read whole',
    ({ json }) => {
      const { value, problem } = readStatusInput(json);
      expect(problem).toBeNull();
      expect(value).toMatchObject({
        version: '2.1.197',
        model: { id: 'claude-sonnet-5', name: 'Sonnet 5' },
        workspace: { projectDir: '/home/dev/proj', addedDirs: [], gitWorktree: null, repo: null },
        outputStyle: 'default',
        effort: 'high',
        isThinking: true,
        isFast: false,
        exceeds200kTokens: false,
      });
      expect(value.session).not.toBeNull();
    },
  );

  it('tells a directory change from the project', () => {
    expect(readStatusInput(recordedInput('17')).value).toMatchObject({
      sessionName: 'Archive Diver',
      cwd: '/home/dev/proj/sub',
      workspace: { currentDir: '/home/dev/proj/sub', projectDir: '/home/dev/proj' },
      context: {
        usedPercent: 1,
        remainingPercent: 99,
        sizeTokens: 200_000,
        lastCall: { inputTokens: 1200, outputTokens: 9, cacheCreationTokens: 0, cacheReadTokens: 800 },
      },
      cost: { totalUsd: 0.027825, totalDurationMs: 29487, apiDurationMs: 648 },
    });
  });

  it('takes the nulls of a session before its first call as missing', () => {
    expect(readStatusInput(recordedInput('01')).value.context).toMatchObject({
      usedPercent: null,
      lastCall: null,
    });
  });
});

describe('the fields of newer clients', () => {
  const resets = { resets_at: 1_795_000_000 };
  it.each<[string, object, object]>([
    [
      'limits',
      {
        rate_limits: {
          five_hour: { used_percentage: 12.5, ...resets },
          seven_day: null,
          spend_limit: { used_percentage: 130 },
          model_scoped: [
            { display_name: 'Fable', utilization: 40, resets_at: '2026-11-30T00:00:00Z' },
            { display_name: 'Opus', utilization: null },
            'odd',
          ],
        },
      },
      {
        rateLimits: {
          fiveHour: { usedPercent: 12.5, resetsAtMs: 1_795_000_000_000 },
          sevenDay: null,
          spend: { usedPercent: 130, resetsAtMs: null },
          models: [{ modelName: 'Fable', usedPercent: 40, resetsAtMs: Date.UTC(2026, 10, 30) }],
        },
      },
    ],
    [
      'a prompt cache',
      {
        prompt_cache: {
          warm: true,
          ttl: '1h',
          expires_at: 1_795_000_000_000,
          hit_ratio: 0.93,
          misses: 2,
          last_miss_at: null,
          last_miss_cause: { causes: ['tools_changed'], tools_added: 1 },
        },
      },
      {
        promptCache: {
          isWarm: true,
          ttl: '1h',
          expiresAtMs: 1_795_000_000_000,
          hitRatio: 0.93,
          misses: 2,
          lastMissAtMs: null,
          lastMissCauses: ['tools_changed'],
          requests: null,
        },
      },
    ],
    [
      'a cache miss told as a bare text',
      { prompt_cache: { last_miss_cause: 'expired', expires_at: '3' } },
      { promptCache: { lastMissCauses: ['expired'], expiresAtMs: null } },
    ],
    [
      'a repository and a linked work tree',
      { workspace: { git_worktree: 'fix', repo: { host: 'github.com', owner: 'o', name: 'r' } } },
      { workspace: { gitWorktree: 'fix', repo: { host: 'github.com', owner: 'o', name: 'r' } } },
    ],
    [
      'a pull request',
      { pr: { number: 7, url: 'https://x/7', review_state: 'approved', kind: 'mr' } },
      { pullRequest: { number: 7, url: 'https://x/7', reviewState: 'approved', kind: 'mr' } },
    ],
    [
      'a work tree of its own',
      { worktree: { name: 'w', path: '/w', branch: 'b', original_cwd: '/o', original_branch: 'main' } },
      { worktree: { name: 'w', path: '/w', branch: 'b', originalCwd: '/o', originalBranch: 'main' } },
    ],
    [
      'vim and an agent',
      { vim: { mode: 'VISUAL LINE' }, agent: { name: 'reviewer' } },
      { vimMode: 'VISUAL LINE', agent: { name: 'reviewer', type: null } },
    ],
  ])('%s', (_name, given, told) => {
    expect(read(given)).toMatchObject(told);
  });
});

describe('bad input', () => {
  const whole = recordedInput('17').trimEnd();
  it.each([
    ['empty', '', 'empty'],
    ['blank', ' \n ', 'empty'],
    ['truncated', whole.slice(0, whole.length / 2), 'not-json'],
    ['junk of 1 MB', '\u0007\u001b]52;c;x'.repeat(100_000), 'not-json'],
    ['an array', '[1]', 'not-object'],
    ['a text', '"session_id"', 'not-object'],
    ['null', 'null', 'not-object'],
  ])('that is %s reads as nothing, with the reason', (_name, json, problem) => {
    expect(readStatusInput(json)).toEqual({ value: nothing, problem });
  });

  it('of every length is read without throwing', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect(readStatusInput(whole.slice(0, length)).value).toEqual(nothing);
    }
  });

  it.each([
    ['deep arrays', '['.repeat(1_000_000)],
    ['deep objects', '{"a":'.repeat(300_000)],
    ['one long text', `{"cwd":"${'x'.repeat(4_000_000)}`],
  ])('of several MB is refused in linear time: %s', (_name, json) => {
    const startedAtMs = performance.now();
    expect(readStatusInput(json).problem).toBe('not-json');
    // Quadratic work on any of these would take minutes.
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  });
});

type Path = readonly string[];

function paths(value: unknown, above: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [[...above, key], ...paths(child, [...above, key])]);
}

function replaced(value: unknown, [key, ...below]: Path, odd: unknown): unknown {
  if (key === undefined) return odd;
  const members = value as Record<string, unknown>;
  return { ...members, [key]: replaced(members[key], below, odd) };
}

/** Every value in a reading that is not missing, by its path. */
function leaves(value: unknown, above = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map(value === null ? [] : [[above, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [
      ...leaves(child, above === '' ? key : `${above}.${key}`),
    ]),
  );
}

/** Without its number a pull request is none, without its share a limit is none. */
function namesItsGroup(path: Path): boolean {
  return ['number', 'used_percentage'].includes(path.at(-1) ?? '');
}

describe('one odd field of a full input', () => {
  const whole: unknown = {
    ...(JSON.parse(recordedInput('17')) as object),
    rate_limits: { five_hour: { used_percentage: 5, resets_at: 1_795_000_000 } },
    pr: { number: 7, url: 'https://x/7' },
    vim: { mode: 'NORMAL' },
  };
  const places = paths(whole);

  const before = leaves(read(whole as object));

  it.each(places.map((path) => ({ path, name: path.join('.') })))('costs only itself: $name', ({ path }) => {
    const isWhole = path.length === 1 || path.at(-1) === 'current_usage' || path.at(-1) === 'five_hour';
    for (const odd of [null, undefined, -1, [[]], { odd: true }]) {
      const after = leaves(read(replaced(whole, path, odd) as object));
      const lost = [...before].filter(([name, value]) => after.get(name) !== value).map(([name]) => name);
      const tops = new Set(lost.map((name) => name.split('.')[0]));
      expect(tops.size).toBeLessThanOrEqual(1);
      expect(lost.length).toBeLessThanOrEqual(isWhole ? 10 : namesItsGroup(path) ? 4 : 1);
    }
  });

  it('or any number of them never makes the reader throw', () => {
    assert(property(dictionary(string(), anything()), (noise) => void read({ ...noise })));
    const names = Object.keys(whole as object);
    assert(
      property(anything(), (odd) => {
        for (const name of names) read({ [name]: odd });
      }),
    );
  });
});
