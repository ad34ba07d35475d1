import {
  array,
  assert,
  constant,
  constantFrom,
  type Arbitrary,
  oneof,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagRule, knownFlags } from '../../src/claude/client-flags.ts';
import { programPaths } from '../../src/claude/program.ts';
import { type ResumeFacts, resumeCommand } from '../../src/claude/resume.ts';
import { parseSessionId, type SessionId } from '../../src/claude/session-id.ts';

const session = id('763984d1-222d-4a68-bae8-ec0cda9a93c4');
const other = '7d2119a5-c713-4389-8c62-68ff4e7037ce';

function id(text: string): SessionId {
  const parsed = parseSessionId(text);
  if (parsed === null) throw new Error(`${text} is no session id`);
  return parsed;
}

function facts(recorded: readonly string[] | null, more: Partial<ResumeFacts> = {}): ResumeFacts {
  return {
    session,
    recorded,
    permissionMode: null,
    modelId: null,
    source: { kind: 'present' },
    missing: new Set(),
    ...more,
  };
}

/** The words between the program and `--resume ID`. */
function kept(...args: readonly string[]): readonly string[] {
  return resumeCommand(facts(['claude', ...args])).argv.slice(1, -2);
}

describe('the conversation', () => {
  it.each([
    ['is resumed by its id', { kind: 'present' }, ['--resume', session]],
    [
      'is resumed from the kept copy by its path',
      { kind: 'insured', path: '/t/x.jsonl' },
      ['--resume', '/t/x.jsonl'],
    ],
    ['that never was is started under its id', { kind: 'none' }, ['--session-id', session]],
  ] as const)('%s', (_name, source, words) => {
    expect(resumeCommand(facts(['claude', '--model', 'opus'], { source })).argv).toEqual([
      'claude',
      '--model',
      'opus',
      ...words,
    ]);
  });

  it.each([
    ['--resume', other],
    [`--resume=${other}`],
    ['-r', other],
    [`-r${other}`],
    ['--resume'],
    ['--continue'],
    ['-c'],
    ['--session-id', other],
    [`--session-id=${other}`],
    ['--resume', other, '--fork-session'],
    ['--from-pr', '12'],
    ['--from-pr'],
    ['-c', '-r', 'search words'],
    ['--worktree', 'wt', '--tmux'],
    ['--teleport', 'session_01'],
  ])('is chosen by us alone: %j', (...args) => {
    expect(kept('--verbose', ...args, '--model', 'opus')).toEqual(['--verbose', '--model', 'opus']);
  });
});

describe('a prompt', () => {
  it.each([
    [['fix the tests']],
    [['--model', 'opus', 'fix the tests']],
    [['fix the tests', '--model', 'opus']],
    [['--verbose', 'fix', 'the', 'tests']],
    [['--', 'fix the tests']],
    [['--', '--model', 'opus']],
    [['--model=opus', 'fix the tests']],
    [['--add-dir=/a', 'fix the tests']],
    [['-p', 'fix the tests', '--max-turns', '3', '--output-format', 'json']],
    [['-cp', 'fix the tests']],
    [['--prefill', 'fix the tests']],
    [['-']],
    [['']],
  ])('is never sent again: %j', (args) => {
    const words = kept(...args);
    expect(words.join(' ')).not.toMatch(/fix|tests/);
    expect(words.filter((word) => !word.startsWith('--') && word !== 'opus' && word !== '/a')).toEqual([]);
  });
});

describe('a flag whose value held a key', () => {
  it.each([
    [['--settings', '{"env":{"TOKEN":"[secret]"}}', '--model', 'opus'], ['--settings']],
    [['--mcp-config', 'a.json', '{"key":"[secret]"}', '--model', 'opus'], ['--mcp-config']],
    [['--new-flag=[secret]', '--model', 'opus'], ['--new-flag=[secret]']],
  ])('is not passed on with the mask in its place, and is told of: %j', (args, leftOut) => {
    expect(kept(...args)).toEqual(['--model', 'opus']);
    expect(resumeCommand(facts(['claude', ...args])).leftOut).toEqual(leftOut);
  });
});

