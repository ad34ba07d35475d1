import type { Theme } from '../theme.ts';
import { block, colour } from './colours.ts';

const white = colour(0xffffff, 15);
const black = colour(0x000000, 0);
const yellow = colour(0xffe100, 11);
const cyan = colour(0x5ff0ff, 14);
const orange = colour(0xffa36b, 9);

/** As much contrast as a dark ground allows, told apart by weight and not by red and green. */
export const contrast: Theme = {
  ground: 'dark',
  looks: {
    name: { text: cyan, isBold: true },
    number: { text: white, isBold: true },
    model: { text: white },
    path: { text: cyan },
    branch: { text: white, isBold: true },
    figure: { text: white },
    accent: { text: cyan },
    muted: { text: white },
    separator: { text: white },
    good: { text: cyan },
    warn: { text: yellow, isBold: true },
    bad: { text: orange, isBold: true },
    task: { text: white, isBold: true },
    summary: { text: white },
  },
  blocks: [block(cyan, black), block(colour(0x303030, 8), white), block(white, black)],
  alerts: { warn: block(yellow, black), bad: block(orange, black) },
};
