import type { CommandSpec, LineOptions } from './options.ts';
import type { WidgetName } from './widget-names.ts';

/** The costly facts that a line with these options can show at all: nothing else need be gathered for it. */
export interface LineNeeds {
  /** Whether git has to be asked for the dirt. */
  readonly dirt: boolean;
  /** Whether something is shown that leads somewhere, so that it matters whether the terminal takes links. */
  readonly links: boolean;
  /** Whether it matters at which size of the context the client compacts. */
  readonly compaction: boolean;
  /** Whether the account's limits are shown. */
  readonly limits: boolean;
  /** Whether a time of day is shown. */
  readonly localTime: boolean;
  /** Whether another tool's status line is shown. */
  readonly wrapped: boolean;
  /** The user's own commands that have a place, by name. */
  readonly commands: Readonly<Record<string, CommandSpec>>;
}

const linking: readonly WidgetName[] = ['number', 'branch', 'pullRequest'];

/** What has to be gathered for these options. */
export function needsOf(options: LineOptions): LineNeeds {
  const specs = options.rows.flatMap((row) => [...row.left, ...row.right]);
  const placed = new Set(specs.map(({ widget }) => widget));
  const named = specs.flatMap(({ widget, value }) => (widget === 'command' ? [value] : []));
  return {
    dirt: placed.has('branch'),
    links: linking.some((widget) => placed.has(widget)),
    compaction: placed.has('context'),
    limits: placed.has('limits'),
    localTime: placed.has('clock'),
    wrapped: placed.has('wrapped'),
    commands: Object.fromEntries(Object.entries(options.commands).filter(([name]) => named.includes(name))),
  };
}
