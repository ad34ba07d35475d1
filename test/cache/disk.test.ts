import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openCache } from '../../src/cache/disk.ts';

let directory = '';
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'statusline-cache-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  directory = join(root, 'state', 'cache');
});

describe('the cache', () => {
  it('gives back what was kept last, to another run too', () => {
    openCache(directory, 'a').write('limits', 'one');
    openCache(directory, 'b').write('limits', 'two');
    expect(openCache(directory, 'c').read('limits')).toMatchObject({ text: 'two' });
  });

  it('gives what another run has kept meanwhile', () => {
    const cache = openCache(directory, 'a');
    cache.write('limits', 'one');
    expect([cache.read('limits'), cache.read('limits')].map((kept) => kept?.text)).toEqual(['one', 'one']);
    openCache(directory, 'b').write('limits', 'two');
    expect(cache.read('limits')?.text).toBe('two');
    rmSync(join(directory, '=limits'));
    expect(cache.read('limits')).toBeNull();
  });

  it.each(['../../escape', '.hidden', 'with/slash', 'ünïcode 🙂', 'command  $(touch x)', 'x'.repeat(5000)])(
    'keeps nothing outside its directory, whatever the name: %j',
    (name) => {
      const cache = openCache(directory, 'a');
      cache.write(name, 'text');
      expect(cache.read(name)?.text).toBe('text');
      expect(readdirSync(join(directory, '..'))).toEqual(['cache']);
      expect(readdirSync(directory)).toHaveLength(1);
    },
  );

  it('lists names by their beginning', () => {
    const cache = openCache(directory, 'a');
    for (const name of ['report 1', 'report 2', 'limits']) cache.write(name, 'x');
    expect([...cache.names('report ')].sort()).toEqual(['report 1', 'report 2']);
  });

  it('is private', () => {
    openCache(directory, 'a').write('limits', 'x');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, '=limits')).mode & 0o777).toBe(0o600);
  });

  it('forgets what nobody has written for a week when something new comes', () => {
    const cache = openCache(directory, 'a');
    cache.write('old', 'x');
    utimesSync(join(directory, '=old'), 1, 1);
    cache.write('new', 'x');
    expect(cache.names('')).toEqual(['new']);
  });

  it('has nothing, and says nothing, where it cannot read or write', () => {
    writeFileSync(join(directory, '..', '..', 'file'), '');
    const cache = openCache(join(directory, '..', '..', 'file', 'cache'), 'a');
    expect(() => cache.write('limits', 'x')).not.toThrow();
    expect(cache.read('limits')).toBeNull();
    expect(cache.names('')).toEqual([]);
  });
});
