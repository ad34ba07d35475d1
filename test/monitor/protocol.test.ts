import { Buffer } from 'node:buffer';
import {
  array,
  assert,
  boolean,
  constant,
  dictionary,
  integer,
  nat,
  oneof,
  property,
  record,
  string,
  uint8Array,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerText,
  encodeRequest,
  maxHeadBytes,
  readHead,
  readReply,
  refusalText,
} from '../../src/monitor/protocol.ts';

/** Text as arguments and variables may hold it: anything but NUL and lone surrogates. */
const words = string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
const names = string({ minLength: 1, maxLength: 12 }).map((text) => `N${text.replaceAll(/[\0=]/g, '')}`);
const heads = record({
  argv: array(words),
  env: dictionary(names, words, { noNullPrototype: true }),
  cwd: words,
  callerPid: nat(),
  parentPid: oneof(constant(null), nat()),
  launcher: oneof(constant(null), words),
  isStdinTerminal: boolean(),
  isStdoutTerminal: boolean(),
});
const bodies = string({ unit: 'binary' });

function heading(...fields: readonly string[]): Buffer {
  return Buffer.from(['statusline/1', ...fields, '', ''].join('\0'));
}

describe('a request', () => {
  test('is read as it was written, body and all', () => {
    assert(
      property(heads, bodies, (head, body) => {
        const bytes = encodeRequest(head, body);
        const reading = readHead(bytes);
        expect(reading).toMatchObject({ kind: 'head', head });
        if (reading.kind !== 'head') return;
        expect(bytes.toString('utf8', reading.bodyAt)).toBe(body);
        expect(reading.head.bodyBytes).toBe(bytes.length - reading.bodyAt);
      }),
    );
  });

  test('is incomplete up to the last byte of its head, and never something else', () => {
    assert(
      property(heads, nat(), (head, cut) => {
        const bytes = encodeRequest(head, '');
        expect(readHead(bytes.subarray(0, cut % bytes.length))).toEqual({ kind: 'incomplete' });
      }),
    );
  });

  test('that is garbage is refused or waited for, and never thrown about', () => {
    assert(
      property(uint8Array({ maxLength: 300 }), (garbage) => {
        expect(readHead(Buffer.from(garbage)).kind).not.toBe('head');
      }),
    );
  });

  test.each([
    ['without a pid', heading('cwd=/', 'len=0')],
    ['without a directory', heading('pid=1', 'len=0')],
    ['without a length', heading('pid=1', 'cwd=/')],
    ['with a negative length', heading('pid=1', 'cwd=/', 'len=-1')],
    ['with an endless length', heading('pid=1', 'cwd=/', `len=${'9'.repeat(40)}`)],
    ['of another protocol', Buffer.from('GET / HTTP/1.1\r\n')],
    ['of a later protocol', Buffer.from('statusline/2\0pid=1\0\0')],
    ['whose head does not end', Buffer.from(`statusline/1\0${'a'.repeat(maxHeadBytes + 1)}`)],
  ])('%s is none', (_case, bytes) => {
    expect(readHead(bytes).kind).toBe('not-a-request');
  });

  test('may say things that this version does not know', () => {
    expect(readHead(heading('pid=1', 'cwd=/', 'len=0', 'colour=blue')).kind).toBe('head');
  });
});

describe('an answer', () => {
  const answers = record({ exitCode: integer({ min: 0, max: 255 }), stdout: bodies, stderr: bodies });

  test('is read as it was written', () => {
    assert(
      property(answers, (answer) => {
        expect(readReply(Buffer.from(answerText(answer)))).toEqual({ kind: 'answer', answer });
      }),
    );
  });

  test('that was cut anywhere is incomplete', () => {
    assert(
      property(answers, nat(), (answer, cut) => {
        const bytes = Buffer.from(answerText(answer));
        expect(readReply(bytes.subarray(0, cut % bytes.length))).toEqual({ kind: 'incomplete' });
      }),
    );
  });

  test('is told from a refusal', () => {
    expect(readReply(Buffer.from(refusalText('too\nlarge')))).toEqual({ kind: 'refused', why: 'too large' });
  });
});
