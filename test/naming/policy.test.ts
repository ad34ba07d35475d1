import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultNaming, readNaming } from '../../src/naming/config.ts';
import { dueNow, nextDistance } from '../../src/naming/policy.ts';
import { session } from './pieces.ts';

const names = { user: null, client: null, generated: 'Parser Surgeon' };
const lost = { kind: 'lost', reason: 'crashed', atMs: 0, evidence: [] } as const;

describe('what is due at the end of a turn', () => {
  it.each([
    ['a name after the first prompt', session(), 'name'],
    ['a name for a session that was met late', session({ prompts: 30 }), 'name'],
    [
      'a name beside one of the user’s, for when that is taken back',
      session({ names: { ...names, user: 'Mine', generated: null } }),
      'name',
    ],
    ['nothing before the first prompt', session({ prompts: 0 }), null],
    ['nothing right after', session({ names, describedAtPrompts: 1 }), null],
    [
      'a description at the second prompt',
      session({ names, prompts: 2, describedAtPrompts: 1 }),
      'description',
    ],
    ['nothing at the third', session({ names, prompts: 3, describedAtPrompts: 2 }), null],
    [
      'a description that an interrupted turn went by',
      session({ names, prompts: 5, describedAtPrompts: 2 }),
      'description',
    ],
    ['a description soon after a name that no model gave', session({ names, prompts: 1 }), 'description'],
    ['nothing for a run of claude -p', session({ origin: 'print' }), null],
    ['nothing for a session that is gone', session({ state: lost }), null],
  ] as const)('is %s', (_, known, due) => {
    expect(dueNow(known, defaultNaming)).toBe(due);
  });

  it('is nothing at all where naming is off, and only the name where no model is asked', () => {
    expect(dueNow(session(), { ...defaultNaming, backend: 'off' })).toBeNull();
    const fallback = { ...defaultNaming, backend: 'fallback' } as const;
    expect(dueNow(session(), fallback)).toBe('name');
    expect(dueNow(session({ names, prompts: 8 }), fallback)).toBeNull();
  });

  it('comes ever more rarely: n prompts cost no more calls than their number doubles, and a few', () => {
    assert(
      property(integer({ min: 1, max: 5000 }), (prompts) => {
        let calls = 0;
        for (let described = 0; ; calls += 1) {
          const next = nextDistance(described, defaultNaming.distances);
          if (next === null || next > prompts) break;
          described = next;
        }
        return calls <= Math.log2(prompts) + 1;
      }),
    );
  });
});

describe('the configuration', () => {
  it.each([
    ['is the default without a file', null, defaultNaming],
    ['is the default for nonsense', '[1, 2', defaultNaming],
    [
      'is read field by field',
      '{"naming":{"backend":"api","model":7}}',
      { ...defaultNaming, backend: 'api' },
    ],
    ['takes no unknown backend', '{"naming":{"backend":"carrier pigeon"}}', defaultNaming],
    ['takes no flag for a model', '{"naming":{"model":"--dangerously"}}', defaultNaming],
    [
      'sorts distances and leaves out what is none',
      '{"naming":{"distances":[9,3,"x",-1,3]}}',
      { ...defaultNaming, distances: [3, 9] },
    ],
    [
      'may have no distances: named once, never described again',
      '{"naming":{"distances":[]}}',
      { ...defaultNaming, distances: [] },
    ],
  ] as const)('%s', (_, text, config) => {
    expect(readNaming(text)).toEqual(config);
  });
});
