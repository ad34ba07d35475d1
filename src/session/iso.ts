/** ISO 8601 in UTC, to the second; null for a time that no calendar holds. */
export function iso(atMs: number): string | null {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
