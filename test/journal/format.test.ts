import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeLine } from '../../src/journal/record.ts';
import { memoryDisk } from '../fakes/memory-disk.ts';
import { contentOf, home, tallyLedger, tick, value } from './rig.ts';
import { tallyRules } from './tally.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/journal-format.md'), 'utf8');
const samples = [...document.matchAll(/```json\n(.*)\n```/gu)].map((match) => Buffer.from(match[1] ?? ''));

describe('docs/journal-format.md', () => {
  test('shows a record and a seal that are sound', () => {
    expect(samples.map((line) => decodeLine(line))).toEqual([
      { kind: 'record', record: expect.objectContaining({ v: 1, by: 'hook' }) as object },
      { kind: 'seal', segment: 3 },
    ]);
  });

  test('names every file that a ledger makes', () => {
    const disk = memoryDisk();
    const ledger = tallyLedger({ disk, rules: tallyRules(0), rotateAtBytes: 1 });
    tick(ledger, 'aa', 'bb');
    value(ledger.settle());
    tick(ledger, 'cc');
    const made = disk.paths().map((path) => path.slice(home.length + 1));
    const own = made.filter((path) => /^(state\/.|locks\/v|archive\/.|journal\/.|statusline)/u.test(path));
    const documented = own.map((path) => path.replace(/^(archive|locks).*/u, '$1/'));
    expect(new Set(documented).size).toBeGreaterThan(5);
    expect(documented.filter((path) => !document.includes(`\`${path}`))).toEqual([]);
  });

  test.each([
    ['checkpoint', 'state/checkpoint.json', ['bookmark', 'records', 'skipped', 'generation', 'state']],
    ['lock', 'locks/views.1', ['holder']],
  ])('tells all members of the %s', (_, path, members) => {
    const disk = memoryDisk();
    let held = '';
    const ledger = tallyLedger({
      disk: {
        ...disk,
        link(from, to) {
          const linked = disk.link(from, to);
          held = contentOf(disk, 'locks/views.1') ?? '';
          return linked;
        },
      },
    });
    tick(ledger, 'a');
    value(ledger.settle());
    const text = path.startsWith('locks') ? held : (contentOf(disk, path) ?? '');
    const made = Object.keys(JSON.parse(text) as object);
    expect(made.sort()).toEqual([...members, 'v', 'crc'].sort());
    expect(members.filter((member) => !document.includes(member))).toEqual([]);
  });
});
