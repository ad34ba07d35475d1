import { describe, expect, test } from 'vitest';
import { readStatusInput } from '../../src/claude/status-input.ts';
import { explainLine, type WidgetExplanation } from '../../src/status/explain.ts';
import { renderLine } from '../../src/status/line.ts';
import { previewFacts } from '../../src/status/preview.ts';
import { allWidgets, nowMs, plainTerminal, sampleFacts, sampleJson, openOptions } from './sample.ts';

function explained(
  columns: number,
  json: string = sampleJson(),
  maxRows: number = 2,
): readonly WidgetExplanation[] {
  const facts = sampleFacts({ terminal: plainTerminal(columns), input: readStatusInput(json).value });
  let elapsedMs = 0;
  return explainLine({
    facts,
    options: { ...openOptions, maxRows },
    json: JSON.parse(json),
    // Every glance at the clock takes a quarter of a millisecond.
    elapsedMs: () => (elapsedMs += 0.25),
  });
}

function of(explanations: readonly WidgetExplanation[], widget: string): WidgetExplanation | undefined {
  return explanations.find((one) => one.widget === widget);
}

describe('the explanation', () => {
  test('holds every configured widget, in its order', () => {
    const specs = openOptions.rows.flatMap((row) => [...row.left, ...row.right]);
    expect(explained(120).map(({ widget }) => widget)).toEqual(specs.map(({ widget }) => widget));
  });

  test('of a widget that is shown whole gives its text and its source', () => {
    expect(of(explained(200), 'cost')).toEqual({
      widget: 'cost',
      row: 1,
      side: 'left',
      fate: 'whole',
      text: '$1.24 $0.83/h',
      from: "the client's estimate at list price",
      because: null,
      drawnMs: 0.25,
    });
  });

  test.each([
    [120, 'model', 'whole'],
    [100, 'cost', 'shortened'],
    [60, 'prompts', 'dropped'],
    [70, 'summary', 'cut'],
  ])('at %i columns says of %s that it was %s', (columns, widget, fate) => {
    const found = of(explained(columns), widget);
    expect(found?.fate).toBe(fate);
    expect(found?.because).toBe(fate === 'whole' ? null : `no room for more in ${columns} columns`);
  });

  test.each([
    ['missing', {}, 'cost.total_cost_usd is missing'],
    ['null', { cost: { total_cost_usd: null } }, 'cost.total_cost_usd is null'],
    ['of the wrong type', { cost: { total_cost_usd: 'free' } }, 'cost.total_cost_usd is of type string'],
  ])('says that a value was %s', (_what, changes, words) => {
    const found = of(explained(200, sampleJson({ cost: undefined, ...changes })), 'cost');
    expect(found).toMatchObject({ fate: 'hidden', text: '' });
    expect(found?.because).toContain(words);
  });

  test('says that a row was left out', () => {
    expect(of(explained(200, sampleJson(), 1), 'task')).toMatchObject({ fate: 'row left out', text: '' });
  });
});

describe('the preview', () => {
  test('is the same for the same moment, and has something in both rows', () => {
    const line = renderLine(previewFacts(plainTerminal(160), nowMs), openOptions);
    expect(line).toBe(renderLine(previewFacts(plainTerminal(160), nowMs), openOptions));
    expect(line.split('\n')).toHaveLength(2);
    expect(line).toContain('Token Expiry C7');
  });

  test('shows most widgets', () => {
    const facts = previewFacts(plainTerminal(400), nowMs);
    const options = { ...openOptions, rows: allWidgets, maxRows: 4 };
    const hidden = explainLine({ facts, options, json: {}, elapsedMs: () => 0 })
      .filter(({ fate }) => fate === 'hidden')
      .map(({ widget }) => widget);
    expect(hidden).toEqual(['worktree', 'notice', 'vim', 'agent', 'outputStyle', 'wrapped', 'command']);
  });
});
