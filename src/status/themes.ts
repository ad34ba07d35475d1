import { terracotta } from './themes/terracotta.ts';
import { plain } from './themes/plain.ts';
import type { Theme } from './theme.ts';

/** Every theme, by the name it has in the configuration. */
export const themes = { terracotta, plain } as const satisfies Record<string, Theme>;

/** The name of a theme in the configuration. */
export type ThemeName = keyof typeof themes;
