import {
  choice,
  type ConfigProblem,
  type Field,
  isObject,
  list,
  readShape,
  refuse,
  schemasOf,
  type Shape,
  whole,
  words,
} from './config-fields.ts';

/** What happens by itself when sessions were lost and a tmux client attaches. */
export type AutoRecover = 'off' | 'ask' | 'lazy';

/** The ways of {@link AutoRecover}, as users write them. */
export const autoRecoverWays: readonly AutoRecover[] = ['off', 'ask', 'lazy'];

/** The member `recovery` of the configuration. */
export interface RecoverySettings {
  /** Where more sessions than this come back at once, each waits for Enter in its pane. */
  readonly lazyAbove: number;
  /** Null where the user has not said. */
  readonly autoRecover: AutoRecover | null;
  /** What runs again in panes without a session, where it ran when they were lost: program and arguments, divided by blanks. */
  readonly commands: readonly string[];
}

/** What holds where nothing is configured. A dozen clients take about as much memory as a laptop has to spare. */
export const defaultRecovery: RecoverySettings = { lazyAbove: 12, autoRecover: null, commands: [] };

const shape: Shape<Omit<RecoverySettings, 'autoRecover'> & { readonly autoRecover: AutoRecover }> = {
  lazyAbove: whole(0, 10_000),
  autoRecover: choice(autoRecoverWays),
  commands: list(words(1000), 100),
};

const descriptions = {
  lazyAbove:
    'Where more sessions than this come back at once, each waits for Enter in its pane. `--lazy` and `--now` decide otherwise.',
  autoRecover:
    'When sessions were lost, the first tmux client that attaches is asked (ask), finds every session waiting for Enter in its pane (lazy), or nothing happens by itself (off).',
  commands:
    'Programs with their arguments, such as "htop" or "npm run dev", that are started again in panes without a session where just they ran. No shell reads them.',
} as const;

const schemas = schemasOf(shape);

/** Reads the member, field by field: a bad one is named and its default holds. */
export const recoveryField: Field<RecoverySettings> = {
  schema: {
    description: 'How lost sessions come back.',
    type: 'object',
    properties: {
      lazyAbove: {
        description: descriptions.lazyAbove,
        ...schemas['lazyAbove'],
        default: defaultRecovery.lazyAbove,
      },
      commands: {
        description: descriptions.commands,
        ...schemas['commands'],
        default: defaultRecovery.commands,
      },
      autoRecover: { description: descriptions.autoRecover, ...schemas['autoRecover'], default: 'ask' },
    },
    additionalProperties: false,
  },
  read: (value, spot) =>
    isObject(value)
      ? { ...defaultRecovery, ...readShape(shape, value, spot) }
      : refuse(value, spot, 'an object'),
};

/** The member `recovery` of the file's object, whole, with what could not be read named beside. */
export function readRecovery(config: object): {
  readonly settings: RecoverySettings;
  readonly problems: readonly ConfigProblem[];
} {
  const { recovery } = config as { readonly recovery?: unknown };
  const problems: ConfigProblem[] = [];
  if (recovery === undefined || recovery === null) return { settings: defaultRecovery, problems };
  const read = recoveryField.read(recovery, { path: 'recovery', problems });
  return { settings: read ?? defaultRecovery, problems };
}
