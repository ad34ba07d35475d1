import type { Theme } from '../theme.ts';
import { block, colour } from './colours.ts';

const ink = colour(0x1f2933, 0);
const blue = colour(0x1a5fb4, 4);
const violet = colour(0x6f2da8, 5);
const green = colour(0x1a6b28, 2);
const teal = colour(0x0f6674, 6);
const amber = colour(0x8a5a00, 3);
const red = colour(0xb3261e, 1);
const grey = colour(0x5b6570, 8);
const pale = colour(0x6e7781, 8);
const white = colour(0xffffff, 15);

/** Deep inks for a light ground. */
export const paper: Theme = {
  ground: 'light',
  looks: {
    name: { text: blue, isBold: true },
    number: { text: grey },
    model: { text: violet },
    path: { text: teal },
    branch: { text: green },
    figure: { text: ink },
    accent: { text: blue },
    muted: { text: grey },
    separator: { text: pale },
    good: { text: green },
    warn: { text: amber },
    bad: { text: red, isBold: true },
    task: { text: ink, isBold: true },
    summary: { text: grey },
  },
  blocks: [
    block(blue, white),
    block(colour(0xdfe5ec, 7), ink),
    block(teal, white),
    block(colour(0xcdd6e0, 7), ink),
    block(violet, white),
  ],
  alerts: { warn: block(amber, white), bad: block(red, white) },
};
