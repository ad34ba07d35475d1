import type { Theme } from '../theme.ts';

/** No escape sequence of ours but links. */
export const plain: Theme = { ground: 'any', looks: {}, blocks: [], alerts: null };
