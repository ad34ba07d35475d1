import { describe, expect, test } from 'vitest';
import { compactionFrom, effectiveWindowTokens } from '../../src/status/compaction.ts';

describe('the window at which the client compacts', () => {
  test.each<readonly [string, number, Record<string, string>, unknown, number]>([
    ['keeps a reserve', 200_000, {}, null, 167_000],
    ['keeps the same reserve of a larger window', 1_000_000, {}, {}, 967_000],
    ['is smaller when the settings say so', 1_000_000, {}, { autoCompactWindow: 400_000 }, 367_000],
    [
      'follows the environment before the settings',
      1_000_000,
      { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '300000' },
      { autoCompactWindow: 400_000 },
      267_000,
    ],
    ['is never larger than the model', 200_000, { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '900000' }, null, 167_000],
    ['is never set below 100,000', 200_000, { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '5' }, null, 67_000],
    [
      'overlooks a window that is none',
      200_000,
      { CLAUDE_CODE_AUTO_COMPACT_WINDOW: 'big' },
      { autoCompactWindow: 'big' },
      167_000,
    ],
    ['is a share where one is asked for', 200_000, { CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '50' }, null, 90_000],
    [
      'is never a larger share than the reserve leaves',
      200_000,
      { CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '99' },
      null,
      167_000,
    ],
    ['overlooks a share that is none', 200_000, { CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '150' }, null, 167_000],
    [
      'is all of it when compaction is off in the settings',
      200_000,
      {},
      { autoCompactEnabled: false },
      200_000,
    ],
    [
      'is all of it when compaction is off in the environment',
      200_000,
      { DISABLE_AUTO_COMPACT: '1' },
      null,
      200_000,
    ],
    ['is all of a window smaller than the reserve', 20_000, {}, null, 20_000],
  ])('%s', (_what, size, env, settings, expected) => {
    expect(effectiveWindowTokens(size, compactionFrom(env, settings))).toBe(expected);
  });
});
