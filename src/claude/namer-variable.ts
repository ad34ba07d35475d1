/** Set to 1 round a client that only answers a question of ours: should it fire hooks all the same, they are not heard. */
export const namerVariable = 'STATUSLINE_NAMER';
