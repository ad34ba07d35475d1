import { nearest16 } from './colour.ts';
import {
  choice,
  type ConfigProblem,
  described,
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
import { type NamingSettings, namingSection } from './naming-settings.ts';
import { recoverySection } from './recovery-settings.ts';
import { type Colour, type Role, roles } from './theme.ts';
import { themeNames } from './themes.ts';
import { widgetNames } from './widget-names.ts';

/** The configuration as read: whole, whatever the file says, with what could not be read named beside. */
export interface Configuration {
  readonly options: LineOptions;
  readonly naming: NamingSettings;
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
  widget: described(widgetName, 'Which widget stands here.'),
  label: described(words(40), 'A word before it.'),
  priority: described(whole(0, 100), 'What is less important gives way first. Each widget has its own.'),
  maxCells: described(whole(1, 500), 'The most cells that it may take.'),
  form: described(choice(['long', 'short']), 'short begins with its second form, where it has one.'),
  value: described(words(200), 'For text: what to show. For command: its name in commands.'),
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
const rowShape: Shape<RowSpec> = {
  left: described(side, 'What stands left, in its order.'),
  right: described(side, 'What stands against the right edge.'),
};

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

const argvWords = list(words(4_000), 40);

const argv: Field<CommandSpec['run']> = {
  schema: { ...argvWords.schema, minItems: 1 },
  read: (value, spot) => {
    const [program, ...rest] = argvWords.read(value, spot) ?? [];
    return program === undefined
      ? refuse(value, spot, 'a program and its arguments, as a list')
      : [program, ...rest];
  },
};

const commandShape: Shape<CommandSpec> = {
  run: described(
    argv,
    'The program and its arguments. No shell reads them unless you name one. What Claude Code told the line is its standard input.',
  ),
  everyMs: described(whole(1_000, 86_400_000), 'It is run again after so many milliseconds.', 60_000),
  timeoutMs: described(whole(50, 10_000), 'It is ended after so many milliseconds.', 1_000),
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

const roleWords: Readonly<Record<Role, string>> = {
  plain: 'Ordinary text.',
  muted: 'What stands back: units, labels, what is not of this moment.',
  separator: 'What stands between segments.',
  name: 'The name of the session.',
  number: 'Its number, C7.',
  model: 'The model.',
  path: 'Directories.',
  branch: 'Branches and work trees.',
  figure: 'Amounts.',
  accent: 'What is out of the ordinary, and not bad.',
  good: 'What is well.',
  warn: 'What is worth a look.',
  bad: 'What is wrong.',
  task: 'What the session is about.',
  summary: 'What happened in it last.',
};

const coloursShape: Shape<LineOptions['colours']> = Object.fromEntries(
  // Every role once, each with the same reader: what the type asks for, and what the compiler cannot see.
  roles.map((role) => [role, described(colour, roleWords[role])]),
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
const othersFields: readonly string[] = ['naming', 'recovery'];

/**
 * Reads the configuration out of the file's JSON. Field by field: a bad one is named and its default holds.
 * Never fails: nonsense gives the defaults and says so.
 */
export function readConfig(value: unknown): Configuration {
  const spot: Spot = { path: '', problems: [] };
  if (value === undefined || value === null) return configurationOf({}, spot);
  if (isObject(value)) return configurationOf(value, spot);
  refuse(value, { ...spot, path: 'the file' }, 'an object');
  return configurationOf({}, spot);
}

function configurationOf(config: object, spot: Spot): Configuration {
  const ours = Object.entries(config).filter(([name]) => !othersFields.includes(name));
  const options = { ...defaultOptions, ...readShape(optionsShape, Object.fromEntries(ours), spot) };
  const naming = namingSection.read(config);
  return {
    options,
    naming: naming.settings,
    problems: [...spot.problems, ...naming.problems, ...recoverySection.read(config).problems],
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
    return { ...readConfig(undefined), problems: [problem] };
  }
}

/** The configuration in another theme; a word that names none is a problem of the variable that holds it. */
export function withTheme(configured: Configuration, word: string): Configuration {
  const problems: ConfigProblem[] = [];
  const theme = optionsShape.theme.read(word, { path: 'STATUSLINE_THEME', problems });
  return {
    ...configured,
    options: theme === undefined ? configured.options : { ...configured.options, theme },
    problems: [...configured.problems, ...problems],
  };
}

/** The JSON Schema of each field. */
export function fieldSchemas(): Readonly<Record<string, Schema>> {
  return schemasOf(optionsShape);
}
