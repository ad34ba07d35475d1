import type { IconSet } from './options.ts';

// Written as numbers: most editors cannot show the private signs of a Nerd Font.
const table = {
  branch: { none: '', unicode: '', nerd: '\ue0a0 ' },
  directory: { none: '', unicode: '', nerd: '\uf07c ' },
  model: { none: '', unicode: '', nerd: '\uf2db ' },
  pane: { none: '', unicode: '▣ ', nerd: '\uf2d0 ' },
  clock: { none: '', unicode: '', nerd: '\uf017 ' },
  shield: { none: 'safe', unicode: '⛨', nerd: '\uf132' },
  shieldOpen: { none: 'unsafe', unicode: '⛨!', nerd: '\uf132!' },
  ahead: { none: '+', unicode: '↑', nerd: '↑' },
  behind: { none: '-', unicode: '↓', nerd: '↓' },
  resets: { none: 'in ', unicode: '↻', nerd: '↻' },
  waiting: { none: 'waiting ', unicode: '◆', nerd: '◆' },
  working: { none: 'working ', unicode: '●', nerd: '●' },
  idle: { none: 'idle ', unicode: '○', nerd: '○' },
  lost: { none: 'lost ', unicode: '✗', nerd: '✗' },
} as const satisfies Record<string, Record<IconSet, string>>;

/** A sign that a widget may draw. */
export type IconName = keyof typeof table;

/** The sign in a set; empty where the set has none. */
export function icon(name: IconName, set: IconSet): string {
  return table[name][set];
}
