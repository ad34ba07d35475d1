import type { Theme } from '../theme.ts';

/** No colour, only weight. */
export const mono: Theme = {
  ground: 'any',
  looks: {
    name: { isBold: true },
    muted: { isDim: true },
    number: { isDim: true },
    separator: { isDim: true },
    warn: { isBold: true },
    bad: { isBold: true },
    task: { isBold: true },
    summary: { isDim: true },
  },
  blocks: [],
  alerts: null,
};