describe('every other flag', () => {
  it.each([
    [['--model', 'opus']],
    [['--add-dir', '/a', '/b c', '--add-dir', '/d']],
    [['--mcp-config', 'a.json', '{"mcpServers":{}}', '--strict-mcp-config']],
    [['--allowedTools', 'Bash(git *)', 'Edit', '--disallowed-tools=Write']],
    [['--plugin-dir', '/a', '--plugin-dir', '/b.zip']],
    [['--settings', '{"env":{"A":"it\'s \\"b\\""}}']],
    [['--append-system-prompt', '- begin with a dash\nand go on']],
    [['--append-system-prompt', '--verbose']],
    [['--agents', '{"r":{"prompt":"p"}}', '--agent', 'r']],
    [['--dangerously-skip-permissions']],
    [['--permission-mode', 'bypassPermissions']],
    [['--tools', '', '--verbose']],
    [['-d', 'api,hooks', '--debug-file', '/tmp/x']],
    [['--debug', '--ide']],
    [['--remote-control', 'my box']],
  ])('is kept with its values, in its order: %j', (args) => {
    expect(kept(...args)).toEqual(args);
  });

  it('is kept where the client would have taken a prompt for its value', () => {
    expect(kept('--add-dir', '/a', 'not a prompt')).toEqual(['--add-dir', '/a', 'not a prompt']);
  });

  it.each([['--model'], ['--add-dir'], ['--verbose', '--append-system-prompt']])(
    'is left where its value is missing, since it would take ours: %j',
    (...args) => {
      expect(kept(...args).join(' ')).toBe(args.length > 1 ? '--verbose' : '');
    },
  );

  it('that names the session is kept only where no transcript remembers the name', () => {
    const recorded = ['claude', '-n', 'Parser'];
    expect(kept('-n', 'Parser')).toEqual([]);
    expect(kept('--name=Parser')).toEqual([]);
    expect(resumeCommand(facts(recorded, { source: { kind: 'none' } })).argv).toEqual([
      ...recorded,
      '--session-id',
      session,
    ]);
  });
});

describe('a flag that we do not know', () => {
  it.each([
    ['before another flag', ['--new', '--model', 'opus'], ['--new', '--model', 'opus']],
    ['at the end', ['--model', 'opus', '--new'], ['--model', 'opus', '--new']],
    ['with its value attached', ['--new=x y', 'a prompt'], ['--new=x y']],
    ['before a flag that is left', ['--new', '--resume', other], ['--new']],
    ['in a cluster', ['-xy', '--verbose'], ['-xy', '--verbose']],
  ])('is kept %s', (_name, args, expected) => {
    expect(kept(...args)).toEqual(expected);
    expect(resumeCommand(facts(['claude', ...args])).leftOut).toEqual([]);
  });

  it('is left out and told where the word after it may be a prompt', () => {
    const command = resumeCommand(facts(['claude', '--new', 'delete it all', '--verbose']));
    expect(command).toEqual({ argv: ['claude', '--verbose', '--resume', session], leftOut: ['--new'] });
  });
});

describe('the permission mode', () => {
  const skip = '--dangerously-skip-permissions';
  const allow = '--allow-dangerously-skip-permissions';
  it.each([
    ['as last reported', [], 'plan', ['--permission-mode', 'plan']],
    [
      'as last reported, not as started',
      ['--permission-mode', 'plan'],
      'acceptEdits',
      ['--permission-mode', 'acceptEdits'],
    ],
    [
      'as last reported, not as started with =',
      ['--permission-mode=plan'],
      'default',
      ['--permission-mode', 'default'],
    ],
    [
      'as started where none was reported',
      ['--permission-mode', 'plan'],
      null,
      ['--permission-mode', 'plan'],
    ],
    ['bypass where the command line said so', [skip], 'bypassPermissions', [skip]],
    [
      'bypass where the mode on the command line said so',
      ['--permission-mode', 'bypassPermissions'],
      'bypassPermissions',
      ['--permission-mode', 'bypassPermissions'],
    ],
    ['no bypass where it was only switched on', [], 'bypassPermissions', []],
    ['no bypass where it was only allowed', [allow], 'bypassPermissions', [allow]],
    [
      'a milder mode, with bypass one keystroke away as before',
      [skip],
      'plan',
      [allow, '--permission-mode', 'plan'],
    ],
    ['a milder mode where bypass was allowed', [allow], 'plan', [allow, '--permission-mode', 'plan']],
    [
      'as started where the reported mode is no mode to start in',
      ['--permission-mode', 'plan'],
      'bubble',
      ['--permission-mode', 'plan'],
    ],
  ])('is %s', (_name, args, permissionMode, expected) => {
    const { argv } = resumeCommand(facts(['claude', ...args], { permissionMode }));
    expect(argv).toEqual(['claude', ...expected, '--resume', session]);
  });
});

