import type { Colour, Theme } from '../theme.ts';

function colour(rgb: number, ansi: number): Colour {
  return { rgb, ansi };
}

const clay = colour(0xd97757, 3);
const sky = colour(0x4f94cd, 4);
const moss = colour(0x5f9e6e, 2);
const amber = colour(0xc9922e, 3);
const brick = colour(0xd9534f, 1);
const plum = colour(0xa77bca, 5);
const slate = colour(0x8a8f98, 8);
const faint = colour(0x7a7f87, 8);
const chalk = colour(0xfdf6ee, 15);
const ink = colour(0x1d1f23, 0);

/** Middle tones that read on a dark ground and on a light one. What everybody gets who has chosen nothing. */
export const terracotta: Theme = {
  ground: 'any',
  looks: {
    name: { text: clay, isBold: true },
    number: { text: slate },
    model: { text: plum },
    path: { text: sky },
    branch: { text: moss },
    figure: {},
    accent: { text: sky },
    muted: { text: slate },
    separator: { text: faint },
    good: { text: moss },
    warn: { text: amber },
    bad: { text: brick, isBold: true },
    task: { isBold: true },
    summary: { text: slate },
  },
  blocks: [
    { background: clay, text: ink },
    { background: colour(0x3d4451, 8), text: chalk },
    { background: sky, text: ink },
    { background: colour(0x565d6b, 8), text: chalk },
    { background: moss, text: ink },
  ],
  alerts: { warn: { background: amber, text: ink }, bad: { background: brick, text: chalk } },
};
