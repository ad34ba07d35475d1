import type { Theme } from '../theme.ts';

/** No escape sequence at all. */
export const plain: Theme = { ground: 'any', looks: {}, blocks: [], alerts: null };
