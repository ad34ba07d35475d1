import { assert, constantFrom, nat, oneof, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Deed, type Relation, standingOf } from '../../src/insurance/decide.ts';

const absent: Relation = { kind: 'absent' };
const same = (sizeBytes: number): Relation => ({ kind: 'same', sizeBytes });
const beginning = (sizeBytes: number): Relation => ({ kind: 'beginning', sizeBytes });
const other = (sizeBytes: number): Relation => ({ kind: 'other', sizeBytes });

describe('insuring a transcript', () => {
  it.each<readonly [string, number, Relation, Relation, Deed]>([
    ['the first time keeps it', 10, absent, absent, { kind: 'keep', keepsOld: false }],
    ['that is not there keeps what is kept', 0, other(10), absent, { kind: 'nothing' }],
    ['that is not there keeps nothing', 0, absent, absent, { kind: 'nothing' }],
    ['by two names has nothing to do', 10, same(10), absent, { kind: 'nothing' }],
    [
      'that grew elsewhere takes the place of its beginning',
      20,
      beginning(10),
      absent,
      { kind: 'keep', keepsOld: false },
    ],
    [
      'that was written anew and larger sets the old one aside',
      20,
      other(10),
      absent,
      { kind: 'keep', keepsOld: true },
    ],
    ['that shrank is kept beside the larger one', 5, other(10), absent, { kind: 'set-aside' }],
    ['that shrank into another is kept beside too', 5, other(10), other(7), { kind: 'set-aside' }],
    ['that shrank and is kept beside already has nothing to do', 5, other(10), same(5), { kind: 'nothing' }],
    [
      'that shrank and outgrew the larger one takes its place',
      11,
      other(10),
      same(11),
      { kind: 'keep', keepsOld: true },
    ],
  ])('%s', (_, presentBytes, kept, aside, deed) => {
    expect(decide({ presentBytes, kept, aside })).toEqual(deed);
  });

  it('never puts something smaller in the place of what is kept', () => {
    const relation = oneof(
      constantFrom(absent),
      record({ kind: constantFrom('same', 'other', 'beginning'), sizeBytes: nat(100) }),
    );
    assert(
      property(nat(100), relation, relation, (presentBytes, kept, aside) => {
        // A file can only begin with what is not longer than itself.
        if (kept.kind === 'beginning' && kept.sizeBytes > presentBytes) return;
        const deed = decide({ presentBytes, kept, aside });
        const keptBytes = 'sizeBytes' in kept ? kept.sizeBytes : 0;
        const putBytes = deed.kind === 'keep' ? presentBytes : keptBytes;
        expect(putBytes).toBeGreaterThanOrEqual(keptBytes);
      }),
    );
  });
});

describe('what is kept', () => {
  it.each([
    ['nothing', 10, absent, { kind: 'none' }],
    ['the same file', 10, same(10), { kind: 'same-file' }],
    ['a copy of all of it', 10, beginning(10), { kind: 'copy', missingBytes: 0 }],
    ['a copy of its beginning', 10, beginning(4), { kind: 'copy', missingBytes: 6 }],
    ['all that is left', 0, other(10), { kind: 'only-copy', keptBytes: 10 }],
    ['more than the client has', 3, other(10), { kind: 'larger', keptBytes: 10, presentBytes: 3 }],
    ['an earlier state', 11, other(10), { kind: 'outdated' }],
  ] as const)('is told: %s', (_, presentBytes, kept, standing) => {
    expect(standingOf({ presentBytes, kept, aside: absent })).toEqual(standing);
  });
});
