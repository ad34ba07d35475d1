import type { Theme } from '../theme.ts';
import { block, colour } from './colours.ts';

const rose = colour(0xa32d5c, 5);
const peach = colour(0xa0481c, 3);
const plum = colour(0x7a2d8a, 5);
const sage = colour(0x246d20, 2);
const lake = colour(0x1f6584, 6);
const ochre = colour(0x855600, 3);
const cherry = colour(0xb0102a, 1);
const cocoa = colour(0x3d2b2b, 0);
const clay = colour(0x70605c, 8);
const cream = colour(0xfff8f0, 15);

/** Warm inks for a light ground. */
export const dawn: Theme = {
  ground: 'light',
  looks: {
    name: { text: rose, isBold: true },
    number: { text: clay },
    model: { text: plum },
    path: { text: lake },
    branch: { text: sage },
    figure: { text: cocoa },
    accent: { text: peach },
    muted: { text: clay },
    separator: { text: clay },
    good: { text: sage },
    warn: { text: ochre },
    bad: { text: cherry, isBold: true },
    task: { text: cocoa, isBold: true },
    summary: { text: clay },
  },
  blocks: [
    block(rose, cream),
    block(colour(0xf3e2d6, 7), cocoa),
    block(peach, cream),
    block(colour(0xe8d0c2, 7), cocoa),
    block(plum, cream),
  ],
  alerts: { warn: block(ochre, cream), bad: block(cherry, cream) },
};
