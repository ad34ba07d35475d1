import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSettingsFiles } from '../../src/claude/disk.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-settings-disk-'));
afterAll(() => rmSync(root, { recursive: true }));

const files = openSettingsFiles();
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

function mode(path: string): number {
  return statSync(path).mode & 0o7777;
}

describe('settings on a real disk', () => {
  it.each([0o600, 0o644, 0o400, 0o664])('keep the mode %o when they are replaced', (given) => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, '{}');
    chmodSync(path, given);
    expect(files.replace(path, { from: '{}', to: '{"a":1}' }).ok).toBe(true);
    expect(mode(path)).toBe(given);
  });

  it('are the user’s alone when they are new, and so are the folders made for them', () => {
    const path = join(folder, 'new/settings.json');
    expect(files.replace(path, { from: null, to: '{}' }).ok).toBe(true);
    expect([mode(path), mode(join(folder, 'new'))]).toEqual([0o600, 0o700]);
  });

  it('are read as they are now, also right after they were written in place', () => {
    const path = join(folder, 'settings.json');
    for (const text of ['{"a":1}', '{"a":2}', '{"a":3}']) {
      writeFileSync(path, text);
      expect(files.read(path)).toEqual({ ok: true, value: text });
      expect(files.read(path)).toEqual({ ok: true, value: text });
    }
  });

  it('are read as they are now, though they were known for long', () => {
    const path = join(folder, 'settings.json');
    const later = openSettingsFiles(() => Date.now() + 60_000);
    for (const text of ['{"a":1}', '{"a":22}', '{}']) {
      writeFileSync(path, text);
      for (let time = 0; time < 2; time += 1) expect(later.read(path)).toEqual({ ok: true, value: text });
    }
    files.replace(path, { from: '{}', to: '[]' });
    expect(later.read(path)).toEqual({ ok: true, value: '[]' });
    rmSync(path);
    expect(later.read(path)).toEqual({ ok: true, value: null });
  });

  it('stay behind the links that lead to them, however many', () => {
    mkdirSync(join(folder, 'dotfiles'));
    writeFileSync(join(folder, 'dotfiles/settings.json'), '{}');
    symlinkSync('dotfiles/settings.json', join(folder, 'first'));
    symlinkSync(join(folder, 'first'), join(folder, 'settings.json'));
    expect(files.replace(join(folder, 'settings.json'), { from: '{}', to: '{"a":1}' }).ok).toBe(true);
    expect(readlinkSync(join(folder, 'settings.json'))).toBe(join(folder, 'first'));
    expect(lstatSync(join(folder, 'dotfiles/settings.json')).isFile()).toBe(true);
    expect(readFileSync(join(folder, 'dotfiles/settings.json'), 'utf8')).toBe('{"a":1}');
  });

  it('are made where a dangling link leads, and removed there', () => {
    const path = join(folder, 'settings.json');
    symlinkSync('elsewhere/settings.json', path);
    expect(files.replace(path, { from: null, to: '{}' }).ok).toBe(true);
    expect(readFileSync(join(folder, 'elsewhere/settings.json'), 'utf8')).toBe('{}');
    expect(files.remove(path).ok).toBe(true);
    expect(readlinkSync(path)).toBe('elsewhere/settings.json');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });

  it.each([
    ['read', () => files.read(join(folder, 'circle')), 'unreadable'],
    ['replaced', () => files.replace(join(folder, 'circle'), { from: null, to: '' }), 'unwritable'],
    ['removed', () => files.remove(join(folder, 'circle')), 'unwritable'],
  ])('in a circle of links cannot be %s, and it is said', (_name, act, kind) => {
    symlinkSync('circle', join(folder, 'circle'));
    expect(act()).toMatchObject({ ok: false, failure: { kind, code: 'ELOOP' } });
  });

  it('that are not UTF-8 are not taken for text', () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d]));
    expect(files.read(path)).toMatchObject({ ok: false, failure: { kind: 'not-text' } });
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ['below a file', (path: string) => writeFileSync(join(path, '..'), '')],
  ])('that are %s fail by name and leave nothing underway', (_name, make) => {
    const path = join(folder, 'place/settings.json');
    if (_name === 'a folder') mkdirSync(join(folder, 'place'));
    make(path);
    const failed = files.put(path, 'x', 0o600);
    expect(failed).toMatchObject({ ok: false, failure: { kind: 'unwritable' } });
    expect(
      readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('.settings')),
    ).toEqual([]);
  });

  it('leave nothing underway when they were changed meanwhile', () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, '{"by":"another"}');
    expect(files.replace(path, { from: '{}', to: '{"a":1}' }).ok).toBe(false);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });
});
