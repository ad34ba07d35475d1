import {
  assert,
  constantFrom,
  property,
  record,
  string,
  tuple,
  array,
  integer,
  oneof,
  constant,
  option,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNaming } from '../../src/naming/config.ts';
import { readConfig } from '../../src/status/config.ts';
import { configSchema } from '../../src/status/config-schema.ts';
import { namingByDefault, namingSection } from '../../src/status/naming-settings.ts';
import { asRecord, type JsonObject } from '../rig/json.ts';

const schema = asRecord(configSchema()) ?? {};

/** Whether a value is one by a schema: as much of JSON Schema as ours uses, and an error for any other word. */
function isValid(of: JsonObject, value: unknown): boolean {
  return Object.entries(of).every(([word, wanted]) => {
    const rule = rules[word];
    if (rule === undefined) throw new Error(`The schema uses ${word}, which is not looked at here.`);
    return rule(wanted, value, of);
  });
}

type Rule = (wanted: unknown, value: unknown, of: JsonObject) => boolean;

const always: Rule = () => true;
const schemas = (value: unknown): readonly JsonObject[] =>
  (value as readonly unknown[]).map((each) => asRecord(each) ?? {});

const rules: Readonly<Record<string, Rule>> = {
  $schema: always,
  title: always,
  description: always,
  default: always,
  type: (wanted, value) => typeOf(value) === wanted || (wanted === 'integer' && Number.isInteger(value)),
  enum: (wanted, value) => (wanted as readonly unknown[]).includes(value),
  anyOf: (wanted, value) => schemas(wanted).some((each) => isValid(each, value)),
  minimum: (wanted, value) => typeof value !== 'number' || value >= Number(wanted),
  maximum: (wanted, value) => typeof value !== 'number' || value <= Number(wanted),
  maxLength: (wanted, value) => typeof value !== 'string' || value.length <= Number(wanted),
  pattern: (wanted, value) => typeof value !== 'string' || new RegExp(String(wanted)).test(value),
  minItems: (wanted, value) => !Array.isArray(value) || value.length >= Number(wanted),
  maxItems: (wanted, value) => !Array.isArray(value) || value.length <= Number(wanted),
  items: (wanted, value) =>
    !Array.isArray(value) || value.every((item) => isValid(asRecord(wanted) ?? {}, item)),
  required: (wanted, value) =>
    (wanted as readonly string[]).every(
      (name) => typeOf(value) !== 'object' || Object.hasOwn(value as object, name),
    ),
  properties: (wanted, value) =>
    Object.entries(asRecord(wanted) ?? {}).every(([name, each]) => {
      const members = asRecord(value) ?? {};
      return !Object.hasOwn(members, name) || isValid(asRecord(each) ?? {}, members[name]);
    }),
  additionalProperties: (wanted, value, of) => {
    const known = Object.keys(asRecord(of['properties']) ?? {});
    const others = Object.entries(asRecord(value) ?? {}).filter(([name]) => !known.includes(name));
    return wanted === false
      ? others.length === 0
      : others.every(([, item]) => isValid(asRecord(wanted) ?? {}, item));
  },
};

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/** A configuration in which every field stands. */
const whole = {
  $schema: './config.schema.json',
  rows: [
    [
      'name',
      { widget: 'command', value: 'weather', label: 'now', priority: 50, maxCells: 20, form: 'short' },
    ],
    { left: ['task'], right: ['clock'] },
  ],
  maxRows: 3,
  oneRowBelowRows: 10,
  theme: 'forest',
  style: 'blocks',
  separator: ' | ',
  icons: 'none',
  colours: { name: '#aabbcc', good: 'bright-green' },
  commands: { weather: { run: ['weather', '-s'], everyMs: 5_000, timeoutMs: 500 } },
  marginCells: 6,
  naming: { backend: 'api', model: 'claude-haiku-4-5', distances: [1, 3, 9] },
  recovery: { lazyAbove: 5, autoRecover: 'lazy', commands: ['htop'] },
};

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

interface Place {
  readonly path: readonly string[];
  readonly schema: JsonObject;
}

