import { describe, expect, test } from 'vitest';
import { type FallbackFacts, renderFallback } from '../../src/status/fallback.ts';
import { renderLine } from '../../src/status/line.ts';
import { widthCells } from '../../src/text/width.ts';
import { nowMs, plainTerminal, sampleFacts, sampleSession, openOptions } from './sample.ts';

const nothing: FallbackFacts = { session: null, lastLine: null, terminal: plainTerminal(80), nowMs };
const fiveMinutesAgoMs = nowMs - 300_000;

describe('when the client says nothing that can be read', () => {
  test('the line says its own name', () => {
    expect(renderFallback(nothing, openOptions)).toBe('statusline …');
  });

  test('the line says who sits in the pane', () => {
    const session = sampleSession({ lastSeenAtMs: fiveMinutesAgoMs });
    expect(renderFallback({ ...nothing, session }, openOptions)).toBe(
      'Archive Diver C7 · last seen 5m ago …',
    );
  });

  test('the last good line stands, with its age', () => {
    const lastLine = { text: renderLine(sampleFacts(), openOptions), atMs: fiveMinutesAgoMs };
    const row = renderFallback({ ...nothing, lastLine, terminal: plainTerminal(60) }, openOptions);
    expect(row).toMatch(/^Archive Diver C7 · Sonnet 5 .*… · 5m ago …$/);
    expect(widthCells(row)).toBe(60);
  });

  test('a remembered line that is empty is as none', () => {
    expect(renderFallback({ ...nothing, lastLine: { text: '\u001b[0m', atMs: nowMs } }, openOptions)).toBe(
      'statusline …',
    );
  });

  test.each([1, 2, 5, 10, 20])('it is neither empty nor too wide in %i columns', (columns) => {
    const row = renderFallback(
      { ...nothing, session: sampleSession(), terminal: plainTerminal(columns) },
      openOptions,
    );
    expect(row).not.toBe('');
    expect(widthCells(row)).toBeLessThanOrEqual(columns);
  });
});