describe('the model', () => {
  const opus = 'claude-opus-4-8';
  const haiku = 'claude-haiku-4-5-20251001';
  it.each([
    ['as started', ['--model', 'haiku'], haiku, ['--model', 'haiku']],
    ['as started where none was reported', ['--model', 'haiku'], null, ['--model', 'haiku']],
    ['the one that it was switched to', ['--model', 'haiku'], opus, ['--model', opus]],
    [
      'the one that it was switched to, in the place of =',
      ['--model=haiku', '--verbose'],
      opus,
      ['--verbose', '--model', opus],
    ],
    ['another of one family', ['--model', 'claude-opus-4-1'], opus, ['--model', opus]],
    [
      'as started, by its longer name',
      ['--model', 'claude-haiku-4-5'],
      haiku,
      ['--model', 'claude-haiku-4-5'],
    ],
    ['as started, with a longer context', ['--model', 'opus[1m]'], opus, ['--model', 'opus[1m]']],
    [
      'as started elsewhere',
      ['--model', 'us.anthropic.claude-opus-4-1'],
      `us.anthropic.${opus}`,
      ['--model', 'us.anthropic.claude-opus-4-1'],
    ],
    ['one that stands for two', ['--model', 'opusplan'], 'claude-sonnet-5', ['--model', 'opusplan']],
    ['one that nobody knows', ['--model', 'my-gateway'], opus, ['--model', 'my-gateway']],
    [
      'as started where another may stand in',
      ['--model', 'opus', '--fallback-model', 'haiku'],
      haiku,
      ['--model', 'opus', '--fallback-model', 'haiku'],
    ],
    ['the conversation’s own', [], haiku, []],
  ])('is %s', (_name, args, modelId, expected) => {
    const { argv } = resumeCommand(facts(['claude', ...args], { modelId }));
    expect(argv).toEqual(['claude', ...expected, '--resume', session]);
  });
});

describe('the program', () => {
  const cli = '/n/lib/node_modules/@anthropic-ai/claude-code/cli.js';
  it.each([
    ['recorded by its bare name', ['claude'], [], ['claude']],
    ['recorded by its path', ['/opt/claude'], [], ['/opt/claude']],
    ['gone', ['/opt/claude'], ['/opt/claude'], ['claude']],
    ['recorded by a relative path', ['./node_modules/.bin/claude'], [], ['claude']],
    ['never recorded', null, [], ['claude']],
    ['recorded as nothing', [], [], ['claude']],
    ['a script', ['node', cli], [], ['node', cli]],
    [
      'a script with flags for Node',
      ['/n/bin/node', '--max-old-space-size=8192', '-r', '/x.cjs', cli],
      [],
      ['/n/bin/node', '--max-old-space-size=8192', '-r', '/x.cjs', cli],
    ],
    ['a script that is gone', ['node', cli], [cli], ['claude']],
    ['a script whose Node is gone', ['/n/bin/node', cli], ['/n/bin/node'], ['claude']],
    ['a script in the directory of the day', ['node', 'cli.js'], [], ['claude']],
  ])('%s', (_name, program, missing, expected) => {
    const recorded =
      program === null ? null : [...program, ...(program.length > 0 ? ['--model', 'opus', 'hi'] : [])];
    const { argv } = resumeCommand(facts(recorded, { missing: new Set(missing) }));
    const flags = program === null || program.length === 0 ? [] : ['--model', 'opus'];
    expect(argv).toEqual([...expected, ...flags, '--resume', session]);
  });

  it('stands on the absolute paths that are to be looked for', () => {
    expect(programPaths(['/n/bin/node', '--inspect', cli, '--settings', '/s.json'])).toEqual([
      '/n/bin/node',
      cli,
    ]);
    expect(programPaths(['claude', '/not/a/program'])).toEqual([]);
  });
});

