import type { Theme } from './theme.ts';
import { contrast } from './themes/contrast.ts';
import { dawn } from './themes/dawn.ts';
import { forest } from './themes/forest.ts';
import { midnight } from './themes/midnight.ts';
import { mono } from './themes/mono.ts';
import { paper } from './themes/paper.ts';
import { plain } from './themes/plain.ts';
import { terminal } from './themes/terminal.ts';
import { terracotta } from './themes/terracotta.ts';

/** Every theme, by the name it has in the configuration. */
export const themes = {
  terracotta,
  midnight,
  forest,
  paper,
  dawn,
  terminal,
  contrast,
  mono,
  plain,
} as const satisfies Record<string, Theme>;

/** The name of a theme in the configuration. */
export type ThemeName = keyof typeof themes;

/** The names of all themes. */
// The keys of a constant are its type's keys: nothing is added to it later.
export const themeNames = Object.keys(themes) as readonly ThemeName[];
