import {
  type Arbitrary,
  array,
  assert,
  constantFrom,
  dictionary,
  jsonValue,
  option,
  property,
  string,
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Before, planSetup, planUninstall, type SetupPlan } from '../../src/claude/settings.ts';

const command = '~/.claude/instances/bin/statusline render';
const ours = `{
    "type": "command",
    "command": "${command}",
    "refreshInterval": 30
  }`;

function plan(settings: string | null): SetupPlan {
  const planned = planSetup(settings, command);
  if (!planned.ok) throw new Error(`refused: ${planned.failure.kind}`);
  return planned.value;
}

/** The settings after setup, and what they were before. */
function added(settings: string | null): {
  readonly settings: string;
  readonly before: Before;
  readonly replaced: string | null;
} {
  const planned = plan(settings);
  if (planned.kind !== 'added') throw new Error(`planned: ${planned.kind}`);
  return planned;
}

/** The settings after uninstall; null when the file would go. */
function restored(settings: string, before: Before | null): string | null {
  const planned = planUninstall(settings, before, command);
  if (!planned.ok) throw new Error(`refused: ${planned.failure.kind}`);
  if (planned.value.kind === 'file-removed') return null;
  if (planned.value.kind !== 'restored') throw new Error(`planned: ${planned.value.kind}`);
  return planned.value.settings;
}

