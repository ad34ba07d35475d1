import { assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/session/excerpt.ts';
import { maskSecrets, secretMask } from '../../src/text/secret-mask.ts';
import { widthCells } from '../../src/text/width.ts';

/** Made up, in the shapes that issuers use. */
const keys: readonly (readonly [what: string, key: string])[] = [
  ['a key of the API', 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'],
  ['a payment key', 'sk_live_AbCdEfGhIjKlMnOpQrStUv'],
  ['a token of a code host', 'ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'],
  ['a fine-grained token of a code host', 'github_pat_11ABCDEFG0AbCdEfGhIjKl_MnOpQrStUv'],
  ['a token of another code host', 'glpat-AbCdEfGhIjKlMnOpQrSt'],
  ['a token of a chat', 'xoxb-123456789012-AbCdEfGhIjKl'],
  ['a key id of a cloud', 'AKIAABCDEFGHIJKLMNOP'],
  ['a temporary key id of a cloud', 'ASIAABCDEFGHIJKLMNOP'],
  ['a key of another cloud', 'AIzaAbCdEfGhIjKlMnOpQrStUvWxYz012345678'],
  ['a token of a package registry', 'npm_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'],
  ['a signed token', `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIi'.repeat(20)}.${'c2ln'.repeat(20)}`],
];

describe('an excerpt', () => {
  it.each(keys)('masks %s', (_what, key) => {
    expect(excerpt(`use ${key} for it`)).toBe(`use ${secretMask} for it`);
    expect(excerpt(`KEY_${key}`)).toBe(`KEY_${secretMask}`);
    expect(excerpt(`(${key})`)).toBe(`(${secretMask})`);
  });

  it.each([
    ['an assigned password', 'PASSWORD=hunter22', `PASSWORD=${secretMask}`],
    [
      'a password in JSON',
      '{"password": "hunter22", "user": "me"}',
      `{"password": "${secretMask}", "user": "me"}`,
    ],
    ['a password in a URL', 'psql postgres://me:hunter22@db/app', `psql postgres://me:${secretMask}@db/app`],
    [
      'an authorization',
      'curl -H "Authorization: Bearer abcdefghijklmnop"',
      `curl -H "Authorization: Bearer ${secretMask}"`,
    ],
    [
      'a private key',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nAAAA\n-----END RSA PRIVATE KEY----- ok',
      `${secretMask} ok`,
    ],
    ['a private key that is cut', `-----BEGIN PRIVATE KEY-----\n${'MIIE\n'.repeat(3000)}`, secretMask],
    [
      'a signed token longer than all that is kept',
      `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(5000)}.${'b'.repeat(5000)}`,
      secretMask,
    ],
    [
      'key after key, up to the end',
      `${'ghp_AbCdEfGhIjKlMnOpQrSt '.repeat(3)}end`,
      `${secretMask} ${secretMask} ${secretMask} end`,
    ],
  ])('masks %s', (_what, text, expected) => {
    expect(excerpt(text)).toBe(expected);
  });

  it.each([
    'Fix the token parser in src/tokens.ts',
    'ask-someone-who-knows-about-this-thing',
    'a password is needed here: think of one',
    'https://example.org/a:b@c',
    'risk-of-a-rather-long-hyphenated-word',
  ])('leaves ordinary words alone: %s', (text) => {
    expect(excerpt(text)).toBe(text);
  });

  it('is one line, without anything that a terminal would obey', () => {
    expect(excerpt('  one\n\ttwo\u001b[31m three\u0007 \u202efour  ')).toBe('one two three four');
  });

  it('is cut between whole characters', () => {
    expect(excerpt('😀'.repeat(200))).toBe(`${'😀'.repeat(79)}…`);
  });

  it('is at most 160 cells wide and free of lone surrogates, whatever comes in', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 250 }), (text) => {
        const short = excerpt(text);
        expect(widthCells(short)).toBeLessThanOrEqual(160);
        expect(short).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('never shows a key that stands by itself, wherever the cut falls', () => {
    const words = string({ unit: constantFrom('a', ' ', '日', '\n'), maxLength: 700 });
    assert(
      property(tuple(words, constantFrom(...keys), words), ([before, [, key], after]) => {
        const shown = excerpt(`${before} ${key} ${after}`);
        expect(shown).not.toContain(key.slice(0, 12));
      }),
    );
  });
});

describe('a masked text', () => {
  it('is not masked again', () => {
    const once = maskSecrets('token=abcdefghij and sk-ant-api03-AbCdEfGhIjKlMnOp');
    expect(maskSecrets(once)).toBe(once);
  });
});
