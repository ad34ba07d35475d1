import { describe, expect, it } from 'vitest';
import { noMemory, openMemory } from '../../src/cache/memory.ts';

/** Something that is made, and tells one making from another. */
const made = (): object => ({});

describe('a memory', () => {
  it('makes nothing twice of the same values', () => {
    const memory = openMemory();
    const first = memory.of('a', ['text', 7], made);
    expect(memory.of('a', ['text', 7], made)).toBe(first);
  });

  it.each([
    ['another text', ['other', 7]],
    ['another number', ['text', 8]],
    ['one value less', ['text']],
    ['one value more', ['text', 7, null]],
    ['an object that only looks the same', ['text', 7, {}]],
  ])('makes it anew of %s', (_, values) => {
    const memory = openMemory();
    const first = memory.of('a', ['text', 7], made);
    expect(memory.of('a', values, made)).not.toBe(first);
  });

  it('keeps what bears different names apart', () => {
    const memory = openMemory();
    const first = memory.of('a', [1], made);
    expect(memory.of('b', [1], made)).not.toBe(first);
    expect(memory.of('a', [1], made)).toBe(first);
  });

  it('forgets the oldest of very many', () => {
    const memory = openMemory();
    const first = memory.of('a', [1], made);
    for (let index = 0; index < 200; index += 1) memory.of(`name ${index}`, [1], made);
    expect(memory.of('a', [1], made)).not.toBe(first);
  });
});

it('no memory makes everything anew', () => {
  expect(noMemory.of('a', [1], made)).not.toBe(noMemory.of('a', [1], made));
});
