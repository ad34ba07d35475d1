import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statusJson } from '../monitor/rig/fixture.ts';
import { buildHouse } from '../monitor/rig/house.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/journal-format.md'), 'utf8');
// Paths stand in code marks, a directory with a slash behind it or with what is in it.
const named = new Set([...page.matchAll(/[`\s]([\w.]+)(?:[`/]|\.<n>)/g)].map(([, name]) => name));

test('every file that stands in an instances directory stands in docs/journal-format.md', async () => {
  const house = await buildHouse();
  try {
    await house.call(['render'], statusJson());
    await house.serving();
    await house.call(['hook', 'SessionStart'], statusJson());
    await house.call(['render'], statusJson());
    await house.call(['setup', '--yes']);
    await house.call(['config', 'set', 'theme', 'midnight']);
    await house.call(['doctor']);
    const found = readdirSync(house.instances);
    expect(found).toEqual(expect.arrayContaining(['bin', 'config.json', 'state', 'statusline.jsonl']));
    expect(found.filter((name) => !named.has(name))).toEqual([]);
  } finally {
    await house.close();
  }
});
