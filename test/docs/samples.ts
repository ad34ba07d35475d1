// The samples in docs/json.md, and how what a command prints compares with them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(import.meta.dirname, '../../docs/json.md'), 'utf8');

/** Members whose own members are data: their names are nobody's promise. */
const maps = new Set(['environment', 'config']);
/** Members told apart by a kind, each with members of its own. */
const kinds = new Set(['steps', 'pane']);

/** Lists that hold something only where something is wrong, or out of the ordinary. */
const rare = /\.(batches|left_out|not_built|repairs|unset|notes|evidence)$/;

/** What docs/json.md shows by each call, in its order: `statusline … --json` and its sample. */
export const samples: ReadonlyMap<string, unknown> = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const call = /^`(.*)`/.exec(section)?.[1];
      const json = /^```json\n([\s\S]*?)^```/m.exec(section)?.[1];
      return call === undefined || json === undefined ? [] : [[call, JSON.parse(json)] as const];
    }),
);

/** Every call that the page has a section for. */
export const calls: readonly string[] = [...page.matchAll(/^### `(.*)`/gm)].map(([, call]) => call ?? '');

/** In what a value differs from its sample: members that one of the two lacks, and members of another type. */
export function differences(sample: unknown, value: unknown, at: string = ''): readonly string[] {
  if (sample === null || value === null) return [];
  if (Array.isArray(sample) && Array.isArray(value)) {
    if (value.length === 0 && !rare.test(at)) return [`${at}: empty, so nothing is compared`];
    return sample
      .slice(0, 1)
      .flatMap((wanted) => value.flatMap((each) => differences(wanted, each, `${at}[]`)));
  }
  if (typeof sample !== typeof value || Array.isArray(sample) !== Array.isArray(value)) {
    return [`${at}: ${typeof value} in place of ${typeof sample}`];
  }
  return typeof sample === 'object'
    ? // Neither is null or an array by now.
      memberDifferences(sample as Members, value as Members, at)
    : [];
}

type Members = Readonly<Record<string, unknown>>;

function memberDifferences(sample: Members, value: Members, at: string): readonly string[] {
  const names = [...new Set([...Object.keys(sample), ...Object.keys(value)])];
  return names.flatMap((name) => {
    const path = `${at}.${name}`;
    if (!(name in value)) return [`${path}: missing`];
    if (!(name in sample)) return [`${path}: not in docs/json.md`];
    return maps.has(name) || kinds.has(name) ? [] : differences(sample[name], value[name], path);
  });
}
