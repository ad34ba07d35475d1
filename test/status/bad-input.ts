// What a client may send that it should not, and what every line must be all the same.
import { expect } from 'vitest';
import { widthCells } from '../../src/text/width.ts';

/* oxlint-disable-next-line no-control-regex -- the two kinds of sequence that we write ourselves */
const ourSequences = /\u001b\[[\d;]*m|\u001b\]8;;(?:(?:https|file):\/\/[\x21-\x7e]+)?\u001b\\/g;

/** The line without our own sequences, after every promise about it was looked at. */
export function expectSane(line: string, columns: number, maxRows: number): readonly string[] {
  const rows = line.replace(ourSequences, '').split('\n');
  expect(rows.length).toBeLessThanOrEqual(maxRows);
  for (const row of rows) {
    expect(row).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
    expect(row.trim()).not.toBe('');
    expect(widthCells(row)).toBeLessThanOrEqual(columns);
  }
  return rows;
}

/** Standard input that is no status of a client. */
export const badInputs: readonly (readonly [what: string, stdin: string])[] = [
  ['nothing', ''],
  ['blanks', ' \n\t'],
  ['truncated JSON', '{"session_id":"763984d1-222d-4a68-bae8-ec0c'],
  ['a list', '[1,2,3]'],
  ['a number', '42'],
  ['null', 'null'],
  ['a megabyte of junk', '\u0000\u001b[31m\ufffd'.repeat(125_000)],
  ['only an event name', '{"hook_event_name":"Status"}'],
  [
    'wrong types everywhere',
    '{"model":3,"workspace":"x","cost":[],"context_window":true,"cwd":{},"version":9}',
  ],
  [
    'nulls that nobody documented',
    '{"cost":null,"rate_limits":null,"model":{"id":null,"display_name":null}}',
  ],
  ['numbers that are none', '{"cost":{"total_cost_usd":1e999},"context_window":{"used_percentage":-1e308}}'],
];

/** A text that is not what the client sent, in one place. */
export interface Mutation {
  readonly path: string;
  readonly json: string;
}

/** What stands where something else should; undefined leaves the member out. */
export const wrongValues: readonly unknown[] = [undefined, null, 'a text', -7, true, [], {}, { deep: {} }];

/** A JSON value with each of its members in turn, at any depth, replaced by each of these. */
export function mutationsOf(original: unknown, puts: readonly unknown[]): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (path: readonly string[], value: unknown): void => {
    if (path.length > 0) {
      for (const put of puts) {
        found.push({
          path: `${path.join('.')} = ${JSON.stringify(put)}`,
          json: JSON.stringify(replaced(original, path, put)),
        });
      }
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) visit([...path, name], member);
  };
  visit([], original);
  return found;
}

function replaced(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put;
  const members = Object.entries(value ?? {});
  return Object.fromEntries(
    members.map(([key, member]) => [key, key === name ? replaced(member, rest, put) : member]),
  );
}
