import {
  type ConfigProblem,
  type Field,
  isObject,
  readShape,
  refuse,
  schemasOf,
  type Shape,
} from './config-fields.ts';

/** A member of the configuration that is an object of its own. */
export interface Section<T> {
  /** Its schema, and its reader field by field: a bad one is named and its default holds. */
  readonly field: Field<T>;
  /** Reads it out of the file's object: whole, with what could not be read named beside. */
  read(config: object): { readonly settings: T; readonly problems: readonly ConfigProblem[] };
}

/** The section under this name. */
export function section<T extends object>(
  name: string,
  of: { readonly description: string; readonly shape: Shape<T>; readonly byDefault: T },
): Section<T> {
  const { description, shape, byDefault } = of;
  const field: Field<T> = {
    schema: { description, type: 'object', properties: schemasOf(shape), additionalProperties: false },
    read: (value, spot) =>
      isObject(value) ? { ...byDefault, ...readShape(shape, value, spot) } : refuse(value, spot, 'an object'),
  };
  return {
    field,
    read: (config) => {
      // Any object can be asked for a member that it may not have.
      const value = (config as Readonly<Record<string, unknown>>)[name];
      const problems: ConfigProblem[] = [];
      if (value === undefined || value === null) return { settings: byDefault, problems };
      return { settings: field.read(value, { path: name, problems }) ?? byDefault, problems };
    },
  };
}
