/** The system's word for what went wrong (`ENOENT`); null for an error that bears none. */
export function systemWord(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

/** Whether it says that there is nothing of that name. */
export function isAbsence(error: unknown): boolean {
  const word = systemWord(error);
  return word === 'ENOENT' || word === 'ENOTDIR';
}
