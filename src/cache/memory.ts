/** Remembers what was made out of values, so that it is not made again while the same values come. */
export interface Memory {
  /**
   * What `make` gives for these values. Under one name only the last is remembered, and values are the same when
   * they are identical: `make` must look at nothing but them, and what it gives must never be changed.
   */
  of<T>(name: string, values: readonly unknown[], make: () => T): T;
}

/** For a run that ends before anything comes twice. */
export const noMemory: Memory = { of: (_name, _values, make) => make() };

/** Names remembered at most; what was made longest ago goes first. */
const maxNames = 200;

/** A memory of its own, for as long as it is held. */
export function openMemory(): Memory {
  const known = new Map<string, { readonly values: readonly unknown[]; readonly made: unknown }>();
  return {
    of: <T>(name: string, values: readonly unknown[], make: () => T): T => {
      const before = known.get(name);
      // What stands under a name was made by the same maker, so it is of the type that is asked for.
      if (before !== undefined && isSame(before.values, values)) return before.made as T;
      const made = make();
      known.delete(name);
      known.set(name, { values, made });
      const [oldest] = known.keys();
      if (known.size > maxNames && oldest !== undefined) known.delete(oldest);
      return made;
    },
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}
