import type { SettingsFiles } from '../../src/claude/settings-files.ts';
import { failed, ok } from '../../src/text/result.ts';

/** Files of the user's and of ours in memory; `files` is what they hold now. No links, no modes. */
export function fakeSettingsFiles(given: Readonly<Record<string, string>> = {}): SettingsFiles & {
  readonly files: ReadonlyMap<string, string>;
} {
  const files = new Map(Object.entries(given));
  return {
    files,
    read: (path) => ok(files.get(path) ?? null),
    replace: (path, { from, to }) => {
      if ((files.get(path) ?? null) !== from) return failed({ kind: 'changed', path, code: '' });
      files.set(path, to);
      return ok(undefined);
    },
    put: (path, text) => {
      files.set(path, text);
      return ok(undefined);
    },
    remove: (path) => {
      files.delete(path);
      return ok(undefined);
    },
  };
}
