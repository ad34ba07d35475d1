import { describe, expect, test } from 'vitest';
import { readStatusInput } from '../../src/claude/status-input.ts';
import { bareFacts } from '../../src/status/facts.ts';
import { renderLine } from '../../src/status/line.ts';
import { nowMs, plainTerminal, sampleFacts, openOptions } from './sample.ts';

const line = (columns: number): readonly string[] =>
  renderLine(sampleFacts({ terminal: plainTerminal(columns) }), openOptions).split('\n');

describe('the line', () => {
  test('says who this is and what it does', () => {
    expect(line(160)).toEqual([
      'Archive Diver C7 · Sonnet 5 high · ~/proj · feature/login +1 ~3 ?2 ↑2 · ━━──────── 23% of ~167k · $1.24 $0.83/h · 12 prompts · 5h 34% ↻2h14m  7d 61% ↻3d11h    ⛨',
      'Make the parser survive torn records · Added the leading newline and its tests; next is the reader',
    ]);
  });

  test('keeps what matters when it is narrow', () => {
    expect(line(40)).toEqual([
      'Archive Diver C7 · Sonnet 5 · ctx 23%  ⛨',
      'Make the parser survive torn records',
    ]);
  });

  test.each(Array.from({ length: 61 }, (_, index) => 20 + index))(
    'keeps a name of ordinary length whole, %i cells wide',
    (columns) => {
      expect(line(columns)[0]).toMatch(/^Archive Diver C7/);
    },
  );

  test('has one row in a low pane', () => {
    const terminal = { ...plainTerminal(80), rows: 12 };
    expect(renderLine(sampleFacts({ terminal }), openOptions).split('\n')).toHaveLength(1);
  });

  test('is empty only when the user asked for no rows', () => {
    expect(renderLine(sampleFacts(), { ...openOptions, maxRows: 0 })).toBe('');
  });

  test('says its own name when it knows nothing', () => {
    const facts = bareFacts(readStatusInput('').value, plainTerminal(80), nowMs);
    expect(renderLine(facts, openOptions)).toBe('statusline');
  });
});
