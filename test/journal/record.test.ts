import { Buffer } from 'node:buffer';
import { assert, constantFrom, dictionary, integer, jsonValue, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withChecksum } from '../../src/journal/checksum.ts';
import { decodeLine, encodeRecord, encodeSeal } from '../../src/journal/record.ts';
import { decodeLines } from '../../src/journal/segments.ts';

const stamp = { id: 'r1', atMs: 1_700_000_000_000, host: 'here', by: 'hook' };
const line = (encoded: string): Buffer => Buffer.from(encoded.slice(1, -1));

const stamps = record({
  id: string({ minLength: 1 }),
  atMs: integer({ min: 0 }),
  host: string({ unit: 'binary' }),
  by: constantFrom('hook', 'render', 'monitor'),
});
const events = dictionary(string({ unit: 'binary' }), jsonValue());

describe('a record', () => {
  test('comes back as it was written', () => {
    assert(
      property(stamps, events, (made, event) => {
        const decoded = decodeLine(line(encodeRecord(made, event)));
        const read = JSON.parse(JSON.stringify({ v: 1, ...made, event })) as unknown;
        expect(decoded).toEqual({ kind: 'record', record: read });
      }),
    );
  });

  test('is one line between two newlines', () => {
    assert(
      property(stamps, events, (made, event) => {
        const encoded = encodeRecord(made, event);
        expect(encoded.startsWith('\n') && encoded.endsWith('\n')).toBe(true);
        expect(encoded.slice(1, -1)).not.toContain('\n');
      }),
    );
  });

  test('has the documented form', () => {
    expect(encodeRecord(stamp, { kind: 'seen' })).toBe(
      '\n{"v":1,"id":"r1","atMs":1700000000000,"host":"here","by":"hook","event":{"kind":"seen"},"crc":"ea93768a"}\n',
    );
  });

  test('is damaged by every change of one bit', () => {
    const sound = line(encodeRecord(stamp, { kind: 'seen', name: 'Größe' }));
    for (let bit = 0; bit < sound.length * 8; bit += 1) {
      const flipped = Buffer.from(sound);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeLine(flipped), `bit ${bit}`).toEqual({ kind: 'damaged' });
    }
  });

  test('is damaged when it is cut anywhere', () => {
    const sound = line(encodeRecord(stamp, { kind: 'seen' }));
    for (let length = 0; length < sound.length; length += 1) {
      expect(decodeLine(sound.subarray(0, length)), `${length} bytes`).toEqual({ kind: 'damaged' });
    }
  });

  test.each([
    ['text', 'hello'],
    ['NUL', '\0'.repeat(600)],
    ['JSON without a checksum', '{"v":1}'],
    ['a list with a checksum', withChecksum('[1]')],
    ['a record without an id', withChecksum('{"v":1,"atMs":1,"host":"h","by":"b","event":{}}')],
    ['a record without an event', withChecksum('{"v":1,"id":"i","atMs":1,"host":"h","by":"b"}')],
    ['a version below the first', withChecksum('{"v":0,"id":"i","atMs":1,"host":"h","by":"b","event":{}}')],
    ['no version', withChecksum('{"id":"i","atMs":1,"host":"h","by":"b","event":{}}')],
    ['a checksum over no JSON', withChecksum('{"v":1,}')],
  ])('is not made of %s', (_, text) => {
    expect(decodeLine(Buffer.from(text))).toEqual({ kind: 'damaged' });
  });

  test('of a newer version is told from damage', () => {
    const newer = withChecksum('{"v":2,"what":"ever"}');
    expect(decodeLine(Buffer.from(newer))).toEqual({ kind: 'newer' });
    expect(decodeLine(Buffer.from(newer.replace('ever', 'even')))).toEqual({ kind: 'damaged' });
  });
});

describe('a seal', () => {
  test('names its segment', () => {
    expect(decodeLine(line(encodeSeal(stamp, 7)))).toEqual({ kind: 'seal', segment: 7 });
  });

  test('ends the segment it names, and no other', () => {
    const bytes = Buffer.from(
      `${encodeRecord(stamp, { a: 1 })}${encodeSeal(stamp, 7)}${encodeRecord(stamp, { a: 2 })}`,
    );
    const inSeventh = decodeLines(bytes, 7);
    expect(inSeventh.records.map((read) => read.event)).toEqual([{ a: 1 }]);
    expect(bytes.subarray(inSeventh.sealOffset ?? 0).toString()).toContain('"seal":7');
    const inEighth = decodeLines(bytes, 8);
    expect(inEighth).toMatchObject({ skipped: { damaged: 1 }, sealOffset: null });
    expect(inEighth.records.map((read) => read.event)).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe('lines', () => {
  test('give every whole record, whatever stands between them', () => {
    const garbage = string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '));
    const pieces = record({ event: events, before: garbage });
    assert(
      property(pieces, pieces, pieces, (...made) => {
        const encoded = made.map(({ event, before }) => before + encodeRecord(stamp, event));
        const decoded = decodeLines(Buffer.from(encoded.join('')), 1);
        const wanted = made.map(({ event }) => JSON.parse(JSON.stringify(event)) as unknown);
        expect(decoded.records.map((read) => read.event)).toEqual(wanted);
        expect(decoded.skipped.damaged).toBe(made.filter(({ before }) => before !== '').length);
      }),
    );
  });
});
