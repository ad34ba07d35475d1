import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, property, string, uniqueArray } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { denOf, whyNotTrusted } from '../../src/monitor/den.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sl-den-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a socket path is short enough for every system, however long the instances’ path is', () => {
  assert(
    property(array(string({ minLength: 1, maxLength: 40 }), { maxLength: 20 }), (parts) => {
      const instances = join('/nowhere', ...parts.map((part) => part.replaceAll('\0', '')));
      expect(Buffer.byteLength(denOf(instances, 4_294_967_294).socket)).toBeLessThan(100);
    }),
  );
});

test('one instances directory has one den by whatever name, before and after it is made', () => {
  mkdirSync(join(root, 'real'));
  symlinkSync(join(root, 'real'), join(root, 'link'));
  const before = denOf(join(root, 'link', 'deep', 'instances'), 7);
  mkdirSync(join(root, 'real', 'deep', 'instances'), { recursive: true });
  expect(denOf(join(root, 'real', 'deep', 'instances'), 7)).toEqual(before);
  expect(denOf(join(root, 'link', 'deep', 'instances'), 7)).toEqual(before);
});

test('different users and directories have different dens', () => {
  assert(
    property(uniqueArray(string({ minLength: 1 }), { minLength: 2, maxLength: 20 }), (names) => {
      const hexed = names.map((name) => Buffer.from(name).toString('hex'));
      const dens =
        new Set(hexed).size === hexed.length ? hexed.map((name) => denOf(join('/x', name), 1)) : [];
      expect(new Set(dens.map(({ directory }) => directory)).size).toBe(dens.length);
    }),
  );
  expect(denOf('/x', 1).directory).not.toBe(denOf('/x', 2).directory);
});

test('another user’s directory is not trusted', () => {
  const uid = process.getuid?.() ?? 0;
  expect(whyNotTrusted(root, uid)).toBeNull();
  expect(whyNotTrusted(root, uid + 1)).toContain('belongs to user');
  expect(whyNotTrusted(join(root, 'none'), uid)).toContain('does not exist');
});
