import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '../fixtures/claude');

/** What the real client sent in one session, in order: file name (`02-SessionStart.json`) and text. */
export const recordedInputs: readonly { readonly file: string; readonly json: string }[] = readdirSync(
  directory,
)
  .sort()
  .map((file) => ({ file, json: readFileSync(join(directory, file), 'utf8') }));

/** One recorded input's text, by the start of its file name. */
export function recordedInput(start: string): string {
  const found = recordedInputs.find(({ file }) => file.startsWith(start));
  if (found === undefined) throw new Error(`No recorded input starts with ${start}.`);
  return found.json;
}
