import type { SettingsFailure } from '../../claude/settings.ts';
import type { FileFailure } from '../../claude/settings-files.ts';
import { harmlessPiece } from '../../text/harmless.ts';
import type { World } from '../../world.ts';
import { shownPath } from '../speech.ts';

/** A file's failure as one sentence: what, why, and what to do. */
export function fileFailureWords(world: World, { kind, path, code }: FileFailure): string {
  const file = shownPath(world, path);
  const why = code === '' ? '' : ` (${code})`;
  switch (kind) {
    case 'unreadable':
      return `${file} could not be read${why}: mend its permissions, then try again`;
    case 'unwritable':
      return `${file} could not be written${why}: free space or mend the permissions of its folder, then try again`;
    case 'not-text':
      return `${file} is not UTF-8, so nothing was changed: save it as UTF-8, then try again`;
    case 'changed':
      return `${file} was changed by somebody else meanwhile, so nothing was written: try again`;
    default:
      return kind satisfies never;
  }
}

/** Why settings were not edited, as one sentence. */
export function settingsFailureWords(world: World, path: string, failure: SettingsFailure): string {
  const file = shownPath(world, path);
  switch (failure.kind) {
    case 'not-json': {
      const line = failure.line === null ? '' : ` (line ${failure.line})`;
      return `${file} is not valid JSON${line}, so nothing was changed: mend it, then try again`;
    }
    case 'not-object':
      return `${file} holds no JSON object, so nothing was changed: mend it, then try again`;
    default:
      return failure satisfies never;
  }
}

/** The lines of the one member that changes; the rest of the user's settings is nobody's to print. */
export function memberDiff(before: string | null, after: string | null): readonly string[] {
  return [...memberLines('-', before), ...memberLines('+', after)];
}

function memberLines(sign: string, json: string | null): readonly string[] {
  if (json === null) return [];
  return `"statusLine": ${json}`.split('\n').map((line) => `${sign} ${harmlessPiece(line.trimEnd())}`);
}
