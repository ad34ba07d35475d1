import type { Cache, CachedText } from '../../src/cache/cache.ts';

/** A cache in memory. */
export function fakeCache(nowMs: () => number): Cache {
  const kept = new Map<string, CachedText>();
  return {
    read: (name) => kept.get(name) ?? null,
    write: (name, text) => void kept.set(name, { text, atMs: nowMs() }),
    names: (prefix) => [...kept.keys()].filter((name) => name.startsWith(prefix)),
  };
}
