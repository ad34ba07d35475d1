import type { Theme } from '../theme.ts';
import { block, colour } from './colours.ts';

const ice = colour(0x8ecaf5, 14);
const teal = colour(0x6fd6c4, 6);
const lilac = colour(0xc4a7f0, 13);
const mint = colour(0x8fdc9a, 10);
const sand = colour(0xf0cf80, 11);
const coral = colour(0xff8a80, 9);
const mist = colour(0x8b929f, 7);
const dusk = colour(0x5f6673, 8);
const snow = colour(0xe6ecf5, 15);
const night = colour(0x10151f, 0);

/** Cool pastels for a dark ground. */
export const midnight: Theme = {
  ground: 'dark',
  looks: {
    name: { text: ice, isBold: true },
    number: { text: mist },
    model: { text: lilac },
    path: { text: teal },
    branch: { text: mint },
    figure: { text: snow },
    accent: { text: ice },
    muted: { text: mist },
    separator: { text: dusk },
    good: { text: mint },
    warn: { text: sand },
    bad: { text: coral, isBold: true },
    task: { text: snow, isBold: true },
    summary: { text: mist },
  },
  blocks: [
    block(ice, night),
    block(colour(0x2b3446, 8), snow),
    block(teal, night),
    block(colour(0x3b465c, 8), snow),
    block(lilac, night),
  ],
  alerts: { warn: block(sand, night), bad: block(coral, night) },
};
