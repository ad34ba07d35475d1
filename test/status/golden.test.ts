import { describe, expect, test } from 'vitest';
import { readStatusInput } from '../../src/claude/status-input.ts';
import type { LineFacts } from '../../src/status/facts.ts';
import { renderLine } from '../../src/status/line.ts';
import type { LineOptions } from '../../src/status/options.ts';
import { widthCells } from '../../src/text/width.ts';
import {
  allWidgets,
  fullFacts,
  plainTerminal,
  sampleFacts,
  sampleJson,
  sampleSession,
  openOptions,
} from './sample.ts';

const widths = Array.from({ length: 181 }, (_, index) => 20 + index);

const foreign: Partial<LineFacts> = {
  session: sampleSession({
    names: { user: '会話の整理 🎉', client: null, generated: null },
    task: 'Zürich: Straßennamen prüfen und 한글 이름 맞추기',
    summary: 'नमस्ते · 👍🏽 gelesen, 🇩🇪 übersetzt, e\u0301 zusammengesetzt',
  }),
  input: readStatusInput(
    sampleJson({ cwd: '/home/dev/プロジェクト', workspace: { current_dir: '/home/dev/プロジェクト' } }),
  ).value,
};

const scenes: readonly (readonly [name: string, facts: LineFacts, options: LineOptions])[] = [
  ['default', sampleFacts(), openOptions],
  ['foreign', sampleFacts(foreign), openOptions],
  ['everything', fullFacts(), { ...openOptions, rows: allWidgets, maxRows: 4 }],
];

describe('every width from 20 to 200', () => {
  test.each(scenes)('is drawn as it was: %s', async (name, facts, options) => {
    const drawn = widths.map((columns) => {
      const line = renderLine({ ...facts, terminal: plainTerminal(columns) }, options);
      for (const row of line.split('\n')) expect(widthCells(row)).toBeLessThanOrEqual(columns);
      return `${columns}\n${line}`;
    });
    await expect(`${drawn.join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
