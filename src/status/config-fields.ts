/**
 * Readers for the configuration. Each reads one value and knows its own JSON Schema, so that what is
 * published and what is accepted cannot part. A bad value is named and not read; what stands round it holds.
 */

/** A value that could not be read, and where. */
export interface ConfigProblem {
  /** `rows[0].left[2].label`. */
  readonly path: string;
  /** What would have been right. */
  readonly expected: string;
  /** What was found, shortly. */
  readonly found: string;
}

/** Where a value stands, and where problems are put. */
export interface Spot {
  readonly path: string;
  readonly problems: ConfigProblem[];
}

/** A JSON Schema, as far as it is needed here. */
export type Schema = Readonly<Record<string, unknown>>;

/** Reads one kind of value. Undefined says that it could not be read, and that the problem has been named. */
export interface Field<T> {
  readonly schema: Schema;
  read(value: unknown, spot: Spot): T | undefined;
}

/** Names a problem at a spot. */
export function refuse(value: unknown, spot: Spot, expected: string): undefined {
  spot.problems.push({ path: spot.path, expected, found: shortly(value) });
}

const maxFoundChars = 40;

function shortly(value: unknown): string {
  // `undefined` and functions have no JSON, but nothing else comes out of a file.
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'nothing';
  return text.length > maxFoundChars ? `${text.slice(0, maxFoundChars)}…` : text;
}

/** The same field with words about it, and what holds without it where that is worth telling. */
export function described<T>(field: Field<T>, description: string, byDefault?: T): Field<T> {
  const schema = { description, ...field.schema, ...(byDefault !== undefined && { default: byDefault }) };
  return { ...field, schema };
}

/** One of these words. */
export function choice<const Word extends string>(choices: readonly Word[]): Field<Word> {
  return {
    schema: { enum: choices },
    read: (value, spot) =>
      choices.find((word) => word === value) ?? refuse(value, spot, `one of ${choices.join(', ')}`),
  };
}

/** A whole number within bounds, both included. */
export function whole(minimum: number, maximum: number): Field<number> {
  return {
    schema: { type: 'integer', minimum, maximum },
    read: (value, spot) =>
      typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
        ? value
        : refuse(value, spot, `a whole number from ${minimum} to ${maximum}`),
  };
}

/** A text of at most so many characters. */
export function words(maxLength: number): Field<string> {
  return {
    schema: { type: 'string', maxLength },
    read: (value, spot) =>
      typeof value === 'string' && value.length <= maxLength
        ? value
        : refuse(value, spot, `a text of at most ${maxLength} characters`),
  };
}

/** A list. An element that cannot be read is left out. */
export function list<T>(element: Field<T>, maxItems: number): Field<readonly T[]> {
  return {
    schema: { type: 'array', items: element.schema, maxItems },
    read: (value, spot) => {
      if (!Array.isArray(value)) return refuse(value, spot, 'a list');
      if (value.length > maxItems) refuse(`${value.length} entries`, spot, `at most ${maxItems} entries`);
      return value
        .slice(0, maxItems)
        .map((item: unknown, index) => element.read(item, { ...spot, path: `${spot.path}[${index}]` }))
        .filter((item) => item !== undefined);
    },
  };
}

/** An object with names of the user's own. A member that cannot be read is left out. */
export function record<T>(member: Field<T>): Field<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', additionalProperties: member.schema },
    read: (value, spot) => {
      if (!isObject(value)) return refuse(value, spot, 'an object');
      const members = Object.entries(value).flatMap(([name, item]) => {
        const read = member.read(item, under(spot, name));
        return read === undefined ? [] : [[name, read] as const];
      });
      return Object.fromEntries(members);
    },
  };
}

/** The fields of an object, by name. */
export type Shape<T> = { readonly [Name in keyof T]-?: Field<Exclude<T[Name], undefined>> };

/**
 * What of a shape could be read in an object. Unknown members are named, a bad one is named and left out,
 * `null` is the same as missing.
 */
export function readShape<T extends object>(shape: Shape<T>, value: object, spot: Spot): Partial<T> {
  const read: Partial<T> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === null || item === undefined || name === '$schema') continue;
    if (!Object.hasOwn(shape, name)) {
      refuse(item, under(spot, name), 'no field of this name');
      continue;
    }
    // The name is one of the shape's own: the line above saw to it.
    const key = name as keyof T;
    const member: T[keyof T] | undefined = shape[key].read(item, under(spot, name));
    if (member !== undefined) read[key] = member;
  }
  return read;
}

/** The JSON Schemas of a shape's members. */
export function schemasOf<T extends object>(shape: Shape<T>): Readonly<Record<string, Schema>> {
  const fields: readonly (readonly [string, Field<unknown>])[] = Object.entries(shape);
  return Object.fromEntries(fields.map(([name, field]) => [name, field.schema]));
}

/** True for an object that is no list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function under(spot: Spot, name: string): Spot {
  return { ...spot, path: spot.path === '' ? name : `${spot.path}.${name}` };
}
