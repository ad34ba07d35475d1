import type { Theme } from '../theme.ts';
import { block, own } from './colours.ts';

const grey = own(8);

/** The terminal's own sixteen colours: goes with whatever palette the user has made for it. */
export const terminal: Theme = {
  ground: 'any',
  looks: {
    name: { text: own(6), isBold: true },
    number: { isDim: true },
    model: { text: own(5) },
    path: { text: own(4) },
    branch: { text: own(2) },
    accent: { text: own(6) },
    muted: { isDim: true },
    separator: { isDim: true },
    good: { text: own(2) },
    warn: { text: own(3) },
    bad: { text: own(1), isBold: true },
    task: { isBold: true },
    summary: { isDim: true },
  },
  blocks: [block(own(6), own(0)), block(grey, own(15)), block(own(4), own(15)), block(grey, own(15))],
  alerts: { warn: block(own(3), own(0)), bad: block(own(1), own(15)) },
};
