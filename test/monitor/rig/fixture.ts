import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '../../fixtures/claude');

/** What the client really sent for a status line. */
export function statusJson(): string {
  return readFileSync(join(fixtures, '12-statusline.json'), 'utf8');
}

/** What it really sent to a hook. */
export function hookJson(name: string): string {
  return readFileSync(join(fixtures, `${name}.json`), 'utf8');
}
