import type { Theme } from '../theme.ts';
import { block, colour } from './colours.ts';

const clay = colour(0xd0682e, 3);
const sky = colour(0x4a8fc7, 4);
const moss = colour(0x549266, 2);
const amber = colour(0xb08020, 3);
const brick = colour(0xd8504c, 1);
const plum = colour(0xa272c8, 5);
const slate = colour(0x868b94, 8);
const chalk = colour(0xfdf6ee, 15);
const tide = colour(0x5f8a8c, 6);
const ink = colour(0x16181c, 0);
const graphite = colour(0x434a57, 8);

/** Middle tones that read on a dark ground and on a light one. What everybody gets who has chosen nothing. */
export const terracotta: Theme = {
  ground: 'any',
  looks: {
    name: { text: clay, isBold: true },
    number: { text: slate },
    model: { text: plum },
    path: { text: sky },
    branch: { text: moss },
    // What has no colour the client paints in its own grey, and a figure would look like what stands round it.
    figure: { text: tide },
    accent: { text: sky },
    muted: { text: slate },
    separator: { text: slate },
    good: { text: moss },
    warn: { text: amber },
    bad: { text: brick, isBold: true },
    task: { isBold: true },
    summary: { text: slate },
  },
  blocks: [block(clay, ink), block(graphite, chalk), block(sky, ink), block(colour(0x565e6d, 8), chalk)],
  alerts: { warn: block(amber, ink), bad: block(colour(0xe8706c, 1), ink) },
};
