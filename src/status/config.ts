import { nearest16 } from './colour.ts';
import {
  choice,
  type ConfigProblem,
  type Field,
  isObject,
  list,
  readShape,
  record,
  refuse,
  type Schema,
  schemasOf,
  type Shape,
  type Spot,
  whole,
  words,
} from './config-fields.ts';
import {
  type CommandSpec,
  defaultOptions,
  type LineOptions,
  type RowSpec,
  type WidgetSpec,
} from './options.ts';
import { readRecovery } from './recovery-settings.ts';
import { type Colour, type Role, roles } from './theme.ts';
import { themeNames } from './themes.ts';
import { widgetNames } from './widget-names.ts';

/** The configuration as read: whole, whatever the file says, with what could not be read named beside. */
export interface Configuration {
  readonly options: LineOptions;
  readonly problems: readonly ConfigProblem[];
}

const ansiNames = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const ansiWords: readonly string[] = [...ansiNames, ...ansiNames.map((name) => `bright-${name}`)];

/** `#rrggbb`, or one of the terminal's own sixteen by name. */
const colour: Field<Colour> = {
  schema: { anyOf: [{ type: 'string', pattern: '^#[0-9a-fA-F]{6}$' }, { enum: ansiWords }] },
  read: (value, spot) => {
    const ansi = ansiWords.findIndex((name) => name === value);
    if (ansi >= 0) return { rgb: null, ansi };
    if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value)) {
      return refuse(value, spot, '#rrggbb or the name of one of the sixteen colours');
    }
    const rgb = Number.parseInt(value.slice(1), 16);
    return { rgb, ansi: nearest16(rgb) };
  },
};

const widgetName = choice(widgetNames);

const widgetShape: Shape<WidgetSpec> = {
  widget: widgetName,
  label: words(40),
  priority: whole(0, 100),
  maxCells: whole(1, 500),
  form: choice(['long', 'short']),
  value: words(200),
};

/** A widget by its name alone, or with how it departs from its ways. */
const widget: Field<WidgetSpec> = {
  schema: {
    anyOf: [
      widgetName.schema,
      {
        type: 'object',
        properties: schemasOf(widgetShape),
        required: ['widget'],
        additionalProperties: false,
      },
    ],
  },
  read: (value, spot) => {
    if (!isObject(value)) {
      const name = widgetName.read(value, spot);
      return name === undefined ? undefined : { widget: name };
    }
    const read = readShape(widgetShape, value, spot);
    if (read.widget !== undefined) return { ...read, widget: read.widget };
    // A bad name has been named by its reader; one that is missing has not.
    return 'widget' in value ? undefined : refuse(value, spot, 'the name of a widget');
  },
};

const side = list(widget, 40);
const rowShape: Shape<RowSpec> = { left: side, right: side };

/** A row, or only what stands left in it. */
const row: Field<RowSpec> = {
  schema: {
    anyOf: [side.schema, { type: 'object', properties: schemasOf(rowShape), additionalProperties: false }],
  },
  read: (value, spot) => {
    if (Array.isArray(value)) return { left: side.read(value, spot) ?? [], right: [] };
    if (!isObject(value)) return refuse(value, spot, 'a row: a list of widgets, or left and right');
    return { left: [], right: [], ...readShape(rowShape, value, spot) };
  },
};

const argv: Field<CommandSpec['run']> = {
  schema: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 40 },
  read: (value, spot) => {
    const [program, ...rest] = list(words(4_000), 40).read(value, spot) ?? [];
    return program === undefined
      ? refuse(value, spot, 'a program and its arguments, as a list')
      : [program, ...rest];
  },
};

const commandShape: Shape<CommandSpec> = {
  run: argv,
  everyMs: whole(1_000, 86_400_000),
  timeoutMs: whole(50, 10_000),
};

const command: Field<CommandSpec> = {
  schema: {
    type: 'object',
    properties: schemasOf(commandShape),
    required: ['run'],
    additionalProperties: false,
  },
  read: (value, spot) => {
    if (!isObject(value)) return refuse(value, spot, 'an object');
    const { run, everyMs = 60_000, timeoutMs = 1_000 } = readShape(commandShape, value, spot);
    if (run !== undefined) return { run, everyMs, timeoutMs };
    return 'run' in value ? undefined : refuse(value, spot, 'a command to run');
  },
};

const coloursShape: Shape<LineOptions['colours']> = Object.fromEntries(
  // Every role once, each with the same reader: what the type asks for, and what the compiler cannot see.
  roles.map((role) => [role, colour]),
) as Record<Role, Field<Colour>>;

const colours: Field<LineOptions['colours']> = {
  schema: { type: 'object', properties: schemasOf(coloursShape), additionalProperties: false },
  read: (value, spot) =>
    isObject(value) ? readShape(coloursShape, value, spot) : refuse(value, spot, 'an object'),
};

/** Every field of the line's configuration with its reader. */
const optionsShape: Shape<LineOptions> = {
  rows: list(row, 8),
  maxRows: whole(0, 8),
  oneRowBelowRows: whole(0, 1_000),
  theme: choice(themeNames),
  style: choice(['plain', 'powerline', 'capsule', 'blocks']),
  separator: words(8),
  icons: choice(['none', 'unicode', 'nerd']),
  colours,
  commands: record(command),
  marginCells: whole(0, 100),
};

/** Fields at the top of the same file that belong to other parts of the product. */
const othersFields: readonly string[] = ['naming', 'recovery', 'monitor'];

/**
 * Reads the configuration out of the file's JSON. Field by field: a bad one is named and its default holds.
 * Never fails: nonsense gives the defaults and says so.
 */
export function readConfig(value: unknown): Configuration {
  const spot: Spot = { path: '', problems: [] };
  if (value === undefined || value === null) return { options: defaultOptions, problems: [] };
  if (!isObject(value)) {
    refuse(value, { ...spot, path: 'the file' }, 'an object');
    return { options: defaultOptions, problems: spot.problems };
  }
  const ours = Object.entries(value).filter(([name]) => !othersFields.includes(name));
  const read = readShape(optionsShape, Object.fromEntries(ours), spot);
  return {
    options: { ...defaultOptions, ...read },
    problems: [...spot.problems, ...readRecovery(value).problems],
  };
}

/** Reads the configuration out of the file's text; the text of a missing file is null. */
export function readConfigText(text: string | null): Configuration {
  if (text === null || text.trim() === '') return readConfig(undefined);
  try {
    return readConfig(JSON.parse(text));
  } catch {
    // The parser's own words quote the file; which line it is, an editor tells better.
    const problem = { path: 'the file', expected: 'JSON', found: 'a text that is none' };
    return { options: defaultOptions, problems: [problem] };
  }
}

/** The JSON Schema of each field. */
export function fieldSchemas(): Readonly<Record<string, Schema>> {
  return schemasOf(optionsShape);
}
