import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileAddress, linkable } from '../../src/status/links.ts';

/** Halves of characters among others: JSON can bring them, and they have no encoding. */
const halves = constantFrom('a', '/', ' ', '%', 'ü', '\ud800', '\udc00');

describe('an address', () => {
  test.each([
    ['https passes', 'https://github.com/dev/proj/pull/1', 'https://github.com/dev/proj/pull/1'],
    ['a local file passes', 'file:///home/dev/a%20b.jsonl', 'file:///home/dev/a%20b.jsonl'],
    ['letters beyond ASCII are encoded', 'https://example.org/ü', 'https://example.org/%C3%BC'],
    [
      'a sequence inside is encoded or refused',
      'https://example.org/\u001b]8;;\u0007',
      'https://example.org/%1B]8;;',
    ],
    ['http does not pass', 'http://example.org/', null],
    ['a script does not pass', 'javascript:alert(1)', null],
    ['another program does not pass', 'vscode://file/etc', null],
    ['a file of another machine does not pass', 'file://server/share', null],
    ['a password does not pass', 'https://me:secret@example.org/', null],
    ['what is no address does not pass', 'not an address', null],
    ['nothing does not pass', undefined, null],
    ['what is too long does not pass', `https://example.org/${'x'.repeat(3000)}`, null],
  ])('%s', (_what, address, expected) => {
    expect(linkable(address)).toBe(expected);
  });

  test('of any file is one that passes', () => {
    assert(
      property(
        string({ maxLength: 60, unit: halves }),
        (name) => linkable(fileAddress(`/home/dev/${name}`)) !== null,
      ),
    );
  });

  test('that passes holds nothing but visible ASCII', () => {
    assert(
      property(string({ unit: 'binary' }), (rest) =>
        /^[\x21-\x7e]*$/.test(linkable(`https://example.org/${rest}`) ?? ''),
      ),
    );
  });
});
