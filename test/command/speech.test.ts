import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/command/speech.ts';

test('JSON holds nothing that a terminal obeys or hides, and means the same', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const json = jsonText({ [text]: [text] }, 2);
      expect(json).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}|\u2028|\u2029/u);
      expect(JSON.parse(json)).toEqual({ [text]: [text] });
    }),
  );
  expect(jsonText('a\u009b31m\u202e\u{e0041}')).toBe(String.raw`"a\u009b31m\u202e\udb40\udc41"`);
});
