import { expect, test } from 'vitest';
import { inSnakeCase } from '../../src/text/snake-case.ts';

test('names of ours are spelt as in every JSON, all the way down, and others stay', () => {
  const plan = {
    paneId: '%1',
    env: { CLAUDE_CONFIG_DIR: '/Home/Dev' },
    steps: [{ isZoomed: true, cwd: null }],
  };
  expect(inSnakeCase(plan)).toEqual({
    pane_id: '%1',
    env: { CLAUDE_CONFIG_DIR: '/Home/Dev' },
    steps: [{ is_zoomed: true, cwd: null }],
  });
});