describe('setup', () => {
  it.each([
    ['no file', null, `{\n  "statusLine": ${ours}\n}\n`],
    ['an empty object', '{}', `{\n  "statusLine": ${ours}\n}`],
    ['an object laid out on lines', '{\n  "a": 1\n}\n', `{\n  "a": 1,\n  "statusLine": ${ours}\n}\n`],
    [
      'tabs',
      '{\n\t"a": 1\n}',
      `{\n\t"a": 1,\n\t"statusLine": {\n\t\t"type": "command",\n\t\t"command": "${command}",\n\t\t"refreshInterval": 30\n\t}\n}`,
    ],
    [
      'Windows line ends',
      '{\r\n  "a": 1\r\n}\r\n',
      `{\r\n  "a": 1,\r\n  "statusLine": ${ours.replaceAll('\n', '\r\n')}\r\n}\r\n`,
    ],
    [
      'one line',
      '{ "a": [1, {"b": "}"}] }',
      `{ "a": [1, {"b": "}"}], "statusLine": {"type":"command","command":"${command}","refreshInterval":30} }`,
    ],
    [
      'no spaces',
      '{"a":1}',
      `{"a":1,"statusLine":{"type":"command","command":"${command}","refreshInterval":30}}`,
    ],
    [
      'a status line that is null',
      '{"statusLine":null}',
      `{"statusLine":{"type":"command","command":"${command}","refreshInterval":30}}`,
    ],
  ])('writes into %s and leaves the rest as it is', (_name, settings, expected) => {
    expect(added(settings)).toMatchObject({ settings: expected, replaced: null });
  });

  it('keeps secrets, escapes and the order of the user', () => {
    const settings = '{\n  "env": {"KEY": "s\\u0065cret \\" } ,"},\n\n  "model" : "opus"\n}\n';
    const [head, tail] = added(settings).settings.split(`,\n  "statusLine": ${ours}`);
    expect(`${head}${tail}`).toBe(settings);
  });

  it('replaces another tool’s line where it stands, and says whose it was', () => {
    const other = '{"type": "command", "command": "npx ccstatusline"}';
    const settings = `{\n  "statusLine": ${other},\n  "model": "opus"\n}`;
    expect(added(settings)).toEqual({
      kind: 'added',
      settings: `{\n  "statusLine": ${ours},\n  "model": "opus"\n}`,
      before: { kind: 'status-line', json: other },
      replaced: 'npx ccstatusline',
    });
  });

  it.each([
    ['a text', '"x"', '"x"'],
    ['an object without a command', '{"type":"static"}', '{"type":"static"}'],
    [
      'a command of another program called so',
      '{"command":"/opt/ccstatusline render"}',
      '/opt/ccstatusline render',
    ],
    [
      'a command that does more',
      '{"command":"/x/bin/statusline render | tac"}',
      '/x/bin/statusline render | tac',
    ],
  ])('takes %s for another tool’s', (_name, value, replaced) => {
    expect(added(`{"statusLine":${value}}`).replaced).toBe(replaced);
  });

  it('done again changes nothing', () => {
    expect(plan(added('{"a":1}').settings)).toEqual({ kind: 'unchanged' });
    expect(plan(`{"statusLine":{"command":"${command}","padding":2}}`)).toEqual({ kind: 'unchanged' });
  });

  it.each([
    '/home/dev/.claude/plugins/cache/statusline/statusline/0.1.0/bin/statusline render',
    "'/home/a b/instances/bin/statusline' render",
    '"/old/bin/statusline" render ',
  ])('renews only the command of an older line of ours: %s', (older) => {
    const settings = `{"statusLine": {"padding": 2, "command": ${JSON.stringify(older)}, "type":"command"}}`;
    expect(plan(settings)).toEqual({
      kind: 'renewed',
      settings: `{"statusLine": {"padding": 2, "command": "${command}", "type":"command"}}`,
    });
  });

  it('edits the member that counts where there are two', () => {
    const settings = '{"statusLine":{"command":"a"},"statusLine":{"command":"b"}}';
    expect(added(settings)).toMatchObject({ replaced: 'b' });
    expect(added(settings).settings).toMatch(/^\{"statusLine":\{"command":"a"\},"statusLine":\{"type"/);
  });

  it.each([
    ['{"a": 1,}', 'not-json'],
    ['// mine\n{}', 'not-json'],
    ['{"a": ', 'not-json'],
    ['[]', 'not-object'],
    ['null', 'not-object'],
    ['"text"', 'not-object'],
  ])('and uninstall refuse what is no sound object: %j', (settings, kind) => {
    expect(planSetup(settings, command)).toMatchObject({ ok: false, failure: { kind } });
    expect(planUninstall(settings, null, command)).toMatchObject({ ok: false, failure: { kind } });
  });

  it('says in which line the fault is, where the parser says it', () => {
    const failure = { kind: 'not-json', line: 3 };
    expect(planSetup('{\n  "a": 1\n  "b": 2\n}', command)).toEqual({ ok: false, failure });
  });
});

describe('uninstall', () => {
  it.each([
    null,
    '',
    '\n',
    '{}',
    '{ }\n',
    '{\n}\n',
    '{"a":1}',
    '{\n  "a": 1\n}\n',
    '{\r\n\t"a": 1\r\n}',
    '{\n  "statusLine": {\n      "command" : "mine.sh", "type":"command" },\n  "a": 1\n}',
    '{"statusLine":null}',
    '{"statusLine":"odd"}',
    '\uFEFF{"a":1}',
  ])('restores to the byte: %j', (settings) => {
    const { settings: written, before } = added(settings);
    expect(restored(written, before)).toBe(settings);
  });

  it.each([
    [
      'a member after ours',
      (text: string) => text.replace(/\n\}\n$/, ',\n  "b": 2\n}\n'),
      '{\n  "a": 1,\n  "b": 2\n}\n',
    ],
    [
      'a member before ours',
      (text: string) => text.replace('{\n', '{\n  "z": 0,\n'),
      '{\n  "z": 0,\n  "a": 1\n}\n',
    ],
    [
      'our padding',
      (text: string) => text.replace('"type"', '"padding": 0,\n    "type"'),
      '{\n  "a": 1\n}\n',
    ],
    ['the whole layout', (text: string) => JSON.stringify(JSON.parse(text)), '{"a":1}'],
  ])('keeps what the user changed meanwhile: %s', (_name, change, expected) => {
    const { settings, before } = added('{\n  "a": 1\n}\n');
    expect(restored(change(settings), before)).toBe(expected);
  });

  it('keeps a file that the user went on with, though setup made it', () => {
    const { settings, before } = added(null);
    expect(restored(settings.replace('{', '{\n  "a": 1,'), before)).toBe('{\n  "a": 1\n}\n');
  });

  it('takes our line out where nobody remembers what was there', () => {
    expect(restored(added('{"a":1}').settings, null)).toBe('{"a":1}');
  });

  it.each([
    ['{"statusLine":{"command":"npx ccstatusline"}}', { kind: 'not-ours', command: 'npx ccstatusline' }],
    ['{"statusLine":7}', { kind: 'not-ours', command: '7' }],
    ['{"a":1}', { kind: 'nothing-of-ours' }],
    ['', { kind: 'nothing-of-ours' }],
    [null, { kind: 'nothing-of-ours' }],
  ])('leaves what is not ours: %j', (settings, expected) => {
    const before: Before = { kind: 'status-line', json: '{"command":"old"}' };
    expect(planUninstall(settings, before, command)).toEqual({ ok: true, value: expected });
  });
});

describe('any settings', () => {
  const space = array(constantFrom(' ', '\n', '\t', '\r\n'), { maxLength: 3 }).map((pieces) =>
    pieces.join(''),
  );
  const value = option(jsonValue(), { nil: { command: 'other' } }).map((json) =>
    JSON.stringify(json, null, 1),
  );
  const key = string({ maxLength: 5 }).map((text) => JSON.stringify(text));
  const members = array(
    tuple(
      space,
      constantFrom('"statusLine"', '"a"', '"{\\"}"').chain((name) => constantFrom(name)),
      space,
      space,
      value,
      space,
    ),
    { maxLength: 4 },
  );
  const anyMember = tuple(space, key, space, space, value, space);
  const settings: Arbitrary<string> = tuple(space, members, option(anyMember), space).map(
    ([head, list, more, tail]) => {
      const all = more === null ? list : [...list, more];
      const body = all.map(([a, name, b, c, json, d]) => `${a}${name}${b}:${c}${json}${d}`).join(',');
      return `${head}{${body === '' ? tail : body}}${tail}`;
    },
  );

  it('hold our line after setup, all else as before, and are restored to the byte', () => {
    assert(
      property(settings, (text) => {
        const { settings: written, before } = added(text);
        const parsed = JSON.parse(text) as object;
        expect(JSON.parse(written)).toEqual({
          ...parsed,
          statusLine: { type: 'command', command, refreshInterval: 30 },
        });
        expect(plan(written)).toEqual({ kind: 'unchanged' });
        expect(restored(written, before)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('make no planner throw', () => {
    assert(
      property(string(), dictionary(string(), jsonValue()), (text, object) => {
        planSetup(text, command);
        planUninstall(text, null, command);
        planUninstall(JSON.stringify(object), { kind: 'status-line', json: '1' }, command);
      }),
    );
  });
});