describe('any command line', () => {
  const prompt = 'PROMPT';
  const value = oneof(
    string().filter((text) => !text.includes(prompt)),
    constantFrom('--', '-', '', '--resume', '-c', '=', "it's $x"),
  );
  const plain = value.map((text) => text.replace(/^-+/, 'v'));
  /** One flag with what it may take, never such that a prompt could follow it as a value. */
  const flag: Arbitrary<{ readonly words: readonly string[]; readonly mayTakeMore: boolean }> = oneof(
    ...knownFlags().map((name) => {
      const arity = flagRule(name)?.arity;
      if (arity === 'one') return value.map((text) => ({ words: [name, text], mayTakeMore: false }));
      if (arity === 'optional') return plain.map((text) => ({ words: [name, text], mayTakeMore: false }));
      if (arity === 'none') return constant({ words: [name], mayTakeMore: false });
      return tuple(value, array(plain, { maxLength: 3 })).map(([first, more]) => ({
        words: [name, first, ...more],
        mayTakeMore: true,
      }));
    }),
  );
  const unknown = constantFrom('--unheard-of', '--unheard-of=1', '-x', '-Zq').map((name) => ({
    words: [name],
    mayTakeMore: false,
  }));
  const line = array(
    record({ flag: oneof({ weight: 5, arbitrary: flag }, unknown), isPrompted: constantFrom(true, false) }),
    { maxLength: 6 },
  );
  const model = constantFrom('claude-opus-4-8', 'claude-haiku-4-5', null);
  const mode = constantFrom('plan', 'default', 'bypassPermissions', null);
  const source = constantFrom<ResumeFacts['source']>(
    { kind: 'present' },
    { kind: 'none' },
    { kind: 'insured', path: '/t/x.jsonl' },
  );

  const build = (
    pieces: readonly { flag: { words: readonly string[]; mayTakeMore: boolean }; isPrompted: boolean }[],
  ) =>
    pieces.flatMap(({ flag: { words, mayTakeMore }, isPrompted }) => [
      ...words,
      ...(isPrompted && !mayTakeMore ? [prompt] : []),
    ]);

  it('comes back the same when it is brought back twice', () => {
    assert(
      property(line, mode, source, model, (pieces, permissionMode, from, modelId) => {
        const more = { permissionMode, source: from, modelId };
        const once = resumeCommand(facts(['claude', ...build(pieces)], more)).argv;
        expect(resumeCommand(facts(once, more)).argv).toEqual(once);
      }),
    );
  });

  it('loses its prompt, wherever it stood', () => {
    assert(
      property(line, mode, (pieces, permissionMode) => {
        const { argv } = resumeCommand(facts(['claude', ...build(pieces)], { permissionMode }));
        expect(argv).not.toContain(prompt);
      }),
    );
  });

  it('keeps every flag that is to be kept, whole and in its order', () => {
    assert(
      property(line, (pieces) => {
        const whole = pieces.filter(({ flag: { words } }) => flagRule(words[0] ?? '')?.fate === 'kept');
        const { argv } = resumeCommand(facts(['claude', ...build(whole)]));
        expect(argv).toEqual([
          'claude',
          ...whole.flatMap(({ flag: { words } }) => words),
          '--resume',
          session,
        ]);
        const among = resumeCommand(facts(['claude', ...build(pieces)])).argv;
        const known = new Set(whole.map(({ flag: { words } }) => words[0]));
        for (const name of known) expect(among).toContain(name);
      }),
    );
  });
});