/** Every property that the schema knows, at any depth. */
function propertiesOf(of: JsonObject, path: readonly string[] = []): readonly Place[] {
  const own = Object.entries(asRecord(of['properties']) ?? {}).flatMap(([name, each]) => {
    const place = { path: [...path, name], schema: asRecord(each) ?? {} };
    return [place, ...propertiesOf(place.schema, place.path)];
  });
  const inner = [of['items'], of['additionalProperties'], ...asList(of['anyOf'])].map(asRecord);
  return [...own, ...inner.flatMap((each) => (each === null ? [] : propertiesOf(each, [...path, '*'])))];
}

/** The value with another one at a place that `choose` picks among all of its places. */
function mutated(value: unknown, choose: number, put: unknown): unknown {
  const places: (readonly string[])[] = [];
  const visit = (at: unknown, path: readonly string[]): void => {
    // What an editor looks the schema up by is nobody's to read.
    if (path.length > 0 && path[0] !== '$schema') places.push(path);
    if (typeof at === 'object' && at !== null)
      for (const [name, item] of Object.entries(at)) visit(item, [...path, name]);
  };
  visit(value, []);
  const path = places[choose % places.length] ?? [];
  return replaced(value, path, put);
}

function replaced(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === name ? replaced(item, rest, put) : item));
  const members = Object.entries(asRecord(value) ?? {});
  return Object.fromEntries(
    members.map(([key, item]) => [key, key === name ? replaced(item, rest, put) : item]),
  );
}

describe('the schema', () => {
  test('knows a configuration in which every field stands, as the reader does', () => {
    expect(readConfig(whole).problems).toEqual([]);
    expect(isValid(schema, whole)).toBe(true);
    const known = Object.keys(asRecord(schema['properties']) ?? {});
    expect(known.sort()).toEqual(Object.keys(whole).sort());
  });

  test('says of every field what it is for', () => {
    const places = propertiesOf(schema);
    expect(places.length).toBeGreaterThan(30);
    const silent = places.filter(({ schema: each }) => typeof each['description'] !== 'string');
    expect(silent.map(({ path }) => path.join('.'))).toEqual([]);
  });

  test('accepts what the reader accepts and refuses what it refuses, wherever one value is another', () => {
    const word = constantFrom(
      'name',
      'text',
      'off',
      'midnight',
      'short',
      '#12345',
      '#123456',
      'red',
      '',
      'x'.repeat(201),
    );
    const put = oneof(
      word,
      constantFrom(true, -1, 0, 1, 7, 41, 101, 1_000, 86_400_001, 0.5),
      constant([]),
      constant({}),
      array(word, { maxLength: 3 }),
      record({ widget: word, value: option(word, { nil: undefined }) }),
      record({ unknown: string() }),
    );
    assert(
      property(
        tuple(integer({ min: 0, max: 200 }), put),
        integer({ min: 0, max: 200 }),
        put,
        ([at, first], then, second) => {
          // As it would come out of a file.
          const config: unknown = JSON.parse(
            JSON.stringify(mutated(mutated(whole, at, first), then, second)),
          );
          expect([isValid(schema, config), config]).toEqual([
            readConfig(config).problems.length === 0,
            config,
          ]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('refuses what nobody knows', () => {
    expect(isValid(schema, { ...whole, monitor: {} })).toBe(false);
    expect(readConfig({ ...whole, monitor: {} }).problems).toHaveLength(1);
  });
});

describe('the naming of sessions', () => {
  test.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['an empty object', {}],
    ['a backend', { backend: 'off' }],
    ['a bad backend', { backend: 'telepathy' }],
    ['a model', { model: 'claude-haiku-4-5[1m]' }],
    ['a bad model', { model: '-x' }],
    ['a model that is none', { model: 7 }],
    ['distances', { distances: [2, 4] }],
    ['no distances', { distances: [] }],
    ['distances that are none', { distances: 'often' }],
    ['a list', []],
  ])('is read as its own reader reads it: %s', (_what, naming) => {
    expect(namingSection.read({ naming }).settings).toEqual(readNaming(JSON.stringify({ naming })));
  });

  test('names what is bad', () => {
    const { settings, problems } = namingSection.read({
      naming: { backend: 'x', model: '', distances: [0] },
    });
    expect(settings).toEqual({ ...namingByDefault, distances: [] });
    expect(problems.map(({ path }) => path)).toEqual([
      'naming.backend',
      'naming.model',
      'naming.distances[0]',
    ]);
  });
});
