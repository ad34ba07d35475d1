import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/naming/answer.ts';
import { distinctName, nameCells, soundName } from '../../src/naming/names.ts';
import { nameKey } from '../../src/session/apart.ts';
import { widthCells } from '../../src/text/width.ts';

describe('an answer', () => {
  it.each([
    ['alone', '{"name":"Parser Surgeon"}'],
    ['in a fence', 'Sure!\n```json\n{"name": "Parser Surgeon"}\n```\nAnything else?'],
    ['behind braces that are no object', 'In {braces} and {"other": 1}: {"name":"Parser Surgeon"}'],
    ['with braces in its texts', '{"task":"mend } and {","name":"Parser Surgeon"}'],
    ['with quotes in its texts', '{"task":"say \\"hi\\" }","name":"Parser Surgeon"}'],
    ['before a torn one', '{"name":"Parser Surgeon"} {"name":'],
  ])('is found %s', (_, words) => {
    expect(readAnswer(words)?.name).toBe('Parser Surgeon');
  });

  it.each([
    ['nothing', ''],
    ['talk', 'I would call it Parser Surgeon.'],
    ['a list', '["Parser Surgeon"]'],
    ['an object without anything of use', '{"title":"Parser Surgeon","name":7}'],
    ['braces without end', '{'.repeat(20_000)],
    ['an object beyond what is read', `${' '.repeat(20_000)}{"name":"Parser Surgeon"}`],
  ])('is not found in %s', (_, words) => {
    expect(readAnswer(words)).toBeNull();
  });

  it('costs only the field that is bad', () => {
    expect(
      readAnswer('{"name":{"a":1},"task":"mend the parser","description":[],"summary":" \\u001b[31m "}'),
    ).toEqual({
      name: null,
      task: 'mend the parser',
      description: null,
      summary: null,
    });
  });

  it('reaches no terminal as an escape, no line as a second one, and no file as a key', () => {
    const answer = readAnswer(
      JSON.stringify({
        task: 'red \u001b]0;title\u0007\u001b[31malert',
        description: 'one\ntwo',
        summary: 'used token=abcdef0123456789 to log in',
      }),
    );
    expect(answer).toMatchObject({ task: 'red alert', description: 'one two' });
    expect(answer?.summary).not.toContain('abcdef');
  });

  it('is short whatever was said', () => {
    const answer = readAnswer(JSON.stringify({ task: 'word '.repeat(2000), summary: '宽'.repeat(900) }));
    expect(widthCells(answer?.task ?? '')).toBeLessThanOrEqual(60);
    expect(widthCells(answer?.summary ?? '')).toBeLessThanOrEqual(160);
  });

  it('never throws, whatever the words', () => {
    const words = string({ unit: 'grapheme-ascii', maxLength: 200 });
    assert(property(words, (said) => readAnswer(`{${said}}`) !== undefined));
  });
});

describe('a name', () => {
  it.each([
    ['Parser Surgeon', 'Parser Surgeon'],
    ['"Parser Surgeon."', 'Parser Surgeon'],
    ['  Invoice   Archivist ', 'Invoice Archivist'],
    ['Überprüfer', 'Überprüfer'],
    ['発票の係', '発票の係'],
    ['Parser: Surgeon', null],
    ['The Great Parser Surgeon', null],
    ['Incomprehensibilities Lists', null],
    ['C7', null],
    ['%12', null],
    ['7d2119a5', null],
    ['reset', null],
    ['#(touch x)', null],
    ['../parser', null],
    ['-x', null],
    ['42', null],
    ['AKIAIOSFODNN7EXAMPLE', null],
    ['', null],
  ])('%j is taken as %j', (said, name) => {
    expect(soundName(said)).toBe(name);
  });

  it('never is one that another session has, is the same for all who ask, and stays short', () => {
    const taken = new Set(['Parser Surgeon', 'Incomprehensibility Tales'].map(nameKey));
    expect(distinctName('Invoice Archivist', 7, taken)).toBe('Invoice Archivist');
    expect(distinctName('parser-surgeon', 7, taken)).toBe('parser-surgeon 7');
    const long = distinctName('Incomprehensibility Tales', 123, taken);
    expect(long).toBe('Incomprehensibility 123');
    expect(widthCells(long)).toBeLessThanOrEqual(nameCells);
  });

  it('differs for two sessions that step aside for one another', () => {
    const taken = new Set([nameKey('Fox')]);
    expect(distinctName('Fox', 3, taken)).not.toBe(distinctName('Fox', 4, taken));
  });
});
