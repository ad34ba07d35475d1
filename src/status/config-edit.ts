import { failed, ok, type Result } from '../text/result.ts';
import { readConfig } from './config.ts';
import type { ConfigProblem } from './config-fields.ts';

/** The configuration file's object, as the user wrote it. */
export type ConfigObject = Readonly<Record<string, unknown>>;

/** Why a change of the configuration cannot be made. */
export type EditFailure =
  /** A path such as `rows[0].left` leads to nothing that could hold the value. */
  | { readonly kind: 'no-such-place'; readonly path: string }
  /** What would stand there is no configuration: the first of what is wrong with it. */
  | { readonly kind: 'refused'; readonly problem: ConfigProblem };

/** The value at a path such as `colours.name` or `rows[0].left[1]`; undefined when there is none. */
export function valueAt(config: unknown, path: string): unknown {
  return keysOf(path).reduce((value: unknown, key) => {
    const members = membersOf(value);
    // What every object and list has is none of the configuration's.
    return members !== undefined && Object.hasOwn(members, key) ? members[key] : undefined;
  }, config);
}

/**
 * The configuration with another value at a path; `null` takes the value out, so that the default holds. What
 * was wrong before may stay wrong; what the change itself makes wrong is refused.
 */
export function withValueAt(
  config: ConfigObject,
  path: string,
  value: unknown,
): Result<ConfigObject, EditFailure> {
  const keys = keysOf(path);
  const changed = keys.length === 0 ? undefined : placed(config, keys, value);
  // A path of at least one key puts its value into an object, so the whole stays one.
  if (changed === undefined) return failed({ kind: 'no-such-place', path });
  const whole = changed as ConfigObject;
  const before = new Set(readConfig(config).problems.map(({ path: at }) => at));
  const problem = readConfig(whole).problems.find(({ path: at }) => !before.has(at) || isWithin(at, path));
  return problem === undefined ? ok(whole) : failed({ kind: 'refused', problem });
}

function isWithin(at: string, path: string): boolean {
  return at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`);
}

/** `rows[0].left` is rows, 0, left. */
function keysOf(path: string): readonly string[] {
  return path.match(/[^.[\]]+/g) ?? [];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  // Lists have members by their indexes, and that is all that is asked of them here.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function placed(into: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (into !== undefined && membersOf(into) === undefined) return undefined;
  if (Array.isArray(into)) return placedInList(into, key, { rest, value });
  // Never by name of what every object has: that would reach behind the configuration.
  const members = Object.entries(membersOf(into) ?? {});
  const inner = placed(members.find(([name]) => name === key)?.[1], rest, value);
  if (inner === undefined) return undefined;
  const others = members.map(([name, item]) => [name, name === key ? inner : item] as const);
  const whole = others.some(([name]) => name === key) ? others : [...others, [key, inner] as const];
  return Object.fromEntries(whole.filter(([, item]) => item !== null));
}

function placedInList(
  list: readonly unknown[],
  key: string,
  { rest, value }: { readonly rest: readonly string[]; readonly value: unknown },
): unknown {
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index > list.length) return undefined;
  const inner = placed(list[index], rest, value);
  if (inner === undefined) return undefined;
  return [...list.slice(0, index), inner, ...list.slice(index + 1)].filter((item) => item !== null);
}
