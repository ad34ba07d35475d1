import type { Theme } from '../theme.ts';
import { block, colour } from './colours.ts';

const fern = colour(0xa3c97a, 10);
const pine = colour(0x7fb59a, 2);
const bark = colour(0xd4a373, 3);
const berry = colour(0xe39ac0, 13);
const brook = colour(0x8fc1d9, 14);
const honey = colour(0xe9c75a, 11);
const fox = colour(0xf2845c, 9);
const lichen = colour(0x95a08a, 7);
const shade = colour(0x667060, 8);
const birch = colour(0xeef0e4, 15);
const soil = colour(0x14180f, 0);

/** Greens and earth for a dark ground. */
export const forest: Theme = {
  ground: 'dark',
  looks: {
    name: { text: fern, isBold: true },
    number: { text: lichen },
    model: { text: berry },
    path: { text: brook },
    branch: { text: bark },
    figure: { text: birch },
    accent: { text: brook },
    muted: { text: lichen },
    separator: { text: shade },
    good: { text: pine },
    warn: { text: honey },
    bad: { text: fox, isBold: true },
    task: { text: birch, isBold: true },
    summary: { text: lichen },
  },
  blocks: [
    block(fern, soil),
    block(colour(0x35402f, 8), birch),
    block(bark, soil),
    block(colour(0x46543d, 8), birch),
    block(brook, soil),
  ],
  alerts: { warn: block(honey, soil), bad: block(fox, soil) },
};
