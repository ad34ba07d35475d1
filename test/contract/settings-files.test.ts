import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSettingsFiles } from '../../src/claude/disk.ts';
import type { SettingsFiles } from '../../src/claude/settings-files.ts';
import { fakeSettingsFiles } from '../fakes/settings-files.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-settings-files-'));
afterAll(() => rmSync(root, { recursive: true }));

type Place = (text: string | null) => { readonly path: string; readonly files: SettingsFiles };

const onDisk: Place = (text) => {
  const path = join(mkdtempSync(join(root, 'config-')), 'settings.json');
  if (text !== null) writeFileSync(path, text);
  return { path, files: openSettingsFiles() };
};

const inMemory: Place = (text) => {
  const path = '/config/settings.json';
  return { path, files: fakeSettingsFiles(text === null ? {} : { [path]: text }) };
};

describe.each([
  { name: 'on disk', place: onDisk },
  { name: 'in memory', place: inMemory },
])('settings files $name', ({ place }) => {
  it.each([null, '', '{"name":"Archäologe 🦊"}'])('are read as they are: %j', (text) => {
    const { path, files } = place(text);
    expect(files.read(path)).toEqual({ ok: true, value: text });
  });

  it.each([null, '', '{}'])('are replaced where they hold what was read: %j', (from) => {
    const { path, files } = place(from);
    expect(files.replace(path, { from, to: '{"a":1}' }).ok).toBe(true);
    expect(files.read(path)).toEqual({ ok: true, value: '{"a":1}' });
  });

  it.each([
    ['{"by":"another"}', '{}'],
    ['{"by":"another"}', null],
    [null, '{}'],
  ])('are left where somebody else wrote %j instead of %j', (now, from) => {
    const { path, files } = place(now);
    const failure = { kind: 'changed', path, code: '' };
    expect(files.replace(path, { from, to: '{"a":1}' })).toEqual({ ok: false, failure });
    expect(files.read(path)).toEqual({ ok: true, value: now });
  });

  it('are put where there was nothing, in folders of their own, and over what there was', () => {
    const { path, files } = place('{}');
    for (const target of [`${path}.d/e/f`, path]) {
      expect(files.put(target, 'x', 0o600).ok).toBe(true);
      expect(files.read(target)).toEqual({ ok: true, value: 'x' });
    }
  });

  it('are gone when removed, once and again', () => {
    const { path, files } = place('{}');
    expect([files.remove(path).ok, files.remove(path).ok]).toEqual([true, true]);
    expect(files.read(path)).toEqual({ ok: true, value: null });
  });
});
